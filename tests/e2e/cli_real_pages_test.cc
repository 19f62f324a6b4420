// Real pages, which are no part of the source tree.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/reading/folder.h"
#include "tests/e2e/program_fixture.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReceipts = 6;

class CliRealPagesTest : public ProgramTest {
 protected:
  // Words of `truth` found among those that `version` reads.
  std::size_t CorrectWords(const std::vector<bench::TruthPage>& truth,
                           const std::string& version) {
    const std::string texts = folder_ / version;
    const ProcessResult result = Run({"ocr", input_, "--ocr-version", version,
                                      "--format", "tsv", "--output", texts});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto score = bench::ScoreFolder(truth, texts);
    EXPECT_TRUE(score.has_value());
    if (!score) return 0;
    EXPECT_EQ(score->missing, 0);
    return score->total.bare_words.both;
  }
};

// The first by name, so that none was picked.
TEST_F(CliRealPagesTest, PreparedReceiptsReadBetterThanPlain) {
  const fs::path data = fs::path(RESCAN_SOURCE_DIR) / "../shared/data/receipts";
  if (!fs::exists(data / "box") || !fs::exists(data / "img")) {
    GTEST_SKIP() << "no receipts at " << data;
  }
  auto truth = bench::LoadTruth(data / "box");
  ASSERT_TRUE(truth.has_value()) << truth.error().message;
  ASSERT_GE(truth->size(), kReceipts);
  truth->resize(kReceipts);
  for (const bench::TruthPage& page : *truth) {
    const std::string name = page.stem + ".jpg";
    Input(name, ReadFileBytes(data / "img" / name));
  }
  const std::size_t plain = CorrectWords(*truth, "tesseract-plain");
  const std::size_t fast = CorrectWords(*truth, "tesseract-fast");
  EXPECT_GT(plain, 100u);
  EXPECT_GT(fast, plain);
}

}  // namespace
}  // namespace rescan::testing
