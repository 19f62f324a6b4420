#include "bench/reading/folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/support/random.h"
#include "tests/support/subprocess.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;
using rescan::testing::TemporaryFolder;
using rescan::testing::WriteFileBytes;
using support::Below;

constexpr const char* kPageTsv =
    "4\t1\t1\t1\t1\t0\t0\t0\t100\t20\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t0\t0\t100\t20\t90\tTotal\n";

TEST(FolderTest, ScoresEveryPageOfTheTruth) {
  const TemporaryFolder truth, tsv;
  WriteFileBytes(truth / "b.csv", "0,0,100,0,100,20,0,20,Total\n");
  WriteFileBytes(truth / "a.truth.json",
                 R"({"class":"PHOTO","lines":[{"text":"Sum",
                     "words":[{"text":"Sum","box":[0,0,9,9]}]}]})");
  WriteFileBytes(truth / "a.json", "not looked at");
  fs::create_directory(tsv / "deep");
  WriteFileBytes(tsv / "deep/b.jpg.tsv", kPageTsv);
  WriteFileBytes(tsv / "c.jpg.tsv", kPageTsv);

  const auto pages = LoadTruth(truth.path());
  ASSERT_TRUE(pages.has_value()) << pages.error().message;
  ASSERT_EQ(2u, pages->size());
  EXPECT_EQ("PHOTO", (*pages)[0].kind);
  const auto score = ScoreFolder(*pages, tsv.path());
  ASSERT_TRUE(score.has_value()) << score.error().message;
  EXPECT_EQ("n=2 missing=1 F1n=0.667 F1=0.667 CER=0.375 WER=0.500 bCER=0.375",
            Figures(*score));
  ASSERT_EQ(2u, score->each.size());
  EXPECT_EQ("a", score->each[0].first);
  EXPECT_EQ(0u, score->each[1].second.text.errors);
}

TEST(FolderTest, FaultsNameTheFile) {
  const TemporaryFolder truth, tsv;
  EXPECT_EQ(ErrorCode::kNotFound, LoadTruth(truth.path()).error().code);
  EXPECT_EQ(ErrorCode::kNotFound, LoadTruth(truth / "none").error().code);
  WriteFileBytes(truth / "a.truth.json", "{");
  const auto broken = LoadTruth(truth.path());
  ASSERT_FALSE(broken.has_value());
  EXPECT_NE(std::string::npos, broken.error().message.find("a.truth.json"));

  WriteFileBytes(tsv / "a.tsv", "5\t1\t1\t1\t1\t1\tx\t0\t1\t2\t90\tTotal\n");
  const auto score = ScoreFolder({{"a", "", {}, {}}}, tsv.path());
  ASSERT_FALSE(score.has_value());
  EXPECT_EQ(ErrorCode::kCorruption, score.error().code);
  EXPECT_NE(std::string::npos, score.error().message.find("a.tsv"));
}

// Pages full of what the two programs might treat differently.
class HostilePages {
 public:
  explicit HostilePages(std::uint32_t seed) : rng_(seed) {}

  std::string Csv(int boxes) {
    std::string csv;
    for (int i = 0; i < boxes; ++i) {
      const int x = Number(900), y = Number(300);
      const int right = x + Number(200), bottom = y + Number(40);
      for (const int value : {x, y, right, y, right, bottom, x, bottom}) {
        csv += std::to_string(value) + ",";
      }
      csv += Text() + (Below(rng_, 3) == 0 ? "\r\n" : "\n");
      if (Below(rng_, 9) == 0) csv += "1,2,3,short\n";
    }
    return csv;
  }

  std::string Tsv(int rows) {
    std::string tsv = "level\tpage_num\n";
    for (int i = 0; i < rows; ++i) {
      const bool line = Below(rng_, 4) == 0;
      tsv += line ? "4" : "5";
      tsv += "\t1\t1\t1\t1\t1";
      for (const int bound : {900, 300, 200, 40}) {
        tsv += '\t';
        tsv += std::to_string(Number(bound));
      }
      tsv += "\t90\t";
      if (!line) tsv += Text();
      tsv += '\n';
    }
    return tsv;
  }

 private:
  int Number(int bound) {
    return static_cast<int>(Below(rng_, static_cast<std::uint32_t>(bound)));
  }

  std::string Text() {
    const std::vector<std::string> kParts = {
        "total",  "TOTAL",    "10.00",  " ",      "  ",       ",",
        "a",      "b",        "C1",     "\u00a0", "\u3000",   "\u2014",
        "\u201c", "`",        "\uff21", "\uff5f", "\u00e9",   "\U0001F600",
        "\xff",   "\xe2\x82", "\x1c",   "-",      "\xf0\x9f", "\u2003"};
    std::string text;
    for (int parts = Number(6); parts > 0; --parts) {
      text += kParts[Below(rng_, static_cast<std::uint32_t>(kParts.size()))];
    }
    return text;
  }

  std::mt19937 rng_;
};

// The figures the project is judged by: every page's, to the last digit.
TEST(FolderTest, AgreesWithTheReferenceScorer) {
  const std::string scorer =
      std::string(RESCAN_SOURCE_DIR) + "/../shared/score/score.py";
  if (!fs::exists(scorer)) GTEST_SKIP() << scorer << " is absent";
  rescan::testing::SubprocessOptions call;
  call.program = "/usr/bin/env";
  call.args = {"python3", "--version"};
  const auto version = rescan::testing::RunProcess(call);
  if (version.exit_code != 0) GTEST_SKIP() << "python3 is absent";

  const TemporaryFolder truth, tsv;
  HostilePages pages(support::Seed(33));
  for (int i = 0; i < 40; ++i) {
    const std::string stem = "page" + std::to_string(100 + i);
    WriteFileBytes(truth / (stem + ".csv"), pages.Csv(i % 13));
    if (i % 11 != 3) {
      WriteFileBytes(tsv / (stem + ".jpg.tsv"), pages.Tsv(i % 17 * 3));
    }
  }
  const auto loaded = LoadTruth(truth.path());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  const auto score = ScoreFolder(*loaded, tsv.path());
  ASSERT_TRUE(score.has_value()) << score.error().message;
  std::string ours;
  for (const auto& [stem, page] : score->each) {
    ours += stem + " " + Figures(page) + "\n";
  }
  ours += Figures(*score) + "\n";
  call.args = {"python3", scorer, tsv.path(), truth.path(), "--per-image"};
  const auto theirs = rescan::testing::RunProcess(call);
  ASSERT_EQ(0, theirs.exit_code) << theirs.err;
  EXPECT_EQ(theirs.out, ours);
}

}  // namespace
}  // namespace rescan::bench
