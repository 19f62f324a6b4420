#include "tools/failures_format.h"

#include <fmt/format.h>

#include "kernels/base/text.h"
#include "tools/entity_format.h"
#include "tools/table.h"

namespace rescan::cli {

void FailureCsvHeader(CsvWriter& csv) {
  csv.Header({"ImageKey", "FailureTimestamp", "FailureType", "ErrorMessage",
              "ErrorCode", "OCRVersion", "OCRBuildDate", "OCRFullVersion",
              "ModelId", "ProcessingTimeSeconds", "InputTokens", "OutputTokens",
              "ValidationErrors", "S3Bucket", "ImageSize", "AttemptNumber",
              "CloudWatchLogStream", "RawOCROutput", "StackTrace"});
}

void FailureCsvRow(const FailureRow& row, CsvWriter& csv) {
  csv.Text(PathToText(row.path))
      .Text(row.timestamp)
      .Text(row.type)
      .Text(row.message)
      .Text(row.error_code)
      .Text(row.ocr_version)
      .Text(row.ocr_build_date)
      .Text(row.ocr_full_version)
      .Text(row.model_id)
      .Number(row.processing_seconds)
      .Empty()  // tokens: nothing here is paid by the token
      .Empty()
      .Text(row.validation_errors)
      .Text(PathToText(row.image_folder));
  if (row.image_size > 0) {
    csv.Number(static_cast<std::int64_t>(row.image_size));
  } else {
    csv.Empty();
  }
  csv.Number(std::int64_t{row.attempt})
      .Text(row.log_stream)
      .Text(row.raw_ocr_output)
      .Text(row.stack_trace)
      .EndRow();
}

Json FailureJson(const FailureRow& row) {
  Json json = {{"ImageKey", PathToText(row.path)},
               {"FailureTimestamp", row.timestamp},
               {"RecordType", "FAILED_IMAGE"},
               {"FailureType", row.type},
               {"ErrorMessage", row.message},
               {"ErrorCode", row.error_code},
               {"OCRVersion", row.ocr_version},
               {"OCRBuildDate", row.ocr_build_date},
               {"OCRDescription", row.ocr_description},
               {"OCRFullVersion", row.ocr_full_version},
               {"ModelId", row.model_id},
               {"ProcessingTimeSeconds", row.processing_seconds},
               {"InputTokens", nullptr},
               {"OutputTokens", nullptr},
               {"ValidationErrors", row.validation_errors},
               {"S3Bucket", PathToText(row.image_folder)},
               {"S3Region", row.region},
               {"ImageSize", row.image_size},
               {"AttemptNumber", row.attempt},
               {"CloudWatchLogStream", row.log_stream},
               {"RawOCROutput", row.raw_ocr_output},
               {"StackTrace", row.stack_trace}};
  json.update(MetadataJson(row.metadata));
  return json;
}

std::string FailureTable(const std::vector<FailureRow>& rows) {
  using Align = Table::Align;
  Table table(
      {Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft, Align::kLeft},
      {"TIME", "TYPE", "ATTEMPT", "IMAGE", "MESSAGE"});
  for (const FailureRow& row : rows) {
    table.Add({row.timestamp, row.type, std::to_string(row.attempt),
               ShortenStart(PathForDisplay(row.path), 48),
               ShortenEnd(row.message, 100)});
  }
  return table.Text();
}

std::string FailureStatsText(const FailureStatistics& stats) {
  Table table({Table::Align::kLeft, Table::Align::kRight});
  table.Add({"total failures", std::to_string(stats.total_failures)});
  table.Add({"unique images", std::to_string(stats.unique_images)});
  table.Add({"last 24 hours", std::to_string(stats.recent_failures_24h)});
  for (const auto& [type, count] : stats.failure_types) {
    table.Add({"type " + type, std::to_string(count)});
  }
  for (const auto& [version, count] : stats.ocr_versions) {
    table.Add({"version " + version, std::to_string(count)});
  }
  return table.Text();
}

Json FailureStatsJson(const FailureStatistics& stats) {
  return {{"total_failures", stats.total_failures},
          {"unique_images", stats.unique_images},
          {"failure_types", stats.failure_types},
          {"ocr_versions", stats.ocr_versions},
          {"recent_failures_24h", stats.recent_failures_24h}};
}

std::string FailureFileName(const std::tm& local) {
  return fmt::format("failed_images_{:04}{:02}{:02}_{:02}{:02}{:02}.csv",
                     local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                     local.tm_hour, local.tm_min, local.tm_sec);
}

}  // namespace rescan::cli
