#include "bench/text_embedding/entries.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace rescan::bench {
namespace {

Entry At(std::size_t page, PixelBox box) {
  Entry entry;
  entry.page = page;
  entry.box = box;
  return entry;
}

TEST(EntriesTest, Keys) {
  EXPECT_EQ(KeyOf("Total: 12.50"), "TOTAL1250");
  EXPECT_EQ(KeyOf("---"), "---");
  EXPECT_EQ(KeyOf(""), "");
}

TEST(EntriesTest, AnEntryLiesWhereMostOfItIs) {
  const std::vector<Entry> truth = {
      At(0, {0, 0, 100, 20}), At(0, {0, 20, 100, 20}), At(1, {0, 0, 100, 20})};
  const std::vector<Entry> read = {
      At(0, {0, 5, 50, 20}),    // 15 of 20 rows on the first
      At(0, {0, 15, 50, 20}),   // 5 on the first
      At(1, {10, 0, 50, 20}),   // of its own page alone
      At(0, {0, 36, 50, 20}),   // 4 of 20: too little
      At(0, {300, 0, 50, 20}),  // beside
      At(0, {0, 0, 900, 20}),   // a ninth of it, but all of the first
      At(7, {0, 0, 50, 20})};   // a page without truth
  const auto on = LieOn(read, truth, 0.3);
  const std::vector<std::optional<std::size_t>> expected = {
      0, 1, 2, std::nullopt, std::nullopt, 0, std::nullopt};
  EXPECT_EQ(on, expected);
}

TEST(EntriesTest, RowsOfBothSides) {
  TruthPage truth;
  truth.boxes = {{0, 0, 50, 20, "TEA"},
                 {200, 0, 250, 20, "1.20"},
                 {0, 40, 50, 60, "TOTAL"},
                 {0, 80, 50, 100, "---"}};
  std::vector<PagePair> pages = {{"a", PageOfTruth(truth), {}}};
  const auto embedder =
      index::TextEmbedder::Create(index::TextUnit::kLine, 64).value();
  const auto set = EntriesOf(pages, Side::kTruth, embedder);
  ASSERT_TRUE(set.has_value());
  ASSERT_EQ(set->entries.size(), 2u);
  EXPECT_EQ(set->entries[0].text, "TEA 1.20");
  EXPECT_EQ(set->entries[0].key, "TEA120");
  EXPECT_EQ(set->entries[0].surroundings, "\nTOTAL");
  EXPECT_EQ(set->entries[1].surroundings, "TEA120\n");
  EXPECT_EQ(set->entries[0].box, (PixelBox{0, 0, 250, 20}));
  EXPECT_EQ(set->vectors.size(), 2u * 64);
  EXPECT_TRUE(EntriesOf(pages, Side::kRead, embedder)->entries.empty());
}

}  // namespace
}  // namespace rescan::bench
