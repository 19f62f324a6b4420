#include "engine/documents/timesheet/page/dots.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/engine/documents/timesheet/page/drawn_field.h"

namespace rescan::timesheet::page {
namespace {

TEST(Dots, EveryIAndJHasOneAndNoL) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"Ulric Wexlcroft", "Ulric Wexicroft"},
      {"Nella Wexldale", "Nella Wexidale"},
      {"Bjarni Kjeld", "Bjarni Kjeid"}};
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : {13.0, 15.0, 18.0}) {
      for (const auto& [right, wrong] : names) {
        SCOPED_TRACE(right + " " + std::to_string(size));
        DrawnPage page(300, 60, colors);
        const PixelBox box = page.Draw(20.4, 35, right, size, true);
        const kernels::GreyImage grey = page.Grey();
        const FieldPicture line = CutField(grey.view(), box, Around(box));
        EXPECT_TRUE(HasDots(line, right));
        EXPECT_FALSE(HasDots(line, wrong));
        EXPECT_TRUE(HasDots(line, "Anna"));
      }
    }
  }
}

// Letters of equal width over the box: as rough as a reader's.
std::vector<Word> WordsOver(const PixelBox& box, const std::string& text) {
  std::vector<Word> words(1);
  const double width = box.width / static_cast<double>(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') {
      words.emplace_back();
      continue;
    }
    Letter letter;
    letter.text = text.substr(i, 1);
    letter.box = {box.left + static_cast<int>(width * static_cast<double>(i)),
                  box.top, static_cast<int>(width), box.height};
    words.back().letters.push_back(letter);
  }
  return words;
}

TEST(Dots, AnIWithoutOneIsAnL) {
  for (const Colors& colors : {kLight, kDark}) {
    for (const double size : {13.0, 18.0}) {
      const auto mended = [&](const std::string& drawn,
                              const std::string& read) {
        DrawnPage page(300, 60, colors);
        const PixelBox box = page.Draw(20.4, 35, drawn, size, true);
        const kernels::GreyImage grey = page.Grey();
        const FieldPicture line = CutField(grey.view(), box, Around(box));
        return WithLForNoDot(line, read, WordsOver(box, read));
      };
      EXPECT_EQ(mended("Ulric Wexlmere", "Ulric Weximere"), "Ulric Wexlmere");
      EXPECT_EQ(mended("Perdan Wexlcombe", "Perdan Wexicombe"),
                "Perdan Wexlcombe");
      EXPECT_EQ(mended("Nella Marsh", "Niiia Marsh"), std::nullopt)
          << "more than one";
      // In front of a word it may be an I as well, and a j is no l.
      EXPECT_EQ(mended("Anna Ivor", "Anna ivor"), std::nullopt);
      EXPECT_EQ(mended("Anna Maly", "Anna Majy"), std::nullopt);
      // Other words than the text.
      DrawnPage page(300, 60, colors);
      const PixelBox box = page.Draw(20.4, 35, "Ana Wexl", size, true);
      const kernels::GreyImage grey = page.Grey();
      EXPECT_EQ(WithLForNoDot(CutField(grey.view(), box, Around(box)),
                              "Ana Wexi", WordsOver(box, "Ana Wexil")),
                std::nullopt);
    }
  }
}

}  // namespace
}  // namespace rescan::timesheet::page
