#include "tools/entity_format.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/strict_csv.h"
#include "tools/entity_geometry.h"

namespace rescan::cli {
namespace {

// 200 x 100 pixels, one line of two words, the second without letters.
ExportedImage Example() {
  ExportedImage image;
  image.path = "/in/a\xff,b.png";
  image.user = "u";
  image.kind = "auto";
  image.file_sha256 = Sha256Of(std::string_view("bytes"));
  image.status = "SUCCESS";
  image.metadata.width = 200;
  image.metadata.height = 100;
  image.warnings = {"one", "two"};
  image.line_count = 1;
  image.word_count = 2;
  image.full_version = "1.0.0-2026-11-21";
  image.profile = "tesseract-plain";
  image.reading.emplace();
  Page& page = image.reading->page;
  page.width = 200;
  page.height = 100;
  Line line;
  line.id = 2;
  line.text = "=Ab .";
  line.box = {20, 10, 100, 30};
  line.confidence = 0.957f;
  Word word;
  word.id = 1;
  word.text = "=Ab";
  word.box = {20, 10, 60, 30};
  word.confidence = 0.9f;
  word.letters = {{"A", {20, 10, 30, 30}, 0.8f}};
  word.letter_ids = {2};
  Word dot;
  dot.id = 3;
  dot.text = ".";
  dot.box = {110, 35, 10, 5};
  dot.confidence = 0.5f;
  dot.is_noise = true;
  line.words = {word, dot};
  page.lines = {line};
  return image;
}

std::vector<Json> Entities(const ExportedImage& image, EntityKind kind) {
  std::vector<Json> result;
  const Status done =
      EmitEntities(image, kind, [&](const Json& json) -> Status {
        result.push_back(json);
        return {};
      });
  EXPECT_TRUE(done.has_value());
  return result;
}

// Rows below the header, each as a map from column to cell.
std::vector<std::map<std::string, std::string>> Rows(const ExportedImage& image,
                                                     EntityKind kind,
                                                     bool raw = false) {
  CsvWriter csv(raw);
  EntityCsvHeader(kind, csv);
  EntityCsvRows(image, kind, csv);
  const auto cells = rescan::testing::ParseStrictCsv(csv.Take());
  std::vector<std::map<std::string, std::string>> result;
  for (std::size_t r = 1; r < cells.size(); ++r) {
    for (std::size_t c = 0; c < cells[0].size(); ++c) {
      if (c == 0) result.emplace_back();
      result.back()[cells[0][c]] = cells[r][c];
    }
  }
  return result;
}

TEST(GeometryTest, TurnsTheYAxisUp) {
  const Geometry g = GeometryOf({20, 10, 100, 30}, 0, 200, 100);
  EXPECT_EQ(g.bounding_box.x, 0.1);
  EXPECT_EQ(g.bounding_box.y, 0.6);
  EXPECT_EQ(g.bounding_box.width, 0.5);
  EXPECT_EQ(g.bounding_box.height, 0.3);
  EXPECT_EQ(g.corners.top_left.y, 0.9);
  EXPECT_EQ(g.corners.bottom_right.x, 0.6);
  EXPECT_EQ(g.corners.bottom_right.y, 0.6);
}

TEST(GeometryTest, GivesTheAngleInBothUnits) {
  const Geometry g = GeometryOf({0, 0, 100, 100}, 90, 100, 100);
  EXPECT_EQ(g.angle_degrees, 90);
  EXPECT_NEAR(g.angle_radians, 1.570796327, 1e-9);
}

TEST(EntityJsonTest, ALineStandsAloneWithItsPlace) {
  const auto lines = Entities(Example(), EntityKind::kLines);
  ASSERT_EQ(lines.size(), 1u);
  const Json& line = lines[0];
  EXPECT_EQ(line["type"], "line");
  EXPECT_EQ(line["path"], "/in/a\\xff,b.png");
  EXPECT_EQ(line["pk"], "IMAGE#" + line["image_id"].get<std::string>());
  EXPECT_EQ(line["sk"], "LINE#00002");
  EXPECT_EQ(line["line_id"], 2);
  EXPECT_EQ(line["text"], "=Ab .");
  EXPECT_EQ(line["confidence"].dump(), "0.957");
  EXPECT_EQ(line["is_noise"], false);
  EXPECT_FALSE(line.contains("words"));
}

TEST(EntityJsonTest, WordsAndLettersKnowTheirParents) {
  const auto words = Entities(Example(), EntityKind::kWords);
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words[1]["sk"], "LINE#00002#WORD#00003");
  EXPECT_EQ(words[1]["is_noise"], true);
  const auto letters = Entities(Example(), EntityKind::kLetters);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0]["sk"], "LINE#00002#WORD#00001#LETTER#00002");
  EXPECT_EQ(letters[0]["letter_id"], 2);
  EXPECT_EQ(letters[0]["bounding_box"]["width"], 0.15);
}

TEST(EntityJsonTest, LineJsonNestsWordsAndLetters) {
  const ExportedImage image = Example();
  const Page& page = image.reading->page;
  const Json line = LineJson(page, page.lines[0]);
  ASSERT_EQ(line["words"].size(), 2u);
  EXPECT_EQ(line["words"][0]["letters"][0]["text"], "A");
  EXPECT_EQ(line["words"][1]["letters"], Json::array());
}

TEST(EntityJsonTest, AnImageWithoutAReadingHasNoResultFields) {
  ExportedImage image = Example();
  const Json read = ImageJson(image);
  EXPECT_EQ(read["line_count"], 1);
  EXPECT_EQ(read["ImageWidth"], 200);
  EXPECT_EQ(read["margin_left"], 1.0);
  image.reading.reset();
  image.file_sha256.reset();
  const Json failed = ImageJson(image);
  EXPECT_FALSE(failed.contains("line_count"));
  EXPECT_EQ(failed["image_id"], nullptr);
  EXPECT_EQ(failed["pk"], "");
  EXPECT_TRUE(Entities(image, EntityKind::kWords).empty());
}

TEST(EntityCsvTest, HasTheSameValuesAsJson) {
  const ExportedImage image = Example();
  for (const EntityKind kind :
       {EntityKind::kLines, EntityKind::kWords, EntityKind::kLetters}) {
    const auto rows = Rows(image, kind, true);
    const auto objects = Entities(image, kind);
    ASSERT_EQ(rows.size(), objects.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto row = rows[i];
      const Json& json = objects[i];
      for (const char* field : {"path", "image_id", "pk", "sk", "text"}) {
        EXPECT_EQ(row[field], json[field].get<std::string>()) << field;
      }
      EXPECT_EQ(row["x"], json["bounding_box"]["x"].dump());
      EXPECT_EQ(row["top_right_y"], json["top_right"]["y"].dump());
      EXPECT_EQ(row["confidence"], json["confidence"].dump());
      EXPECT_EQ(row["is_noise"], json["is_noise"].dump());
      EXPECT_EQ(row["line_id"], json["line_id"].dump());
    }
  }
}

TEST(EntityCsvTest, ACorrectedWordSaysWhatWasReadFirst) {
  ExportedImage image = Example();
  Word& word = image.reading->page.lines[0].words[0];
  word.correction = Correction::kReadAgain;
  word.first_text = "Ab,";
  const auto rows = Rows(image, EntityKind::kWords, true);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("correction_rule"), "read again");
  EXPECT_EQ(rows[0].at("correction_read"), "Ab,");
  EXPECT_EQ(rows[1].at("correction_rule"), "");
  EXPECT_EQ(rows[1].at("correction_read"), "");
  const auto words = Entities(image, EntityKind::kWords);
  EXPECT_EQ(words[0]["correction"]["rule"], "read again");
  EXPECT_EQ(words[0]["correction"]["read"], "Ab,");
  EXPECT_FALSE(words[1].contains("correction"));
}

TEST(EntityCsvTest, DefusesRecognisedText) {
  EXPECT_EQ(Rows(Example(), EntityKind::kLines)[0]["text"], "'=Ab .");
}

TEST(EntityCsvTest, ImageRowsAreCompleteWithAndWithoutAReading) {
  ExportedImage image = Example();
  auto row = Rows(image, EntityKind::kImages).at(0);
  EXPECT_EQ(row["path"], "/in/a\\xff,b.png");
  EXPECT_EQ(row["warnings"], "one\ntwo");
  EXPECT_EQ(row["image_type"], "PHOTO");
  EXPECT_EQ(row["current"], "true");
  image.reading.reset();
  row = Rows(image, EntityKind::kImages).at(0);
  EXPECT_EQ(row["image_type"], "");
  EXPECT_EQ(row["pk"], ImageKeyOf(image));
}

}  // namespace
}  // namespace rescan::cli
