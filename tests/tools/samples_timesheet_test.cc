// Drawn timesheets: the truth holds against the pixels, every value of the
// matrix appears, the same specification gives the same bytes, and bad ones are
// refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tools/samples/timesheet.h"

namespace rescan::samples {
namespace {

Sample Draw(const SheetSpec& spec) {
  auto sample = DrawTimesheet(spec);
  EXPECT_TRUE(sample.has_value()) << sample.error().message;
  return std::move(*sample);
}

Raster PixelsOf(const Sample& sample) {
  auto raster = Decode(sample.bytes);
  EXPECT_TRUE(raster.has_value());
  return std::move(*raster);
}

SheetSpec SpecOf(std::uint64_t seed, SheetVariant variant) {
  SheetSpec spec;
  spec.seed = seed;
  spec.variant = variant;
  spec.format = ImageFormat::kPng;
  return spec;
}

// ---- pixels

struct SheetCase {
  std::string name;
  SheetSpec spec;
};

void PrintTo(const SheetCase& c, std::ostream* out) { *out << c.name; }

std::vector<SheetCase> AllCases() {
  std::vector<SheetCase> cases;
  for (int i = 0; i < kSheetVariants; ++i) {
    const auto variant = static_cast<SheetVariant>(i);
    SheetCase c;
    for (const char letter : VariantName(variant)) {
      if (letter != '-') c.name += letter;
    }
    c.spec = SpecOf(90 + static_cast<std::uint64_t>(i), variant);
    c.spec.width = 1366;
    c.spec.projects = 1 + i % 4;
    c.spec.dark = i % 2 == 0;
    c.spec.subpixel = i % 3 == 0;
    cases.push_back(c);
  }
  SheetSpec specimen;
  specimen.specimen = SheetSpecimen::kSampleA;
  cases.push_back({"SampleA", specimen});
  SheetSpec zoomed = SpecOf(7, SheetVariant::kRegular);
  zoomed.width = 2560;
  zoomed.zoom = 125;
  cases.push_back({"Zoomed", zoomed});
  return cases;
}

std::vector<SheetCase> ScreenCases() {
  std::vector<SheetCase> cases = AllCases();
  std::erase_if(cases, [](const SheetCase& c) {
    return c.spec.variant == SheetVariant::kMonitorPhoto;
  });
  return cases;
}

class SamplesTimesheet : public ::testing::TestWithParam<SheetCase> {
 protected:
  // Pixels of text in the box, with and without which the pictures differ.
  [[nodiscard]] int Ink(const PixelBox& box) const {
    int ink = 0;
    for (int y = box.top; y < box.top + box.height; ++y) {
      for (int x = box.left; x < box.left + box.width; ++x) {
        ink += std::equal(with_.At(x, y), with_.At(x, y) + 3, without_.At(x, y))
                   ? 0
                   : 1;
      }
    }
    return ink;
  }

  [[nodiscard]] bool Inside(const PixelBox& box) const {
    return box.width > 0 && box.height > 0 && box.left >= 0 && box.top >= 0 &&
           box.left + box.width <= with_.width &&
           box.top + box.height <= with_.height;
  }

  Raster with_;
  Raster without_;
};

TEST_P(SamplesTimesheet, TextIsWhereTheTruthSays) {
  SheetSpec spec = GetParam().spec;
  const Sample sample = Draw(spec);
  spec.paint_text = false;
  const Sample blank = Draw(spec);
  EXPECT_EQ(sample.truth, blank.truth);
  with_ = PixelsOf(sample);
  without_ = PixelsOf(blank);
  ASSERT_EQ(with_.width, sample.truth.width);
  ASSERT_EQ(with_.height, sample.truth.height);
  ASSERT_EQ(without_.width, with_.width);

  const SheetTruth& sheet = sample.truth.timesheet.value();
  for (const SheetField& field : sheet.fields) {
    SCOPED_TRACE(field.field + " " + field.text);
    ASSERT_TRUE(Inside(field.box));
    EXPECT_GE(Ink(field.box), 2);
  }
  for (const TruthLine& line : sample.truth.lines) {
    for (const TruthWord& word : line.words) {
      SCOPED_TRACE(word.text);
      ASSERT_TRUE(Inside(word.box));
      EXPECT_GE(Ink(word.box), 2);
    }
  }
}

bool Meet(const PixelBox& a, const PixelBox& b) {
  return a.left < b.left + b.width && b.left < a.left + a.width &&
         a.top < b.top + b.height && b.top < a.top + a.height;
}

// Of screens alone: boxes around turned words meet.
class SamplesTimesheetScreen : public ::testing::TestWithParam<SheetCase> {};

TEST_P(SamplesTimesheetScreen, WordsDoNotOverlap) {
  const Sample sample = Draw(GetParam().spec);
  std::vector<TruthWord> words;
  for (const TruthLine& line : sample.truth.lines) {
    words.insert(words.end(), line.words.begin(), line.words.end());
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(Meet(words[i].box, words[j].box))
          << words[i].text << " and " << words[j].text;
    }
  }
}

// Each field is made of words of the page that lie in its box.
TEST_P(SamplesTimesheetScreen, FieldsAreWordsOfThePage) {
  const Sample sample = Draw(GetParam().spec);
  for (const SheetField& field : sample.truth.timesheet.value().fields) {
    std::multiset<char> letters;
    for (const TruthLine& line : sample.truth.lines) {
      for (const TruthWord& word : line.words) {
        const PixelBox& box = word.box;
        if (box.left >= field.box.left && box.top >= field.box.top &&
            box.left + box.width <= field.box.left + field.box.width &&
            box.top + box.height <= field.box.top + field.box.height) {
          letters.insert(word.text.begin(), word.text.end());
        }
      }
    }
    std::multiset<char> wanted(field.text.begin(), field.text.end());
    wanted.erase(' ');
    EXPECT_EQ(letters, wanted) << field.field << " " << field.text;
  }
}

TEST_P(SamplesTimesheet, TheSeedDecides) {
  SheetSpec spec = GetParam().spec;
  const Sample first = Draw(spec);
  std::string in_thread;
  std::thread other([&] { in_thread = Draw(spec).bytes; });
  other.join();
  EXPECT_EQ(in_thread, first.bytes);
  spec.seed += 1;
  EXPECT_NE(Draw(spec).bytes, first.bytes);
}

INSTANTIATE_TEST_SUITE_P(All, SamplesTimesheet, ::testing::ValuesIn(AllCases()),
                         [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Screens, SamplesTimesheetScreen,
                         ::testing::ValuesIn(ScreenCases()),
                         [](const auto& test) { return test.param.name; });

// ---- what is printed

std::map<std::string, int> CountFields(const SheetTruth& sheet) {
  std::map<std::string, int> counts;
  for (const SheetField& field : sheet.fields) ++counts[field.field];
  return counts;
}

TEST(SamplesTimesheetFields, EveryHourOfAWholeSheetIsAField) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    const SheetVariant variant =
        seed % 3 == 0 ? SheetVariant::kNoTotal : SheetVariant::kStatus;
    const Sample sample = Draw(SpecOf(seed, variant));
    const SheetTruth& sheet = *sample.truth.timesheet;
    auto counts = CountFields(sheet);
    const int rows = counts["subtask_name"];
    EXPECT_EQ(counts["project_name"], sheet.dimensions.projects);
    EXPECT_EQ(counts["header_day"], 7);
    for (const char* one :
         {"resource_name", "job_title", "date_range", "status"}) {
      EXPECT_EQ(counts[one], 1) << one;
    }
    EXPECT_EQ(counts["weekly_total"],
              variant == SheetVariant::kNoTotal ? 0 : 1);
    if (sheet.dimensions.zeros == "dash") {
      EXPECT_EQ(counts["cell"], 7 * rows);
    }
    int hours = 0;
    for (const SheetField& field : sheet.fields) {
      if (field.field != "cell") continue;
      const auto& task =
          sheet.projects.at(field.project)
              .subtasks.at(static_cast<std::size_t>(field.subtask));
      const int value =
          task.hours_by_day.at(static_cast<std::size_t>(field.day));
      EXPECT_EQ(field.text, value > 0 ? HoursText(value) : "-");
      hours += value;
    }
    EXPECT_EQ(hours, sheet.weekly_total);
  }
}

TEST(SamplesTimesheetFields, ACutSheetHasOnlyWhatIsLeft) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Sample sample = Draw(SpecOf(seed, SheetVariant::kCut));
    auto counts = CountFields(*sample.truth.timesheet);
    const bool whole =
        counts["header_day"] == 7 && counts["date_range"] == 1 &&
        counts["project_name"] == sample.truth.timesheet->dimensions.projects;
    EXPECT_FALSE(whole) << seed;
    EXPECT_EQ(sample.truth.timesheet->expectation, Expectation::kIncomplete);
  }
}

TEST(SamplesTimesheetFields, ACroppedEdgeTakesItsColumns) {
  std::set<std::string> edges;
  for (std::uint64_t seed = 1; seed <= 150 && edges.size() < 3; ++seed) {
    SheetSpec spec = SpecOf(seed, SheetVariant::kRegular);
    const std::string edge = DimensionsOf(spec)->edge;
    if (edge == "whole" || !edges.insert(edge).second) continue;
    const Sample sample = Draw(spec);
    const SheetTruth& sheet = *sample.truth.timesheet;
    auto counts = CountFields(sheet);
    EXPECT_LT(sample.truth.width, sheet.dimensions.width);
    EXPECT_EQ(counts["header_day"] == 7, edge != "day");
    EXPECT_EQ(counts["project_name"], sheet.dimensions.projects);
    if (edge == "actuals") {
      EXPECT_EQ(counts["weekly_total"], 1);
    }
    if (edge == "day") {
      EXPECT_EQ(counts["weekly_total"], 0);
    }
  }
  EXPECT_EQ(edges.size(), 3U);
}

// ---- the samples of the specification, 1920 x 1032

struct Place {
  const char* field;
  int left, top, width, height;
};

TEST(SamplesTimesheetSpecimen, StandsWhereTheSpecificationMeasuredIt) {
  SheetSpec spec;
  spec.specimen = SheetSpecimen::kSampleA;
  const Sample sample = Draw(spec);
  EXPECT_EQ(sample.truth.width, 1920);
  EXPECT_EQ(sample.truth.height, 1032);
  EXPECT_EQ(sample.truth.theme, "dark");
  std::map<std::string, PixelBox> boxes;
  for (const SheetField& field : sample.truth.timesheet->fields) {
    boxes.emplace(field.field, field.box);  // the first of each kind
  }
  for (const Place& place :
       std::to_array<Place>({{"resource_name", 872, 294, 103, 16},
                             {"job_title", 872, 314, 98, 12},
                             {"date_range", 118, 378, 170, 13},
                             {"status", 385, 372, 45, 12},
                             {"project_time", 1305, 345, 64, 24},
                             {"header_day", 645, 486, 50, 10},
                             {"daily_total", 654, 507, 31, 12},
                             {"project_name", 86, 564, 192, 13},
                             {"subtask_name", 91, 607, 251, 13},
                             {"cell", 656, 607, 27, 10}})) {
    const PixelBox& box = boxes.at(place.field);
    EXPECT_NEAR(box.left, place.left, 3) << place.field;
    EXPECT_NEAR(box.top, place.top, 3) << place.field;
    EXPECT_NEAR(box.width, place.width, 4) << place.field;
    EXPECT_NEAR(box.height, place.height, 3) << place.field;
  }
}

Color ColorAt(const Raster& raster, int x, int y) {
  const std::uint8_t* bgr = raster.At(x, y);
  return {bgr[2], bgr[1], bgr[0]};
}

TEST(SamplesTimesheetSpecimen, GridAndMarkerAreOnTheirColumns) {
  SheetSpec spec;
  spec.specimen = SheetSpecimen::kSampleA;
  const Raster hours = PixelsOf(Draw(spec));
  spec.specimen = SheetSpecimen::kSampleB;
  const Raster none = PixelsOf(Draw(spec));
  constexpr Color kGrid = {58, 62, 65};
  constexpr Color kPage = {24, 26, 27};
  for (const int x : {601, 738, 876, 1013, 1151, 1288, 1425, 1563, 1700}) {
    EXPECT_EQ(ColorAt(hours, x, 600), kGrid) << x;
    EXPECT_NE(ColorAt(hours, x - 1, 600), kGrid) << x;
    EXPECT_EQ(ColorAt(none, x, 600), kPage) << x;
  }
  for (const int y : {412, 549, 550, 587, 636}) {
    EXPECT_EQ(ColorAt(hours, 590, y), kGrid) << y;
  }
  EXPECT_EQ(ColorAt(none, 590, 412), kGrid);
  constexpr Color kMarker = {86, 38, 120};
  for (int y = 377; y <= 396; ++y) {
    EXPECT_EQ(ColorAt(hours, 1369, y), kMarker) << y;
    EXPECT_EQ(ColorAt(none, 829, y), kMarker) << y;
    EXPECT_NE(ColorAt(none, 1369, y), kMarker) << y;
  }
  // Weekends and Total are a little brighter than the page.
  EXPECT_EQ(ColorAt(hours, 1300, 600), (Color{28, 31, 32}));
  EXPECT_EQ(ColorAt(hours, 1200, 600), kPage);
}

TEST(SamplesTimesheetSpecimen, SaysWhatTheSpecificationSays) {
  SheetSpec spec;
  spec.specimen = SheetSpecimen::kSampleA;
  const Sample a = Draw(spec);
  const SheetTruth& hours = *a.truth.timesheet;
  EXPECT_EQ(hours.resource_name, "Avery Brooks");
  EXPECT_EQ(hours.date_range, "Sep 22 2025 - Sep 28 2025");
  EXPECT_EQ(hours.week_start, "2025-09-22");
  EXPECT_EQ(hours.daily_totals, (WeekHours{750, 2250, 750, 750, 750, 0, 0}));
  EXPECT_EQ(hours.weekly_total, 5250);
  EXPECT_EQ(hours.projects[0].subtasks[0].posted_actuals, 29938);
  EXPECT_EQ(hours.expectation, Expectation::kStore);
  spec.specimen = SheetSpecimen::kSampleB;
  const Sample b = Draw(spec);
  const SheetTruth& none = *b.truth.timesheet;
  EXPECT_EQ(none.date_range, "Sep 15 2025 - Sep 21 2025");
  EXPECT_EQ(none.expectation, Expectation::kZeroHour);
  EXPECT_EQ(PlainText(b.truth).find("Collapse"), std::string::npos);
  EXPECT_EQ(PlainText(b.truth).find("Mon."), std::string::npos);
}

// ---- the matrix

TEST(SamplesTimesheetMatrix, EveryValueAppearsOften) {
  std::map<std::string, std::map<std::string, int>> seen;
  constexpr int kSheets = 1000;
  for (std::uint64_t seed = 1; seed <= kSheets; ++seed) {
    SheetSpec spec;
    spec.seed = SeriesSeed(4, seed);
    const SheetDimensions d = DimensionsOf(spec).value();
    EXPECT_FALSE(IsBadInput(d.variant));
    ++seen["variant"][std::string(VariantName(d.variant))];
    ++seen["width"][std::to_string(d.width)];
    ++seen["zoom"][std::to_string(d.zoom)];
    ++seen["projects"][std::to_string(d.projects)];
    ++seen["subtasks"][std::to_string(d.subtasks)];
    ++seen["zeros"][d.zeros];
    ++seen["week"][d.week];
    ++seen["dates"][d.dates];
    ++seen["names"][d.names];
    ++seen["edge"][d.edge];
    ++seen["tooltip"][d.tooltip ? "yes" : "no"];
    ++seen["side_tab"][d.side_tab ? "yes" : "no"];
    ++seen["subpixel"][d.subpixel ? "yes" : "no"];
    ++seen["jpeg"][std::to_string(d.jpeg_quality)];
    for (const std::string& prefix : d.prefixes) ++seen["prefix"][prefix];
  }
  const std::map<std::string, std::size_t> values = {
      {"variant", 5},  {"width", 3},   {"zoom", 4},    {"projects", 9},
      {"subtasks", 4}, {"zeros", 3},   {"week", 5},    {"dates", 6},
      {"names", 3},    {"edge", 4},    {"tooltip", 2}, {"side_tab", 2},
      {"jpeg", 2},     {"prefix", 12}, {"subpixel", 2}};
  for (const auto& [dimension, count] : values) {
    EXPECT_EQ(seen[dimension].size(), count) << dimension;
    for (const auto& [value, times] : seen[dimension]) {
      EXPECT_GE(times, kSheets / 50) << dimension << " " << value;
    }
  }
}

TEST(SamplesTimesheetMatrix, ThemesAreEquallyOften) {
  std::map<std::string, int> themes;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SheetSpec spec = SpecOf(seed, SheetVariant::kZeroHour);
    spec.width = 1366;
    ++themes[Draw(spec).truth.theme];
  }
  EXPECT_GE(themes["dark"], 10);
  EXPECT_GE(themes["light"], 10);
}

TEST(SamplesTimesheetMatrix, WhatIsFixedStaysFixed) {
  SheetSpec spec = SpecOf(3, SheetVariant::kRegular);
  spec.dark = false;
  spec.width = 1920;
  spec.zoom = 110;
  spec.projects = 4;
  spec.format = ImageFormat::kJpeg;
  const Sample sample = Draw(spec);
  const SheetDimensions& d = sample.truth.timesheet->dimensions;
  EXPECT_EQ(sample.truth.theme, "light");
  EXPECT_EQ(sample.format, ImageFormat::kJpeg);
  EXPECT_EQ(sample.bytes.substr(0, 2), "\xff\xd8");
  EXPECT_EQ(d.width, 1920);
  EXPECT_EQ(d.zoom, 110);
  EXPECT_EQ(d.projects, 4);
  EXPECT_EQ(d.jpeg_quality, 60);
}

// ---- bad specifications

TEST(SamplesTimesheetSpec, BadOnesAreRefused) {
  const auto refused = [](auto change) {
    SheetSpec spec;
    change(spec);
    const auto sample = DrawTimesheet(spec);
    return !sample && sample.error().code == ErrorCode::kInvalidArgument;
  };
  for (const int width : {-1, 0, 1023, 3841, 1 << 30}) {
    EXPECT_TRUE(refused([&](SheetSpec& s) { s.width = width; })) << width;
  }
  for (const int zoom : {-100, 0, 66, 201, 1 << 30}) {
    EXPECT_TRUE(refused([&](SheetSpec& s) { s.zoom = zoom; })) << zoom;
  }
  for (const int projects : {-1, 0, 9, 1 << 30}) {
    EXPECT_TRUE(refused([&](SheetSpec& s) { s.projects = projects; }));
  }
  EXPECT_TRUE(refused([](SheetSpec& s) {
    s.width = 1366;
    s.zoom = 150;
  }));
  EXPECT_TRUE(refused([](SheetSpec& s) {
    s.variant = SheetVariant::kHalfZoom;
    s.zoom = 100;
  }));
  EXPECT_TRUE(refused([](SheetSpec& s) {
    s.specimen = SheetSpecimen::kSampleA;
    s.dark = true;
  }));
}

TEST(SamplesTimesheetSpec, TheWidestAndTheNarrowestAreDrawn) {
  for (const auto& [width, zoom] :
       {std::pair{1024, 100}, {3840, 200}, {3840, 67}}) {
    SheetSpec spec = SpecOf(5, SheetVariant::kRegular);
    spec.width = width;
    spec.zoom = zoom;
    spec.projects = 8;
    const Sample sample = Draw(spec);
    EXPECT_EQ(CountFields(*sample.truth.timesheet)["project_name"], 8);
  }
}

}  // namespace
}  // namespace rescan::samples
