#include "tools/failures_format.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/strict_csv.h"

namespace rescan::cli {
namespace {

FailureRow Example() {
  FailureRow row;
  row.path = "/in/\xff\n=1.png";
  row.timestamp = "2026-11-21T10:00:00.000Z";
  row.type = "DECODE_ERROR";
  row.message = "=cut off, \"here\"\nand there";
  row.error_code = "Corruption";
  row.ocr_version = "1.0.0";
  row.ocr_build_date = "2026-11-21";
  row.ocr_description = "plain";
  row.ocr_full_version = "1.0.0-2026-11-21";
  row.model_id = "tesseract 5.3.0";
  row.processing_seconds = 0.25;
  row.image_folder = "/in";
  row.image_size = 0;
  row.attempt = 2;
  row.log_stream = "run-1";
  return row;
}

TEST(FailureCsvTest, HasExactlyTheDocumentedColumns) {
  CsvWriter csv(false);
  FailureCsvHeader(csv);
  EXPECT_EQ(csv.Take(),
            "ImageKey,FailureTimestamp,FailureType,ErrorMessage,ErrorCode,"
            "OCRVersion,OCRBuildDate,OCRFullVersion,ModelId,"
            "ProcessingTimeSeconds,InputTokens,OutputTokens,ValidationErrors,"
            "S3Bucket,ImageSize,AttemptNumber,CloudWatchLogStream,RawOCROutput,"
            "StackTrace\r\n");
}

TEST(FailureCsvTest, ARowHasNineteenCells) {
  CsvWriter csv(false);
  FailureCsvHeader(csv);
  FailureCsvRow(Example(), csv);
  const auto rows = rescan::testing::ParseStrictCsv(csv.Take());
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_EQ(rows[1].size(), 19u);
  EXPECT_EQ(rows[1][0], "/in/\\xff\n=1.png");
  EXPECT_EQ(rows[1][3], "'=cut off, \"here\"\nand there");
  EXPECT_EQ(rows[1][9], "0.25");
  EXPECT_EQ(rows[1][10], "");  // InputTokens
  EXPECT_EQ(rows[1][14], "");  // ImageSize unknown
  EXPECT_EQ(rows[1][15], "2");
  EXPECT_EQ(rows[1][16], "run-1");
}

TEST(FailureJsonTest, HasTheFieldsThatTheCsvDrops) {
  const Json json = FailureJson(Example());
  EXPECT_EQ(json["RecordType"], "FAILED_IMAGE");
  EXPECT_EQ(json["OCRDescription"], "plain");
  EXPECT_EQ(json["S3Region"], "local");
  EXPECT_EQ(json["ImageFormat"], "ERROR");
  EXPECT_EQ(json["AttemptNumber"], 2);
}

TEST(FailureTableTest, ShowsEachRowOnOneLine) {
  const std::string text = FailureTable({Example()});
  EXPECT_EQ(text.substr(0, 4), "TIME");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST(FailureStatsTest, OfAnEmptyStoreAreZerosAndEmptyMaps) {
  EXPECT_EQ(JsonLine(FailureStatsJson({})),
            "{\"total_failures\":0,\"unique_images\":0,\"failure_types\":{},"
            "\"ocr_versions\":{},\"recent_failures_24h\":0}\n");
}

TEST(FailureFileNameTest, CarriesDateAndTime) {
  std::tm time{};
  time.tm_year = 126;
  time.tm_mon = 0;
  time.tm_mday = 5;
  time.tm_hour = 9;
  time.tm_min = 8;
  time.tm_sec = 7;
  EXPECT_EQ(FailureFileName(time), "failed_images_20260105_090807.csv");
}

}  // namespace
}  // namespace rescan::cli
