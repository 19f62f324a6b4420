// Drawn sheets, from their pixels to what would be stored.
#include "engine/documents/timesheet/page/sheet_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/interpret.h"
#include "engine/image/grey_raster.h"
#include "engine/image/open_image.h"
#include "tests/support/shipped_version.h"
#include "tools/samples/timesheet.h"

namespace rescan::timesheet::page {
namespace {

using samples::SheetSpec;
using samples::SheetSpecimen;
using samples::SheetVariant;

struct Drawn {
  kernels::GreyImage grey;
  samples::SheetTruth truth;
};

Drawn Draw(const SheetSpec& spec) {
  const auto sample = samples::DrawTimesheet(spec);
  EXPECT_TRUE(sample.has_value()) << sample.error().message;
  const auto image =
      OpenImage({reinterpret_cast<const std::uint8_t*>(sample->bytes.data()),
                 sample->bytes.size()},
                OpenLimits{});
  EXPECT_TRUE(image.has_value()) << image.error().message;
  return {GreyOf(image->raster), *sample->truth.timesheet};
}

Drawn Specimen(SheetSpecimen specimen,
               samples::ImageFormat format = samples::ImageFormat::kPng) {
  SheetSpec spec;
  spec.specimen = specimen;
  spec.format = format;
  return Draw(spec);
}

// A sheet that is wholly in the picture, of the first seed from `seed` on.
Drawn Regular(std::uint64_t seed, int width, bool dark, int projects) {
  SheetSpec spec;
  spec.seed = seed;
  spec.width = width;
  spec.dark = dark;
  spec.projects = projects;
  spec.variant = SheetVariant::kRegular;
  spec.format = samples::ImageFormat::kPng;
  while (samples::DimensionsOf(spec).value().edge != "whole") ++spec.seed;
  return Draw(spec);
}

class SheetReaderTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    reader_ = rescan::testing::ShippedReader("tesseract-fast");
  }
  static void TearDownTestSuite() { reader_.reset(); }

  static std::optional<SheetReading> Read(const Drawn& drawn,
                                          bool known_sheet = false) {
    SheetRequest request;
    request.known_sheet = known_sheet;
    auto reading = ReadSheet(drawn.grey.view(), *reader_, request);
    EXPECT_TRUE(reading.has_value()) << reading.error().message;
    return reading.has_value() ? *std::move(reading) : std::nullopt;
  }

  static std::unique_ptr<Reader> reader_;
};

std::unique_ptr<Reader> SheetReaderTest::reader_;

// The page as a whole, as a run reads one whose pixels show no table.
Page WholePage(const Drawn& drawn, Reader& reader) {
  ReadInput input;
  input.picture = drawn.grey.view();
  input.original_width = drawn.grey.width();
  input.original_height = drawn.grey.height();
  input.page_segmentation_mode = 11;
  return reader.Read(input, ReadRequest{}).value().page;
}

std::array<Hundredths, kDaysOfWeek> HoursOf(const WeekHours& hours) {
  std::array<Hundredths, kDaysOfWeek> values{};
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    values[day] = hours[day].value.value_or(-1);
  }
  return values;
}

// No hours that are wrong and said to be right.
void ExpectNoUnmarkedError(const Interpretation& read,
                           const samples::SheetTruth& truth) {
  if (read.verdict != Verdict::kStore) return;
  EXPECT_EQ(FormatDay(*read.sheet.week.value), truth.week_start);
  ASSERT_EQ(read.sheet.projects.size(), truth.projects.size());
  for (std::size_t i = 0; i < truth.projects.size(); ++i) {
    const Project& project = read.sheet.projects[i];
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      if (project.hours[day].state != ValueState::kOk) continue;
      EXPECT_EQ(project.hours[day].value, truth.projects[i].hours_by_day[day]);
    }
  }
}

TEST_F(SheetReaderTest, SampleAExactly) {
  for (const auto format :
       {samples::ImageFormat::kPng, samples::ImageFormat::kJpeg}) {
    const auto reading = Read(Specimen(SheetSpecimen::kSampleA, format));
    ASSERT_TRUE(reading.has_value());
    const RawSheet& raw = reading->sheet;
    EXPECT_TRUE(raw.header_found && raw.grid_found);
    EXPECT_EQ(raw.day_columns, 7);
    EXPECT_EQ(raw.job_title.text, "Solution Designer");
    ASSERT_TRUE(raw.percent_by_marker.has_value());
    EXPECT_NEAR(*raw.percent_by_marker, 100, 0.5);
    EXPECT_EQ(raw.date_range.text, "Sep 22 2025 - Sep 28 2025");
    ASSERT_EQ(raw.rows.size(), 2U);
    EXPECT_EQ(raw.rows[1].posted_actuals.value_or(ReadField{}).text, "299.38");

    const Interpretation read = Interpret(raw, {});
    EXPECT_EQ(read.verdict, Verdict::kStore) << read.reasons.front();
    const Sheet& sheet = read.sheet;
    EXPECT_EQ(sheet.person.value, "Avery Brooks");
    EXPECT_EQ(sheet.status.value, "Posted");
    EXPECT_EQ(sheet.weekly_total.value, 5250);
    ASSERT_EQ(sheet.projects.size(), 1U);
    EXPECT_EQ(sheet.projects[0].code.value, "PJ023275");
    EXPECT_EQ(sheet.projects[0].name.value, "IN Renewal - HPE (PJ023275)");
    ASSERT_EQ(sheet.projects[0].tasks.size(), 1U);
    EXPECT_EQ(sheet.projects[0].tasks[0].name,
              "Build / Deploy and Test (BLDDPLYTEST)");
    const std::array<Hundredths, kDaysOfWeek> hours = {750, 2250, 750, 750,
                                                       750, 0,    0};
    EXPECT_EQ(HoursOf(sheet.projects[0].hours), hours);
    EXPECT_EQ(HoursOf(sheet.daily_totals), hours);
    for (const HoursValue& day : sheet.projects[0].hours) {
      EXPECT_EQ(day.state, ValueState::kOk);
    }
  }
}

TEST_F(SheetReaderTest, SampleBIsAWeekWithoutHours) {
  for (const auto format :
       {samples::ImageFormat::kPng, samples::ImageFormat::kJpeg}) {
    const Drawn drawn = Specimen(SheetSpecimen::kSampleB, format);
    EXPECT_FALSE(Read(drawn).has_value());
    const Page page = WholePage(drawn, *reader_);
    const auto reading =
        ReadSheetWithoutTable(drawn.grey.view(), page, 0, *reader_, {}).value();
    ASSERT_TRUE(reading.has_value());
    ASSERT_TRUE(reading->sheet.percent_by_marker.has_value());
    EXPECT_NEAR(*reading->sheet.percent_by_marker, 0, 0.5);
    const Interpretation read = Interpret(reading->sheet, {});
    EXPECT_EQ(read.verdict, Verdict::kZeroHour) << read.reasons.front();
    EXPECT_EQ(read.sheet.person.value, "Avery Brooks");
    EXPECT_EQ(FormatDay(*read.sheet.week.value), "2025-09-15");
    EXPECT_EQ(read.sheet.zero_hour_reason, "ABSENCE");

    // A page that was read upside down, or not read at all, says nothing.
    const auto turned =
        ReadSheetWithoutTable(drawn.grey.view(), page, 180, *reader_, {})
            .value();
    ASSERT_TRUE(turned.has_value());
    const Interpretation of_turned = Interpret(turned->sheet, {});
    EXPECT_EQ(of_turned.verdict, Verdict::kNotReadable);
    EXPECT_EQ(of_turned.reasons,
              std::vector<std::string>{"the picture is upside down"});
  }
}

TEST_F(SheetReaderTest, NothingOfOneSheetReachesTheNext) {
  const Drawn a = Specimen(SheetSpecimen::kSampleA);
  const Drawn other = Regular(6301, 1366, false, 3);
  const auto first = Read(a);
  const auto between = Read(other);
  const auto again = Read(a);
  ASSERT_TRUE(first && between && again);
  EXPECT_TRUE(first->sheet == again->sheet);
  EXPECT_TRUE(first->page == again->page);
  EXPECT_FALSE(first->sheet == between->sheet);
}

TEST_F(SheetReaderTest, SheetsOfEveryWidthAndTheme) {
  std::uint64_t seed = 6350;
  for (const int width : {1366, 1920, 2560}) {
    for (const bool dark : {true, false}) {
      SCOPED_TRACE(seed += 10);
      const Drawn drawn = Regular(seed, width, dark, 2);
      const auto reading = Read(drawn);
      ASSERT_TRUE(reading.has_value());
      const Interpretation read = Interpret(reading->sheet, {});
      ExpectNoUnmarkedError(read, drawn.truth);
      EXPECT_EQ(read.sheet.status.value, drawn.truth.status);
      ASSERT_EQ(read.sheet.projects.size(), drawn.truth.projects.size());
      for (std::size_t i = 0; i < drawn.truth.projects.size(); ++i) {
        std::array<Hundredths, kDaysOfWeek> hours{};
        for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
          hours[day] = drawn.truth.projects[i].hours_by_day[day];
        }
        EXPECT_EQ(HoursOf(read.sheet.projects[i].hours), hours);
      }
    }
  }
}

TEST_F(SheetReaderTest, ThePageHasWhatWasReadInItsPlaceAndOrder) {
  const Drawn drawn = Specimen(SheetSpecimen::kSampleA);
  const auto reading = Read(drawn);
  ASSERT_TRUE(reading.has_value());
  const Page& page = reading->page;
  EXPECT_EQ(page.width, 1920);
  EXPECT_EQ(page.height, 1032);
  std::string text;
  int id = 0;
  for (const Line& line : page.lines) {
    EXPECT_EQ(line.id, ++id);
    EXPECT_FALSE(line.words.empty());
    text += line.text + "|";
  }
  const auto place = [&](const std::string& part) { return text.find(part); };
  EXPECT_LT(place("Avery Brooks"), place("Sep 22 2025"));
  EXPECT_LT(place("Sep 22 2025"), place("Mon. 22"));
  EXPECT_LT(place("Mon. 22"), place("Tue. 23"));
  EXPECT_LT(place("Tue. 23"), place("IN Renewal"));
  EXPECT_LT(place("IN Renewal"), place("299.38"));
  EXPECT_NE(place("299.38"), std::string::npos);
}

TEST_F(SheetReaderTest, BadInputIsNeverStored) {
  for (const SheetVariant variant :
       {SheetVariant::kCut, SheetVariant::kUpsideDown, SheetVariant::kHalfZoom,
        SheetVariant::kTwoSheets, SheetVariant::kWrongDay,
        SheetVariant::kMonitorPhoto}) {
    for (const std::uint64_t seed : {6331U, 6332U}) {
      SCOPED_TRACE(VariantName(variant));
      SheetSpec spec;
      spec.seed = seed;
      spec.variant = variant;
      const Drawn drawn = Draw(spec);
      for (const bool known_sheet : {false, true}) {
        const auto reading = Read(drawn, known_sheet);
        if (!reading) continue;
        const Interpretation read = Interpret(reading->sheet, {});
        ExpectNoUnmarkedError(read, drawn.truth);
        if (drawn.truth.expectation == samples::Expectation::kExactOrReview) {
          continue;
        }
        EXPECT_NE(read.verdict, Verdict::kStore);
        EXPECT_NE(read.verdict, Verdict::kZeroHour);
      }
    }
  }
}

TEST_F(SheetReaderTest, TwoSheetsSideBySideSaySo) {
  SheetSpec spec;
  spec.seed = 6351;
  spec.variant = SheetVariant::kTwoSheets;
  const auto reading = Read(Draw(spec));
  ASSERT_TRUE(reading.has_value());
  const Interpretation read = Interpret(reading->sheet, {});
  EXPECT_EQ(read.verdict, Verdict::kNotReadable);
  ASSERT_EQ(read.reasons.size(), 1U);
  EXPECT_NE(read.reasons[0].find("more than one table"), std::string::npos);
}

// Neither the table nor PROJECT TIME is there, but what is left tells.
TEST_F(SheetReaderTest, WordsOfASheetWithoutItsTable) {
  const kernels::GreyImage blank = [] {
    kernels::GreyImage image(900, 600);
    std::fill_n(image.mutable_view().Row(0), 900 * 600, std::uint8_t{255});
    return image;
  }();
  Page page{900, 600, {}};
  for (const char* word : {"Collapse", "all", "Posted", "Actuals"}) {
    if (page.lines.empty()) page.lines.emplace_back();
    Word& added = page.lines[0].words.emplace_back();
    added.text = word;
    added.box = {static_cast<int>(60 * page.lines[0].words.size()), 300, 50,
                 12};
  }
  const auto reading =
      ReadSheetWithoutTable(blank.view(), page, 0, *reader_, {}).value();
  ASSERT_TRUE(reading.has_value());
  const Interpretation read = Interpret(reading->sheet, {});
  EXPECT_EQ(read.verdict, Verdict::kNotReadable);
  ASSERT_EQ(read.reasons.size(), 1U);
  EXPECT_NE(read.reasons[0].find("cut off"), std::string::npos);

  const auto photograph = SheetOfPhotograph(page, "a.jpg");
  ASSERT_TRUE(photograph.has_value());
  EXPECT_EQ(photograph->file_name, "a.jpg");
  const Interpretation of_photograph = Interpret(*photograph, {});
  EXPECT_EQ(of_photograph.verdict, Verdict::kNotReadable);
  ASSERT_EQ(of_photograph.reasons.size(), 1U);
  EXPECT_NE(of_photograph.reasons[0].find("photograph"), std::string::npos);
  EXPECT_FALSE(SheetOfPhotograph({900, 600, {}}, "a.jpg").has_value());
}

TEST_F(SheetReaderTest, AnotherPageWithATableIsNoSheet) {
  for (const std::uint64_t seed : {6341U, 6342U, 6343U}) {
    SheetSpec spec;
    spec.seed = seed;
    spec.variant = SheetVariant::kOtherPage;
    EXPECT_FALSE(Read(Draw(spec)).has_value());
  }
}

TEST_F(SheetReaderTest, WhatIsKnownToBeASheetIsOneThoughNothingIsRead) {
  kernels::GreyImage blank(300, 200);
  std::fill_n(blank.mutable_view().Row(0), 300 * 200, std::uint8_t{255});
  SheetRequest request;
  request.file_name = "2025-09-29_10h00m00.png";
  request.known_sheet = true;
  const Page page{300, 200, {}};
  const auto reading =
      ReadSheetWithoutTable(blank.view(), page, 0, *reader_, request).value();
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->sheet.file_name, request.file_name);
  EXPECT_EQ(Interpret(reading->sheet, {}).verdict, Verdict::kNotReadable);
  request.known_sheet = false;
  EXPECT_FALSE(ReadSheetWithoutTable(blank.view(), page, 0, *reader_, request)
                   .value()
                   .has_value());
}

TEST_F(SheetReaderTest, StopsAtItsLimits) {
  const Drawn drawn = Specimen(SheetSpecimen::kSampleA);
  SheetRequest late;
  late.limits.deadline = std::chrono::steady_clock::now();
  const auto timed_out = ReadSheet(drawn.grey.view(), *reader_, late);
  ASSERT_FALSE(timed_out.has_value());
  EXPECT_EQ(timed_out.error().code, ErrorCode::kTimeout);

  const std::atomic<bool> cancel = true;
  SheetRequest stopped;
  stopped.limits.cancel = &cancel;
  const auto cancelled = ReadSheet(drawn.grey.view(), *reader_, stopped);
  ASSERT_FALSE(cancelled.has_value());
  EXPECT_EQ(cancelled.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace rescan::timesheet::page
