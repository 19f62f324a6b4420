#include "engine/embedding/entity_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rescan {
namespace {

using index::TextEmbedder;
using index::TextUnit;
using nlohmann::json;
using ::testing::ElementsAre;
using Texts = std::vector<std::string_view>;

const std::string kImage(64, 'a');

Word WordAt(int id, std::string text, PixelBox box, bool noise = false) {
  Word word;
  word.id = id;
  word.text = std::move(text);
  word.box = box;
  word.confidence = 0.5F;
  word.is_noise = noise;
  return word;
}

Line LineOf(int id, PixelBox box, std::vector<Word> words) {
  Line line;
  line.id = id;
  line.box = box;
  line.confidence = 0.75F;
  line.angle_degrees = 0.5F;
  for (const Word& word : words) {
    if (!line.text.empty()) line.text += ' ';
    line.text += word.text;
  }
  line.words = std::move(words);
  return line;
}

// SHOP / Green tea | 1.20 / ---- (noise) / ** / Total
Page Receipt() {
  Page page = {400, 400, {}};
  page.lines.push_back(
      LineOf(1, {100, 10, 90, 20}, {WordAt(1, "SHOP", {100, 10, 90, 20})}));
  page.lines.push_back(LineOf(2, {10, 50, 120, 20},
                              {WordAt(1, "Green", {10, 50, 60, 20}),
                               WordAt(2, "|", {75, 50, 3, 20}, true),
                               WordAt(4, "tea", {80, 50, 50, 20})}));
  page.lines.push_back(
      LineOf(4, {10, 80, 300, 5}, {WordAt(1, "----", {10, 80, 300, 5}, true)}));
  page.lines.back().is_noise = true;
  page.lines.push_back(
      LineOf(5, {10, 100, 50, 20}, {WordAt(1, "**", {10, 100, 50, 20})}));
  page.lines.push_back(
      LineOf(6, {10, 150, 90, 20}, {WordAt(1, "Total", {10, 150, 90, 20})}));
  page.lines.push_back(
      LineOf(7, {300, 52, 40, 16}, {WordAt(1, "1.20", {300, 52, 40, 16})}));
  return page;
}

std::vector<std::string> Ids(const EntityVectors& entities) {
  std::vector<std::string> ids;
  for (const auto& record : entities.records) ids.push_back(record.id);
  return ids;
}

std::vector<float> VectorAt(const EntityVectors& entities, std::size_t i) {
  const std::size_t size = entities.vectors.size() / entities.records.size();
  const auto from =
      entities.vectors.begin() + static_cast<std::ptrdiff_t>(i * size);
  return {from, from + static_cast<std::ptrdiff_t>(size)};
}

std::vector<float> Embed(const TextEmbedder& embedder, std::string_view target,
                         const Texts& context) {
  std::vector<float> vector(static_cast<std::size_t>(embedder.dimension()));
  EXPECT_TRUE(embedder.Embed(target, context, vector).has_value());
  return vector;
}

TEST(LineVectorsTest, RowsWithTheirNeighbours) {
  const auto embedder = TextEmbedder::Create(TextUnit::kLine).value();
  const auto lines = LineVectors(Receipt(), kImage, 42, embedder).value();
  EXPECT_THAT(Ids(lines), ElementsAre("IMAGE#" + kImage + "#LINE#00001",
                                      "IMAGE#" + kImage + "#LINE#00002",
                                      "IMAGE#" + kImage + "#LINE#00006"));
  EXPECT_EQ(lines.without_content, 1u);  // **
  ASSERT_EQ(lines.vectors.size(), 3u * 512);
  const std::string item = "Green | tea 1.20";
  EXPECT_EQ(VectorAt(lines, 0), Embed(embedder, "SHOP", {index::kEdge, item}));
  EXPECT_EQ(VectorAt(lines, 1), Embed(embedder, item, {"SHOP", "**"}));
  EXPECT_EQ(VectorAt(lines, 2), Embed(embedder, "Total", {"**", index::kEdge}));
  for (const auto& record : lines.records) {
    EXPECT_EQ(record.asset, kImage);
    EXPECT_EQ(record.revision, 42);
    EXPECT_EQ(record.owner, "");
  }
}

TEST(LineVectorsTest, Metadata) {
  const auto embedder = TextEmbedder::Create(TextUnit::kLine).value();
  const auto lines = LineVectors(Receipt(), kImage, 1, embedder).value();
  EXPECT_EQ(json::parse(lines.records[1].metadata),
            json::parse(R"({"embedding_type":"line","text":"Green | tea 1.20",
              "line_id":2,"row_line_ids":[2,7],"x":10,"y":50,"width":330,
              "height":20,"confidence":0.75,"avg_word_confidence":0.5,
              "angle_degrees":0.5})"));
}

TEST(LineVectorsTest, BrokenTextStaysJson) {
  Page page = Receipt();
  page.lines[0].text = "SHOP \xFF \"quoted\"";
  const auto embedder = TextEmbedder::Create(TextUnit::kLine).value();
  const auto lines = LineVectors(page, kImage, 1, embedder).value();
  EXPECT_EQ(json::parse(lines.records[0].metadata).at("text"),
            "SHOP \xEF\xBF\xBD \"quoted\"");
}

TEST(WordVectorsTest, TwoNeighboursOnEachSideOfTheRow) {
  const auto embedder = TextEmbedder::Create(TextUnit::kWord).value();
  const auto words = WordVectors(Receipt(), kImage, 7, embedder).value();
  EXPECT_THAT(Ids(words),
              ElementsAre("IMAGE#" + kImage + "#LINE#00001#WORD#00001",
                          "IMAGE#" + kImage + "#LINE#00002#WORD#00001",
                          "IMAGE#" + kImage + "#LINE#00002#WORD#00004",
                          "IMAGE#" + kImage + "#LINE#00007#WORD#00001",
                          "IMAGE#" + kImage + "#LINE#00006#WORD#00001"));
  EXPECT_EQ(words.without_content, 1u);
  constexpr std::string_view kEdge = index::kEdge;
  EXPECT_EQ(VectorAt(words, 0),
            Embed(embedder, "SHOP", {kEdge, kEdge, kEdge, kEdge}));
  EXPECT_EQ(VectorAt(words, 1),
            Embed(embedder, "Green", {kEdge, kEdge, "tea", "1.20"}));
  EXPECT_EQ(VectorAt(words, 2),
            Embed(embedder, "tea", {kEdge, "Green", "1.20", kEdge}));
  EXPECT_EQ(json::parse(words.records[2].metadata),
            json::parse(R"({"embedding_type":"word","text":"tea","line_id":2,
              "word_id":4,"x":80,"y":50,"width":50,"height":20,
              "confidence":0.5,"left":"Green","right":"1.20"})"));
  EXPECT_EQ(words.records[4].revision, 7);
}

TEST(EntityVectorsTest, AnEmptyPageHasNone) {
  const auto line_embedder = TextEmbedder::Create(TextUnit::kLine).value();
  const auto word_embedder = TextEmbedder::Create(TextUnit::kWord).value();
  const auto lines = LineVectors({}, kImage, 1, line_embedder).value();
  EXPECT_TRUE(lines.records.empty() && lines.vectors.empty());
  const auto words = WordVectors({}, kImage, 1, word_embedder).value();
  EXPECT_TRUE(words.records.empty() && words.vectors.empty());
}

TEST(EntityVectorsTest, EachKindHasItsEmbedder) {
  const auto line_embedder = TextEmbedder::Create(TextUnit::kLine).value();
  const auto word_embedder = TextEmbedder::Create(TextUnit::kWord).value();
  const auto lines = LineVectors(Receipt(), kImage, 1, word_embedder);
  ASSERT_FALSE(lines.has_value());
  EXPECT_EQ(lines.error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(WordVectors(Receipt(), kImage, 1, line_embedder).has_value());
}

// Ids are unique and each vector has length 1, whatever stands on the page.
TEST(EntityVectorsTest, IdsAreUniqueAndVectorsUnit) {
  Page page = {2000, 2000, {}};
  const std::vector<std::string> kTexts = {"a",    "Total", "12.50",
                                           "\xFF", "..",    "\xF0\x9F\x8D\x95"};
  for (int id = 1; id <= 60; ++id) {
    const PixelBox box = {(id * 37) % 900, (id * 53) % 900, 90, 20};
    page.lines.push_back(
        LineOf(id, box,
               {WordAt(1, kTexts[static_cast<std::size_t>(id) % 6], box),
                WordAt(2, kTexts[static_cast<std::size_t>(id / 6) % 6], box)}));
  }
  const auto embedder = TextEmbedder::Create(TextUnit::kWord, 64).value();
  const auto words = WordVectors(page, kImage, 1, embedder).value();
  EXPECT_EQ(words.records.size() + words.without_content, 120u);
  const auto ids = Ids(words);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  ASSERT_EQ(words.vectors.size(), 64 * ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    double squares = 0;
    for (const double value : VectorAt(words, i)) squares += value * value;
    ASSERT_NEAR(squares, 1, 1e-6) << ids[i];
  }
}

}  // namespace
}  // namespace rescan
