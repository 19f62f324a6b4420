#include "engine/documents/timesheet/page/field_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/header.h"
#include "tests/engine/documents/timesheet/page/drawn_field.h"
#include "tests/support/shipped_version.h"

namespace rescan::timesheet::page {
namespace {

class FieldReaderTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    reader_ = rescan::testing::ShippedReader("tesseract-fast");
  }
  static void TearDownTestSuite() { reader_.reset(); }

  static std::unique_ptr<Reader> reader_;
};

std::unique_ptr<Reader> FieldReaderTest::reader_;

// Numbers of every digit, in both polarities, from the smallest size on.
TEST_F(FieldReaderTest, Numbers) {
  const std::vector<std::string> numbers = {"7.50",  "22.50",  "0.25",
                                            "63.18", "299.38", "4.09"};
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : {11.0, 13.0, 17.5}) {
      for (const bool bold : {false, true}) {
        DrawnPage page(500, 60, colors);
        std::vector<PixelBox> boxes;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          boxes.push_back(page.Draw(10.3 + 80.0 * static_cast<double>(i), 35,
                                    numbers[i], size, bold));
        }
        const kernels::GreyImage grey = page.Grey();
        FieldReader fields(*reader_, grey.view());
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          const auto field =
              fields.Number({&boxes[i], 1}, Around(boxes[i])).value();
          EXPECT_TRUE(field.readable) << numbers[i];
          EXPECT_EQ(field.text, numbers[i]) << size << ' ' << bold;
          EXPECT_EQ(field.box, boxes[i]);
          EXPECT_GT(field.confidence, 0.5F);
        }
      }
    }
  }
}

TEST_F(FieldReaderTest, AFieldWithoutInkIsEmptyAndReadable) {
  DrawnPage page(100, 40, kDark);
  const kernels::GreyImage grey = page.Grey();
  FieldReader fields(*reader_, grey.view());
  const PixelBox cell = {10, 10, 60, 20};
  for (const auto& field :
       {fields.Number({}, cell).value(), fields.Text({}, cell).value(),
        fields.DayLabel({}, cell).value().field}) {
    EXPECT_TRUE(field.readable);
    EXPECT_EQ(field.text, "");
    EXPECT_EQ(field.box, cell);
  }
  EXPECT_TRUE(fields.lines().empty());
}

TEST_F(FieldReaderTest, ADashAlone) {
  DrawnPage page(100, 40, kDark);
  const PixelBox box = page.Draw(30, 25, "-", 13);
  const kernels::GreyImage grey = page.Grey();
  FieldReader fields(*reader_, grey.view());
  const auto field = fields.Number({&box, 1}, Around(box)).value();
  EXPECT_TRUE(field.readable);
  EXPECT_EQ(field.text, "-");
  EXPECT_EQ(fields.readings().readings(), 0);
}

// A grid line that stands at the edge is neither a 1 nor a bar.
TEST_F(FieldReaderTest, RemainsOfARuleAreNotReadable) {
  for (const Colors& colors : {kLight, kDark}) {
    DrawnPage page(100, 60, colors);
    page.canvas().Fill({20, 5, 1, 50}, colors.text);
    const kernels::GreyImage grey = page.Grey();
    FieldReader fields(*reader_, grey.view());
    const PixelBox rule = {20, 10, 1, 30};
    const auto field =
        fields.Number({&rule, 1}, PixelBox{20, 10, 60, 30}).value();
    EXPECT_FALSE(field.readable);
    EXPECT_TRUE(fields.lines().empty());
  }
}

TEST_F(FieldReaderTest, NoiseIsNotReadableAsANumber) {
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    kernels::GreyImage grey(80, 40);
    for (int y = 0; y < 40; ++y) {
      for (int x = 0; x < 80; ++x) {
        const bool inside = x >= 20 && x < 60 && y >= 14 && y < 26;
        grey.mutable_view().Row(y)[x] =
            static_cast<std::uint8_t>(inside ? random() % 256 : 255);
      }
    }
    FieldReader fields(*reader_, grey.view());
    const PixelBox box = {20, 14, 40, 12};
    EXPECT_FALSE(fields.Number({&box, 1}, Around(box)).value().readable);
  }
}

TEST_F(FieldReaderTest, WordsInAFieldOfNumbersAreNotReadable) {
  DrawnPage page(200, 40, kLight);
  const PixelBox box = page.Draw(30, 25, "Total", 14);
  const kernels::GreyImage grey = page.Grey();
  FieldReader fields(*reader_, grey.view());
  EXPECT_FALSE(fields.Number({&box, 1}, Around(box)).value().readable);
}

TEST_F(FieldReaderTest, WrappedNamesAreJoinedByABlank) {
  DrawnPage page(400, 80, kDark);
  const std::vector<PixelBox> boxes = {
      page.Draw(20, 30, "Contact Centre - Phase 3 for", 14, true),
      page.Draw(20, 50, "Pelvibri Software Co. (PJ055174)", 14, true)};
  const kernels::GreyImage grey = page.Grey();
  FieldReader fields(*reader_, grey.view());
  const auto field = fields.Text(boxes, PixelBox{10, 10, 380, 60}).value();
  EXPECT_EQ(field.text,
            "Contact Centre - Phase 3 for Pelvibri Software Co. (PJ055174)");
  ASSERT_EQ(fields.lines().size(), 2U);
  EXPECT_EQ(fields.lines()[0].text, "Contact Centre - Phase 3 for");
  for (const Line& line : fields.lines()) {
    for (const Word& word : line.words) {
      EXPECT_GE(word.box.left, line.box.left - 3) << word.text;
      EXPECT_LE(word.box.left + word.box.width,
                line.box.left + line.box.width + 3)
          << word.text;
      EXPECT_FALSE(word.letters.empty());
    }
  }
}

TEST_F(FieldReaderTest, LinesThatBreakBehindAHyphenAreJoinedWithoutABlank) {
  const auto read = [&](const char* first, const char* second) {
    DrawnPage page(400, 80, kDark);
    const std::vector<PixelBox> boxes = {page.Draw(20, 30, first, 14, true),
                                         page.Draw(20, 50, second, 14, true)};
    const kernels::GreyImage grey = page.Grey();
    FieldReader fields(*reader_, grey.view());
    return fields.Text(boxes, PixelBox{10, 10, 380, 60}).value();
  };
  const ReadField word = read("Group Network SD-", "WAN Pilot (PJ055174)");
  EXPECT_EQ(word.text, "Group Network SD-WAN Pilot (PJ055174)");
  EXPECT_GT(word.confidence, kDoubted);
  EXPECT_EQ(read("Group Network -", "Pilot (PJ055174)").text,
            "Group Network - Pilot (PJ055174)");
  const ReadField code = read("Group Network (WEB-2025-", "Q2)");
  EXPECT_EQ(code.text, "Group Network (WEB-2025-Q2)");
  EXPECT_LE(code.confidence, kDoubted);
}

TEST_F(FieldReaderTest, DatesKeepTheirBlanks) {
  for (const std::string text :
       {"Sep 22 2025 - Sep 28 2025", "Dec 29, 2025 - Jan 4, 2026",
        "29 Dec 2025 - 4 Jan 2026"}) {
    DrawnPage page(400, 60, kLight);
    const PixelBox box = page.Draw(20, 30, text, 13);
    const kernels::GreyImage grey = page.Grey();
    FieldReader fields(*reader_, grey.view());
    EXPECT_EQ(fields.Text({&box, 1}, Around(box)).value().text, text);
  }
}

// Every day of a month in both polarities, from the smallest size on: none may
// be taken for another one.
TEST_F(FieldReaderTest, DayLabels) {
  constexpr std::array<const char*, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                "Fri", "Sat", "Sun"};
  int readable = 0;
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : {12.0, 13.2, 16.5}) {
      for (int day = 1; day <= 31; ++day) {
        const std::string text =
            std::string(kDays[static_cast<std::size_t>(day % 7)]) + ". " +
            std::to_string(day);
        DrawnPage page(200, 60, colors);
        const PixelBox box = page.Draw(20.3 + day / 9.0, 30, text, size);
        const kernels::GreyImage grey = page.Grey();
        FieldReader fields(*reader_, grey.view());
        const auto field =
            fields.DayLabel({&box, 1}, Around(box)).value().field;
        ASSERT_TRUE(field.readable) << text;
        const auto read = ParseDayLabel(field.text).day_of_month;
        if (!read.has_value()) continue;
        EXPECT_EQ(*read, day) << field.text;
        ++readable;
      }
    }
  }
  EXPECT_GE(readable, 180) << "of 186";
}

TEST_F(FieldReaderTest, PercentWithItsSmallSign) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const std::string digits : {"0", "7", "48", "100"}) {
      DrawnPage page(200, 80, colors);
      const PixelBox number = page.Draw(20, 50, digits, 32);
      const PixelBox sign =
          page.Draw(number.left + number.width + 3, 38, "%", 13);
      const PixelBox box = {number.left, number.top,
                            sign.left + sign.width - number.left,
                            number.height};
      const kernels::GreyImage grey = page.Grey();
      FieldReader fields(*reader_, grey.view());
      const auto field = fields.Percent({&box, 1}, Around(box)).value();
      EXPECT_TRUE(field.readable);
      EXPECT_EQ(field.text, digits + "%");
    }
  }
}

// A badge of the other polarity on the same page.
TEST_F(FieldReaderTest, EachFieldHasItsOwnPolarity) {
  DrawnPage page(300, 80, kLight);
  page.canvas().FillRound({20, 15, 80, 24}, 4, {10, 80, 40});
  const PixelBox badge =
      page.Draw(30, 32, "Posted", 13, false, {235, 255, 240});
  const PixelBox name = page.Draw(20, 65, "Avery Brooks", 14);
  const kernels::GreyImage grey = page.Grey();
  FieldReader fields(*reader_, grey.view());
  EXPECT_EQ(fields.Text({&badge, 1}, Around(badge, 5)).value().text, "Posted");
  EXPECT_EQ(fields.Text({&name, 1}, Around(name, 5)).value().text,
            "Avery Brooks");
}

// Equal pictures are read once, and say what they would have said alone.
TEST_F(FieldReaderTest, EqualPicturesAreReadOnce) {
  DrawnPage page(400, 60, kDark);
  std::vector<PixelBox> boxes;
  for (const double x : {20.0, 120.0, 220.0}) {
    boxes.push_back(page.Draw(x, 35, "37.25", 13));
  }
  const kernels::GreyImage grey = page.Grey();
  FieldReader together(*reader_, grey.view());
  for (const PixelBox& box : boxes) {
    const auto field = together.Number({&box, 1}, Around(box)).value();
    FieldReader alone(*reader_, grey.view());
    const auto same = alone.Number({&box, 1}, Around(box)).value();
    EXPECT_EQ(field.text, "37.25");
    EXPECT_EQ(field.text, same.text);
    EXPECT_EQ(field.confidence, same.confidence);
    ASSERT_EQ(alone.lines().size(), 1U);
    EXPECT_EQ(together.lines().back().words, alone.lines().back().words);
    // A page of its own: nothing was kept from the ones before.
    EXPECT_EQ(alone.readings().repeats(), 0);
    EXPECT_GT(alone.readings().readings(), 0);
  }
  EXPECT_EQ(together.readings().readings(), 1);
  EXPECT_EQ(together.readings().repeats(), 2);
}

TEST_F(FieldReaderTest, GivesUpWhenToldTo) {
  DrawnPage page(200, 40, kLight);
  const PixelBox box = page.Draw(30, 25, "7.50", 14);
  const kernels::GreyImage grey = page.Grey();
  const std::atomic<bool> cancel = true;
  FieldReader cancelled(*reader_, grey.view(), {std::nullopt, &cancel});
  const auto stopped = cancelled.Number({&box, 1}, Around(box));
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  FieldReader late(*reader_, grey.view(),
                   {std::chrono::steady_clock::now(), nullptr});
  const auto too_late = late.Text({&box, 1}, Around(box));
  ASSERT_FALSE(too_late.has_value());
  EXPECT_EQ(too_late.error().code, ErrorCode::kTimeout);
}

}  // namespace
}  // namespace rescan::timesheet::page
