// Every kind of sample: its truth holds against its pixels, the same
// specification gives the same bytes, and bad specifications are refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/subprocess.h"
#include "tools/samples/sample.h"

namespace rescan::samples {
namespace {

struct DrawCase {
  std::string name;
  SampleSpec spec;
};

void PrintTo(const DrawCase& c, std::ostream* out) { *out << c.name; }

DrawCase ScreenCase(Page page, bool dark, PixelSize size) {
  SampleSpec spec;
  spec.seed = 40 + static_cast<std::uint64_t>(page);
  spec.page = page;
  spec.dark = dark;
  spec.size = size;
  return {std::string(PageName(page)) + (dark ? "Dark" : "Light") +
              std::to_string(size.width),
          spec};
}

DrawCase PaperCase(SampleClass sample_class, Page page) {
  SampleSpec spec;
  spec.sample_class = sample_class;
  spec.seed = 60 + static_cast<std::uint64_t>(page);
  spec.format = ImageFormat::kPng;
  spec.page = page;
  if (sample_class == SampleClass::kScan) spec.dpi = 100;
  if (sample_class == SampleClass::kPhoto) spec.size = PixelSize{700, 900};
  return {std::string(ClassName(sample_class)) + std::string(PageName(page)),
          spec};
}

std::vector<DrawCase> AllCases() {
  constexpr std::array kScreens = {
      Page::kTable, Page::kList,    Page::kSettings, Page::kMail,
      Page::kChat,  Page::kBrowser, Page::kTerminal, Page::kNumbers};
  constexpr std::array kPapers = {Page::kLetter, Page::kInvoice, Page::kReceipt,
                                  Page::kForm};
  std::vector<DrawCase> cases;
  for (const Page page : kScreens) {
    for (const bool dark : {false, true}) {
      cases.push_back(ScreenCase(page, dark, {1366, 768}));
      cases.push_back(ScreenCase(page, dark, {585, 1266}));
    }
  }
  DrawCase fine = ScreenCase(Page::kMail, true, {1366, 768});
  fine.name += "Subpixel";
  fine.spec.subpixel = true;
  cases.push_back(fine);
  for (const Page page : kPapers) {
    cases.push_back(PaperCase(SampleClass::kScan, page));
    cases.push_back(PaperCase(SampleClass::kPhoto, page));
  }
  for (const SampleClass sample_class :
       {SampleClass::kNative, SampleClass::kScan, SampleClass::kPhoto}) {
    SampleSpec spec;
    spec.sample_class = sample_class;
    spec.small = true;
    spec.format = ImageFormat::kPng;
    cases.push_back({"small" + std::string(ClassName(sample_class)), spec});
  }
  return cases;
}

Sample Draw(const SampleSpec& spec) {
  auto sample = DrawSample(spec);
  EXPECT_TRUE(sample.has_value()) << sample.error().message;
  return std::move(*sample);
}

// True where the two rasters differ in any channel.
std::vector<bool> Difference(const Raster& a, const Raster& b) {
  std::vector<bool> differs(a.bgr.size() / 3);
  for (std::size_t i = 0; i < a.bgr.size(); ++i) {
    if (a.bgr[i] != b.bgr[i]) differs[i / 3] = true;
  }
  return differs;
}

// True if one edge of `a` has all of `b` on its outer side.
bool Apart(const Quad& a, const Quad& b) {
  constexpr double kRounding = 0.03;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Point& from = a[i];
    const Point& to = a[(i + 1) % a.size()];
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double length = std::hypot(dx, dy);
    const bool outside = std::all_of(b.begin(), b.end(), [&](const Point& p) {
      // Corners go clockwise on the screen, so inside is positive.
      return (dx * (p.y - from.y) - dy * (p.x - from.x)) / length <= kRounding;
    });
    if (outside) return true;
  }
  return false;
}

class SamplesDraw : public ::testing::TestWithParam<DrawCase> {
 protected:
  void CheckHasEnoughTextAllInsideTheImage() const;
  void CheckLinesAreTheirWords() const;
  void CheckEveryBoxIsFullOfInk() const;
  void CheckNoInkOutsideTheBoxes() const;
  void CheckWordsDoNotOverlap() const;

  [[nodiscard]] bool Ink(int x, int y) const {
    return ink_[static_cast<std::size_t>(y) *
                    static_cast<std::size_t>(sample_.truth.width) +
                static_cast<std::size_t>(x)];
  }

  [[nodiscard]] std::vector<TruthWord> Words() const {
    std::vector<TruthWord> words;
    for (const TruthLine& line : sample_.truth.lines) {
      words.insert(words.end(), line.words.begin(), line.words.end());
    }
    return words;
  }

  Sample sample_;
  std::vector<bool> ink_;  // the text's pixels, and only those
};

void SamplesDraw::CheckHasEnoughTextAllInsideTheImage() const {
  const Truth& truth = sample_.truth;
  EXPECT_GE(truth.lines.size(), GetParam().spec.small ? 3U : 5U);
  for (const TruthWord& word : Words()) {
    EXPECT_GT(word.box.width, 0) << word.text;
    EXPECT_GT(word.box.height, 0) << word.text;
    EXPECT_GE(word.box.left, 0) << word.text;
    EXPECT_GE(word.box.top, 0) << word.text;
    EXPECT_LE(word.box.left + word.box.width, truth.width) << word.text;
    EXPECT_LE(word.box.top + word.box.height, truth.height) << word.text;
  }
}

void SamplesDraw::CheckLinesAreTheirWords() const {
  for (const TruthLine& line : sample_.truth.lines) {
    std::string joined;
    for (const TruthWord& word : line.words) {
      EXPECT_EQ(word.text.find(' '), std::string::npos);
      EXPECT_FALSE(word.text.empty());
      joined += (joined.empty() ? "" : " ") + word.text;
    }
    EXPECT_EQ(line.text, joined);
  }
}

// Every word has ink in its box, and from its left to its right quarter.
void SamplesDraw::CheckEveryBoxIsFullOfInk() const {
  for (const TruthWord& word : Words()) {
    const PixelBox& box = word.box;
    std::array<int, 4> quarters{};
    for (int y = box.top; y < box.top + box.height; ++y) {
      for (int x = box.left; x < box.left + box.width; ++x) {
        const int quarter = (x - box.left) * 4 / box.width;
        quarters[static_cast<std::size_t>(quarter)] += Ink(x, y) ? 1 : 0;
      }
    }
    EXPECT_GT(quarters[0] + quarters[1], 0) << word.text;
    EXPECT_GT(quarters[2] + quarters[3], 0) << word.text;
  }
}

// No ink but in the boxes, widened by what blur and resampling spread.
void SamplesDraw::CheckNoInkOutsideTheBoxes() const {
  const Truth& truth = sample_.truth;
  const int spread = truth.sample_class == SampleClass::kNative ? 0 : 5;
  std::vector<bool> rest = ink_;
  for (const TruthWord& word : Words()) {
    const int left = std::max(0, word.box.left - spread);
    const int top = std::max(0, word.box.top - spread);
    const int right =
        std::min(truth.width, word.box.left + word.box.width + spread);
    const int bottom =
        std::min(truth.height, word.box.top + word.box.height + spread);
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x) {
        rest[static_cast<std::size_t>(y) *
                 static_cast<std::size_t>(truth.width) +
             static_cast<std::size_t>(x)] = false;
      }
    }
  }
  EXPECT_EQ(std::count(rest.begin(), rest.end(), true), 0);
}

// Nothing is drawn over something else: before distortion no two boxes share a
// pixel, and a mapping keeps them apart (corners are rounded to 0.01).
void SamplesDraw::CheckWordsDoNotOverlap() const {
  const std::vector<TruthWord> words = Words();
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_TRUE(Apart(words[i].quad, words[j].quad) ||
                  Apart(words[j].quad, words[i].quad))
          << words[i].text << " and " << words[j].text;
    }
  }
}

TEST_P(SamplesDraw, TruthHolds) {
  SampleSpec spec = GetParam().spec;
  sample_ = Draw(spec);
  spec.paint_text = false;
  const Sample blank = Draw(spec);
  EXPECT_EQ(sample_.truth, blank.truth);
  const auto with = Decode(sample_.bytes);
  const auto without = Decode(blank.bytes);
  ASSERT_TRUE(with.has_value() && without.has_value());
  ASSERT_EQ(with->width, sample_.truth.width);
  ASSERT_EQ(with->height, sample_.truth.height);
  ink_ = Difference(*with, *without);
  CheckHasEnoughTextAllInsideTheImage();
  CheckLinesAreTheirWords();
  CheckEveryBoxIsFullOfInk();
  CheckNoInkOutsideTheBoxes();
  CheckWordsDoNotOverlap();
}

TEST_P(SamplesDraw, TheSeedDecides) {
  SampleSpec spec = GetParam().spec;
  const Sample first = Draw(spec);
  const Sample again = Draw(spec);
  spec.seed += 1;
  const Sample other = Draw(spec);
  EXPECT_EQ(again.bytes, first.bytes);
  EXPECT_EQ(again.truth, first.truth);
  EXPECT_NE(other.bytes, first.bytes);
  EXPECT_NE(PlainText(other.truth), PlainText(first.truth));
}

INSTANTIATE_TEST_SUITE_P(All, SamplesDraw, ::testing::ValuesIn(AllCases()),
                         [](const auto& test) { return test.param.name; });

// ---- over many seeds

std::vector<SampleSpec> ManySmall(int count) {
  std::vector<SampleSpec> specs;
  for (int i = 0; i < count; ++i) {
    SampleSpec spec;
    spec.sample_class = static_cast<SampleClass>(i % 3);
    spec.seed = static_cast<std::uint64_t>(i) + 1000;
    spec.small = true;
    specs.push_back(spec);
  }
  return specs;
}

TEST(SamplesSmall, AreSmallAndDiffer) {
  std::set<std::string> seen;
  std::set<std::string> texts;
  for (const SampleSpec& spec : ManySmall(150)) {
    const Sample sample = Draw(spec);
    EXPECT_LE(sample.truth.width, 500);
    EXPECT_LE(sample.truth.height, 300);
    EXPECT_GE(sample.truth.lines.size(), 3U) << "seed " << spec.seed;
    EXPECT_LE(sample.truth.lines.size(), 8U) << "seed " << spec.seed;
    for (const TruthLine& line : sample.truth.lines) {
      for (const TruthWord& word : line.words) {
        EXPECT_GE(word.box.left, 0);
        EXPECT_LE(word.box.left + word.box.width, sample.truth.width);
        EXPECT_GE(word.box.top, 0);
        EXPECT_LE(word.box.top + word.box.height, sample.truth.height);
      }
    }
    seen.insert(sample.bytes);
    texts.insert(PlainText(sample.truth));
  }
  EXPECT_EQ(seen.size(), 150U);
  EXPECT_EQ(texts.size(), 150U);
}

TEST(SamplesSmall, OrderAndThreadsDoNotMatter) {
  const std::vector<SampleSpec> specs = ManySmall(24);
  std::vector<std::string> forward(specs.size());
  std::vector<std::string> backward(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i) {
    forward[i] = Draw(specs[i]).bytes;
  }
  std::thread other([&] {
    for (std::size_t i = specs.size(); i-- > 0;) {
      backward[i] = Draw(specs[i]).bytes;
    }
  });
  for (std::size_t i = 0; i < specs.size(); ++i) {
    EXPECT_EQ(Draw(specs[i]).bytes, forward[i]) << i;
  }
  other.join();
  EXPECT_EQ(forward, backward);
}

TEST(SamplesNormal, OpenChoicesSuitTheirClass) {
  std::set<std::string> pages;
  std::set<std::string> themes;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SampleSpec spec;
    spec.seed = seed;
    const Sample sample = Draw(spec);
    EXPECT_EQ(sample.format, ImageFormat::kPng);
    EXPECT_EQ(sample.truth.sample_class, SampleClass::kNative);
    pages.insert(sample.truth.page);
    themes.insert(sample.truth.theme);
  }
  EXPECT_EQ(pages.size(), 7U);
  EXPECT_EQ(themes, (std::set<std::string>{"dark", "light"}));
}

// What the documented rule for screens wants of the text's margins.
TEST(SamplesNormal, ATerminalReachesAllFourEdges) {
  for (const PixelSize size :
       {PixelSize{1366, 768}, PixelSize{1920, 1080}, PixelSize{1170, 2532}}) {
    SampleSpec spec;
    spec.page = Page::kTerminal;
    spec.size = size;
    const Sample sample = Draw(spec);
    double left = 1;
    double top = 1;
    double right = 1;
    double bottom = 1;
    for (const TruthLine& line : sample.truth.lines) {
      for (const TruthWord& word : line.words) {
        const PixelBox& box = word.box;
        left = std::min(left, 1.0 * box.left / size.width);
        top = std::min(top, 1.0 * box.top / size.height);
        right = std::min(right, 1 - 1.0 * (box.left + box.width) / size.width);
        bottom =
            std::min(bottom, 1 - 1.0 * (box.top + box.height) / size.height);
      }
    }
    EXPECT_LT(left, 0.01) << size.width;
    EXPECT_LT(top, 0.01) << size.width;
    EXPECT_LT(right, 0.01) << size.width;
    EXPECT_LT(bottom, 0.01) << size.width;
  }
}

// ---- refused

struct BadCase {
  const char* name;
  SampleSpec spec;
};

void PrintTo(const BadCase& c, std::ostream* out) { *out << c.name; }

std::vector<BadCase> BadCases() {
  const auto with = [](auto change) {
    SampleSpec spec;
    change(spec);
    return spec;
  };
  const auto scan = SampleClass::kScan;
  const auto photo = SampleClass::kPhoto;
  return {
      {"PaperOnScreen", with([](auto& s) { s.page = Page::kLetter; })},
      {"ScreenOnPaper", with([&](auto& s) {
         s.sample_class = scan;
         s.page = Page::kChat;
       })},
      {"NoteNotSmall", with([](auto& s) { s.page = Page::kNote; })},
      {"SmallWithPage", with([](auto& s) {
         s.small = true;
         s.page = Page::kTable;
       })},
      {"SmallWithSize", with([](auto& s) {
         s.small = true;
         s.size = PixelSize{800, 600};
       })},
      {"SmallWithDpi", with([&](auto& s) {
         s.sample_class = scan;
         s.small = true;
         s.dpi = 150;
       })},
      {"DarkPaper", with([&](auto& s) {
         s.sample_class = photo;
         s.dark = true;
       })},
      {"SubpixelPaper", with([](auto& s) {
         s.sample_class = scan;
         s.subpixel = true;
       })},
      {"ScanWithSize", with([&](auto& s) {
         s.sample_class = scan;
         s.size = PixelSize{800, 600};
       })},
      {"ScreenWithDpi", with([](auto& s) { s.dpi = 150; })},
      {"ZeroSize", with([](auto& s) {
         s.size = PixelSize{0, 0};
       })},
      {"NegativeSize", with([](auto& s) {
         s.size = PixelSize{-5, 768};
       })},
      {"HugeSize", with([](auto& s) {
         s.size = PixelSize{1366, 100000};
       })},
      {"ZeroDpi", with([&](auto& s) {
         s.sample_class = scan;
         s.dpi = 0;
       })},
      {"HugeDpi", with([&](auto& s) {
         s.sample_class = scan;
         s.dpi = 100000;
       })},
  };
}

class SamplesRefused : public ::testing::TestWithParam<BadCase> {};

TEST_P(SamplesRefused, IsAnInvalidArgument) {
  const auto sample = DrawSample(GetParam().spec);
  ASSERT_FALSE(sample.has_value());
  EXPECT_EQ(sample.error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(sample.error().message.empty());
}

INSTANTIATE_TEST_SUITE_P(All, SamplesRefused, ::testing::ValuesIn(BadCases()),
                         [](const auto& test) { return test.param.name; });

// ---- written

TEST(SamplesWrite, WritesImageAndTruth) {
  const rescan::testing::TemporaryFolder folder;
  SampleSpec spec;
  spec.sample_class = SampleClass::kPhoto;
  spec.small = true;
  Sample sample = Draw(spec);
  const Status written = WriteSample(sample, folder.path(), "one");
  ASSERT_TRUE(written.has_value()) << written.error().message;
  EXPECT_EQ(sample.truth.image, "one.jpg");
  EXPECT_EQ(rescan::testing::ReadFileBytes(folder / "one.jpg"), sample.bytes);
  const auto truth =
      TruthFromJson(rescan::testing::ReadFileBytes(folder / "one.truth.json"));
  ASSERT_TRUE(truth.has_value()) << truth.error().message;
  EXPECT_EQ(*truth, sample.truth);
}

TEST(SamplesWrite, RefusesNamesThatLeaveTheFolder) {
  Sample sample;
  for (const char* name : {"", "../x", "a/b", "/x"}) {
    const Status written = WriteSample(sample, "/tmp", name);
    ASSERT_FALSE(written.has_value()) << name;
    EXPECT_EQ(written.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(SamplesWrite, AMissingFolderIsAnError) {
  Sample sample;
  const rescan::testing::TemporaryFolder folder;
  const Status written = WriteSample(sample, folder / "missing", "one");
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace rescan::samples
