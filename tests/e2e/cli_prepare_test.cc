// Words of prepared pages (cropped, levelled, scaled), through the program:
// each lies on its word in the original image.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/e2e/program_fixture.h"
#include "tools/samples/sample.h"

namespace rescan::testing {
namespace {

using samples::DrawSample;
using samples::Page;
using samples::PixelBox;
using samples::SampleClass;
using samples::SampleSpec;
using samples::Truth;
using samples::TruthWord;

struct ReadWord {
  std::string text;
  PixelBox box;
  friend bool operator==(const ReadWord&, const ReadWord&) = default;
};

// Area of both over area of either.
double Overlap(const PixelBox& a, const PixelBox& b) {
  const int width =
      std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
  const int height =
      std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const double both = double{1} * width * height;
  return both / (double{1} * a.width * a.height +
                 double{1} * b.width * b.height - both);
}

// Words of level 5 that have text.
std::vector<ReadWord> TsvWords(const std::string& tsv) {
  std::vector<ReadWord> words;
  std::istringstream rows(tsv);
  for (std::string row; std::getline(rows, row);) {
    std::vector<std::string> cells;
    std::istringstream stream(row);
    for (std::string cell; std::getline(stream, cell, '\t');) {
      cells.push_back(cell);
    }
    if (cells.size() != 12 || cells[0] != "5" || cells[11] == " ") continue;
    words.push_back({cells[11],
                     {std::stoi(cells[6]), std::stoi(cells[7]),
                      std::stoi(cells[8]), std::stoi(cells[9])}});
  }
  return words;
}

// Boxes of JSON lines are shares of the page, from its lower left corner.
std::vector<ReadWord> JsonlWords(const std::string& jsonl) {
  std::vector<ReadWord> words;
  double width = 0, height = 0;
  for (const auto& object : JsonLines(jsonl)) {
    if (object["type"] == "image") {
      width = object["width"];
      height = object["height"];
    }
    if (object["type"] != "line") continue;
    for (const auto& word : object["words"]) {
      const auto& box = word["bounding_box"];
      const double x = box["x"], y = box["y"], w = box["width"],
                   h = box["height"];
      const auto pixels = [](double share, double side) {
        return static_cast<int>(std::lround(share * side));
      };
      words.push_back({word["text"],
                       {pixels(x, width), pixels(1 - y - h, height),
                        pixels(w, width), pixels(h, height)}});
    }
  }
  return words;
}

struct Placement {
  int truth_words = 0;
  int matched = 0;               // read with the same text, at that place
  std::vector<double> overlaps;  // of the matched

  // REQUIRES: something was matched.
  [[nodiscard]] double Quantile(double share) {
    std::ranges::sort(overlaps);
    return overlaps[static_cast<std::size_t>(
        share * static_cast<double>(overlaps.size() - 1))];
  }
};

void Place(const Truth& truth, const std::vector<ReadWord>& words,
           Placement& placement) {
  for (const auto& line : truth.lines) {
    for (const TruthWord& expected : line.words) {
      ++placement.truth_words;
      double best = 0;
      for (const ReadWord& word : words) {
        if (word.text != expected.text) continue;
        best = std::max(best, Overlap(expected.box, word.box));
      }
      // The same word may stand elsewhere on the page: that is no match.
      if (best == 0) continue;
      ++placement.matched;
      placement.overlaps.push_back(best);
    }
  }
}

// How far the page's longest word is from level.
double SkewDegrees(const Truth& truth) {
  double length = 0, degrees = 0;
  for (const auto& line : truth.lines) {
    for (const TruthWord& word : line.words) {
      const double x = word.quad[1].x - word.quad[0].x;
      const double y = word.quad[1].y - word.quad[0].y;
      if (std::hypot(x, y) <= length) continue;
      length = std::hypot(x, y);
      degrees = std::abs(std::atan2(y, x)) * 180 / std::acos(-1.0);
    }
  }
  return degrees;
}

class CliPrepareTest : public ProgramTest {
 protected:
  // Draws `specs`, with letters large enough that a pixel at an edge is little
  // of a word, and reads them in `form` with the default version.
  Placement PlacementOf(const std::vector<SampleSpec>& specs,
                        const std::string& form) {
    std::map<std::string, Truth> truths;
    for (const SampleSpec& spec : specs) {
      auto sample = DrawSample(spec);
      EXPECT_TRUE(sample.has_value());
      if (!sample) return {};
      const std::string name = "page" + std::to_string(truths.size());
      EXPECT_TRUE(samples::WriteSample(*sample, input_, name).has_value());
      largest_skew_ = std::max(largest_skew_, SkewDegrees(sample->truth));
      truths[sample->truth.image] = sample->truth;
    }
    const std::string texts = folder_ / "texts";
    const ProcessResult result =
        Run({"ocr", input_, "--format", form, "--output", texts});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    Placement placement;
    for (const auto& [image, truth] : truths) {
      const std::string text = ReadFileBytes(texts + "/" + image + "." + form);
      Place(truth, form == "tsv" ? TsvWords(text) : JsonlWords(text),
            placement);
    }
    return placement;
  }

  // Degrees that the profile's deskew has to undo.
  double largest_skew_ = 0;
};

SampleSpec Spec(SampleClass sample_class, Page page, std::uint64_t seed) {
  SampleSpec spec;
  spec.sample_class = sample_class;
  spec.page = page;
  spec.seed = seed;
  return spec;
}

std::vector<SampleSpec> Scans() {
  std::vector<SampleSpec> specs = {
      Spec(SampleClass::kScan, Page::kReceipt, 501),
      Spec(SampleClass::kScan, Page::kReceipt, 502),
      Spec(SampleClass::kScan, Page::kForm, 503)};
  for (SampleSpec& spec : specs) spec.dpi = 300;
  return specs;
}

TEST_F(CliPrepareTest, WordsOfScansLieOnTheOriginals) {
  for (const std::string form : {"tsv", "jsonl"}) {
    SCOPED_TRACE(form);
    Placement placement = PlacementOf(Scans(), form);
    EXPECT_GT(largest_skew_, 0.3);
    ASSERT_GE(placement.truth_words, 200);
    EXPECT_GE(placement.matched, placement.truth_words * 9 / 10);
    EXPECT_GE(placement.Quantile(0.5), 0.9);
    EXPECT_GE(placement.Quantile(0.1), 0.75);
  }
}

TEST_F(CliPrepareTest, WordsOfPhotosLieOnTheOriginals) {
  std::vector<SampleSpec> specs = {
      Spec(SampleClass::kPhoto, Page::kReceipt, 511),
      Spec(SampleClass::kPhoto, Page::kReceipt, 512),
      Spec(SampleClass::kPhoto, Page::kForm, 513)};
  for (SampleSpec& spec : specs) spec.size = {.width = 2100, .height = 2800};
  Placement placement = PlacementOf(specs, "tsv");
  EXPECT_GT(largest_skew_, 0.3);
  ASSERT_GE(placement.truth_words, 200);
  EXPECT_GE(placement.matched, placement.truth_words * 3 / 4);
  EXPECT_GE(placement.Quantile(0.5), 0.9);
}

TEST_F(CliPrepareTest, WordsOfScreensLieOnTheOriginals) {
  std::vector<SampleSpec> specs = {
      Spec(SampleClass::kNative, Page::kTable, 521),
      Spec(SampleClass::kNative, Page::kSettings, 522),
      Spec(SampleClass::kNative, Page::kMail, 523)};
  for (std::size_t i = 0; i < specs.size(); ++i) {
    specs[i].size = {.width = 1170, .height = 2532};
    specs[i].dark = i % 2 == 0;
  }
  Placement placement = PlacementOf(specs, "tsv");
  ASSERT_GE(placement.truth_words, 100);
  EXPECT_GE(placement.matched, placement.truth_words * 3 / 4);
  EXPECT_GE(placement.Quantile(0.5), 0.9);
  EXPECT_GE(placement.Quantile(0.1), 0.75);
}

}  // namespace
}  // namespace rescan::testing
