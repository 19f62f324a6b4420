#include "index/text_embedder.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "hwy/highway.h"
#include "kernels/base/sha256.h"
#include "tests/support/random.h"
#include "tests/support/reference_text.h"

namespace rescan::index {
namespace {

using Texts = std::vector<std::string_view>;

std::vector<float> Embed(const TextEmbedder& embedder, std::string_view target,
                         const Texts& context = {}) {
  std::vector<float> vector(static_cast<std::size_t>(embedder.dimension()));
  const Status embedded = embedder.Embed(target, context, vector);
  EXPECT_TRUE(embedded.has_value()) << target;
  return vector;
}

double Dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a[i]) * b[i];
  }
  return sum;
}

TEST(TextEmbedderTest, ModelsHaveNames) {
  EXPECT_EQ(TextEmbedder::Create().value().model(), "text-ngrams-1-line-512");
  EXPECT_EQ(TextEmbedder::Create(TextUnit::kWord, 256).value().model(),
            "text-ngrams-1-word-256");
  TextEmbedderOptions options;
  options.context_share = 0.125;
  options.fold_confusions = false;
  const auto other = TextEmbedder::Create(options).value();
  EXPECT_EQ(other.model(), "text-ngrams-1-line-512-context0.125000-unfolded");
  EXPECT_EQ(other.calibration().model(), other.model());
}

TEST(TextEmbedderTest, OptionsOutOfRangeAreRefused) {
  for (const int dimension : {-1, 0, 63, 4097}) {
    const auto created = TextEmbedder::Create(TextUnit::kLine, dimension);
    ASSERT_FALSE(created.has_value()) << dimension;
    EXPECT_EQ(created.error().code, ErrorCode::kInvalidArgument);
  }
  for (const double share : {-0.1, 0.5, std::nan("")}) {
    TextEmbedderOptions options;
    options.context_share = share;
    ASSERT_FALSE(TextEmbedder::Create(options).has_value()) << share;
  }
}

TEST(TextEmbedderTest, VectorsHaveLengthOne) {
  for (const int dimension : {64, 256, 512, 1024, 4096}) {
    const auto embedder =
        TextEmbedder::Create(TextUnit::kLine, dimension).value();
    for (const std::string_view text :
         {"a", "TOTAL 12.50", "Thank you, please come again"}) {
      const auto vector = Embed(embedder, text);
      EXPECT_NEAR(Dot(vector, vector), 1, 1e-6) << text;
      const auto placed = Embed(embedder, text, {"one row", kEdge});
      EXPECT_NEAR(Dot(placed, placed), 1, 1e-6) << text;
    }
  }
}

TEST(TextEmbedderTest, NothingToCompareIsNoVector) {
  const auto embedder = TextEmbedder::Create().value();
  for (const std::string_view text :
       {"", " ", "---", "!?.,;:", "\xFF\xFE", "\n\t", "\xE2\x80\xA6"}) {
    std::vector<float> vector(512, 7);
    const Status status = embedder.Embed(text, Texts{"context"}, vector);
    ASSERT_FALSE(status.has_value()) << text;
    EXPECT_EQ(status.error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(vector, std::vector<float>(512, 7));
  }
}

// A single symbol has two runs, which meet in one place with opposite signs for
// one in 2 x dimension of them.
TEST(TextEmbedderTest, EverySingleSymbolHasAVector) {
  const auto embedder = TextEmbedder::Create(TextUnit::kLine, 64).value();
  for (std::uint32_t c = 0x4E00; c < 0x5200; ++c) {  // Chinese
    const char text[] = {static_cast<char>(0xE0 | c >> 12),
                         static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                         static_cast<char>(0x80 | (c & 0x3F))};
    const auto vector = Embed(embedder, {text, 3});
    ASSERT_NEAR(Dot(vector, vector), 1, 1e-6) << c;
  }
  for (char c = 'a'; c <= 'z'; ++c) {
    const auto vector = Embed(embedder, {&c, 1});
    ASSERT_NEAR(Dot(vector, vector), 1, 1e-6) << c;
  }
}

TEST(TextEmbedderTest, RoomOfTheWrongSizeIsRefused) {
  const auto embedder = TextEmbedder::Create().value();
  std::vector<float> vector(511);
  EXPECT_EQ(embedder.Embed("a", vector).error().code,
            ErrorCode::kInvalidArgument);
  vector.resize(512);
  EXPECT_FALSE(embedder.Embed("a", Texts(65, "b"), vector).has_value());
  EXPECT_TRUE(embedder.Embed("a", Texts(64, "b"), vector).has_value());
}

TEST(TextEmbedderTest, HostileTexts) {
  const auto embedder = TextEmbedder::Create().value();
  std::mt19937 rng(support::Seed(61));
  std::string bytes(1 << 20, 'x');
  for (char& c : bytes) c = static_cast<char>(support::Below(rng, 256));
  std::string emoji;
  while (emoji.size() < (1 << 20)) emoji += "\xF0\x9F\x8D\x95";
  for (const std::string& text :
       {bytes, emoji, std::string(1 << 20, 'a'),
        std::string("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D")}) {
    const auto vector = Embed(embedder, text, {text, text});
    EXPECT_NEAR(Dot(vector, vector), 1, 1e-6);
  }
  // A context with nothing in it is no context.
  EXPECT_EQ(Embed(embedder, "total", {"---", "\xFF"}),
            Embed(embedder, "total"));
}

TEST(TextEmbedderTest, ContextHasItsShare) {
  TextEmbedderOptions options;
  for (const double share : {0.0, 0.1, 0.3}) {
    options.context_share = share;
    options.dimension = 4096;  // few runs share a place
    const auto embedder = TextEmbedder::Create(options).value();
    const auto bare = Embed(embedder, "Nasi lemak ayam");
    const auto placed =
        Embed(embedder, "Nasi lemak ayam", {"2 x Teh tarik", "Subtotal"});
    EXPECT_NEAR(Dot(bare, placed), std::sqrt(1 - share), 0.03) << share;
  }
}

TEST(TextEmbedderTest, ContextTellsEqualLinesApart) {
  const auto embedder = TextEmbedder::Create().value();
  const auto query =
      Embed(embedder, "Qty 1", {"Nasi 1emak ayam", "Teh tarik ais"});
  const auto right =
      Embed(embedder, "Qty 1", {"Nasi lemak ayam", "Teh tarik ais"});
  const auto wrong = Embed(embedder, "Qty 1", {"Roti canai", "Kopi O"});
  EXPECT_GT(Dot(query, right), Dot(query, wrong) + 0.1);
  // The sides are one bag, and an edge counts.
  EXPECT_EQ(Embed(embedder, "a", {"b", "c"}), Embed(embedder, "a", {"c", "b"}));
  EXPECT_NE(Embed(embedder, "a", {"b", kEdge}), Embed(embedder, "a", {"b"}));
}

// The reference compares bags of runs themselves; hashing adds noise of about
// 1 / sqrt(dimension) at most.
TEST(TextEmbedderTest, CosinesAreThoseOfTheRuns) {
  const auto embedder = TextEmbedder::Create(TextUnit::kLine, 4096).value();
  std::mt19937 rng(support::Seed(62));
  const std::string alphabet = "TOTAL gst 0158 amount rn.";
  double error = 0;
  constexpr int kRounds = 400;
  for (int round = 0; round < kRounds; ++round) {
    std::string a;
    for (int i = 0; i < 24; ++i) {
      a += alphabet[support::Below(
          rng, static_cast<std::uint32_t>(alphabet.size()))];
    }
    std::string b = a;
    for (std::uint32_t n = support::Below(rng, 12); n > 0; --n) {
      b[support::Below(rng, 24)] = alphabet[support::Below(
          rng, static_cast<std::uint32_t>(alphabet.size()))];
    }
    const double expected =
        reference::Cosine(reference::GramsOf(a, reference::LengthWeight),
                          reference::GramsOf(b, reference::LengthWeight));
    const double cosine = Dot(Embed(embedder, a), Embed(embedder, b));
    ASSERT_NEAR(cosine, expected, 0.12) << a << " / " << b;
    error += (cosine - expected) * (cosine - expected);
  }
  EXPECT_LT(std::sqrt(error / kRounds), 1 / std::sqrt(4096.0));
}

TEST(TextEmbedderTest, ThreadsShareOneEmbedder) {
  const auto embedder = TextEmbedder::Create().value();
  const auto expected = Embed(embedder, "Total 12.50", {"a", kEdge});
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int& count : wrong) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        count += Embed(embedder, "Total 12.50", {"a", kEdge}) != expected;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

std::string HashOfVectors(TextUnit unit) {
  const Texts kTargets = {"a",
                          "TOTAL 12.50",
                          "Thank you, please come again!",
                          "modern 0O1lI5S8B",
                          "STRA\xC3\x9F"
                          "E caf\xC3\xA9",
                          "\xE4\xB8\xAD\xE6\x96\x87",
                          "\xF0\x9F\x8D\x95"};
  const auto embedder = TextEmbedder::Create(unit).value();
  Sha256 sha;
  for (const std::string_view target : kTargets) {
    for (const Texts& context :
         {Texts{}, Texts{kEdge, "GST 6% 0.75"}, Texts{"rn", "\xD7\xA9"}}) {
      for (const float value : Embed(embedder, target, context)) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        const std::uint8_t bytes[] = {static_cast<std::uint8_t>(bits),
                                      static_cast<std::uint8_t>(bits >> 8),
                                      static_cast<std::uint8_t>(bits >> 16),
                                      static_cast<std::uint8_t>(bits >> 24)};
        sha.Update(bytes);
      }
    }
  }
  return ToHex(sha.Finish());
}

// Persistent: vectors on disk were made by these. A change that alters them
// needs another version in the model's name. On every instruction set of this
// machine; lines and words have the same vectors today.
TEST(TextEmbedderTest, VectorsOfThisVersion) {
  constexpr std::string_view kGolden =
      "d22d0acbadcb83b0596b1fc13be951c5d5389440b71dabaae47e32cae031bd86";
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    for (const TextUnit unit : {TextUnit::kLine, TextUnit::kWord}) {
      EXPECT_EQ(HashOfVectors(unit), kGolden) << hwy::TargetName(target);
    }
  }
  hwy::SetSupportedTargetsForTest(0);
}

// What is typed is a percentage too: the text itself is the same, and two wrong
// letters leave it alike.
TEST(TextEmbedderTest, PercentagesOfABareText) {
  const auto embedder = TextEmbedder::Create().value();
  const MatchPolicy policy;
  const Texts kAround = {"2 x Nasi lemak 5.00", "Rounding 0.00"};
  const auto percent = [&](std::string_view typed, std::string_view line) {
    return embedder.bare_calibration().Percent(static_cast<float>(
        Dot(Embed(embedder, typed), Embed(embedder, line, kAround))));
  };
  const std::string_view line = "THANK YOU PLEASE COME AGAIN";
  EXPECT_EQ(policy.BandOf(percent("Thank you, please come again!", line)),
            MatchBand::kAutomatic);
  EXPECT_EQ(policy.BandOf(percent("thank xou please cume again", line)),
            MatchBand::kReview);
  EXPECT_EQ(policy.BandOf(percent("two teas and a coffee", line)),
            MatchBand::kNew);
}

TEST(TextEmbedderTest, PercentagesWithContext) {
  const auto embedder = TextEmbedder::Create().value();
  const MatchPolicy policy;
  const auto percent = [&](std::string_view a, std::string_view b,
                           const Texts& around) {
    return embedder.calibration().Percent(
        static_cast<float>(Dot(Embed(embedder, a, around),
                               Embed(embedder, b, {"TOTAL 12.50", kEdge}))));
  };
  const Texts kSame = {"TOTAL 12.50", kEdge};
  const Texts kMisread = {"T0TAL l2.50", kEdge};
  EXPECT_NEAR(percent("CASH 20.00", "CASH 20.00", kSame), 100, 1e-4);
  EXPECT_EQ(policy.BandOf(percent("CASH 2O.00", "CASH 20.00", kMisread)),
            MatchBand::kReview);
  EXPECT_EQ(policy.BandOf(percent("GST 6% 0.75", "CASH 20.00", kSame)),
            MatchBand::kNew);
}

}  // namespace
}  // namespace rescan::index
