#include "bench/timesheet/stored_sheets.h"

#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/stored.h"
#include "engine/records/timesheet_records.h"

namespace rescan::bench {
namespace {

using nlohmann::json;
using timesheet::SheetRecord;
using timesheet::SheetState;

SheetEnd EndOf(const SheetRecord& record) {
  switch (record.state) {
    case SheetState::kStored:
      return record.zero_hour ? SheetEnd::kZeroHour : SheetEnd::kStored;
    case SheetState::kPending:
      return SheetEnd::kPending;
    case SheetState::kRejected:
      return SheetEnd::kRejected;
    case SheetState::kDiscarded:
    case SheetState::kReplaced:
      break;
  }
  return SheetEnd::kOther;
}

StoredHours HoursFrom(const json& value) {
  if (value.is_null()) return {};
  return value.get<std::int64_t>();
}

ReadProject ProjectFrom(const json& project) {
  ReadProject read;
  const json& code = project.at("code");
  if (!code.at("value").is_null()) code.at("value").get_to(read.code);
  code.at("raw").get_to(read.raw_code);
  const json& name = project.at("name").at("value");
  if (!name.is_null()) name.get_to(read.name);
  for (std::size_t day = 0; day < read.hours.size(); ++day) {
    read.hours[day] = HoursFrom(project.at("hours").at(day).at("value"));
  }
  return read;
}

StoredSheet SheetFrom(const SheetRecord& record, const std::string& text) {
  StoredSheet sheet;
  sheet.end = EndOf(record);
  sheet.person = record.person;
  sheet.status = record.status;
  sheet.zero_hour = record.zero_hour;
  if (record.week) sheet.week = timesheet::FormatDay(*record.week);
  sheet.reasons = record.reasons;
  for (const timesheet::Finding& finding : record.findings) {
    if (finding.severity == timesheet::Severity::kError) {
      sheet.rules.push_back(finding.rule);
    }
  }
  const json object = json::parse(text);
  for (const json& project : object.at("sheet").at("projects")) {
    sheet.projects.push_back(ProjectFrom(project));
  }
  return sheet;
}

}  // namespace

Result<std::map<std::string, StoredSheet>> LoadStoredSheets(
    const std::string& workspace) {
  auto records = TimesheetRecords::Open(workspace, StoreMode::kReadOnly);
  if (!records) return tl::unexpected(records.error());
  auto all = (*records)->Load({});
  if (!all) return tl::unexpected(all.error());
  std::map<std::string, StoredSheet> sheets;
  std::map<std::int64_t, std::string> images;
  for (const SheetRecord& record : all->sheets) {
    std::string image = std::filesystem::path(record.image).filename();
    const auto text = (*records)->SheetJson(record.id);
    if (!text) return tl::unexpected(text.error());
    try {
      sheets.emplace(image, SheetFrom(record, *text));
    } catch (const json::exception& e) {
      return Fail(ErrorCode::kCorruption,
                  fmt::format("sheet {}: {}", record.id, e.what()));
    }
    images.emplace(record.id, std::move(image));
  }
  for (timesheet::EntryRecord& entry : all->entries) {
    sheets[images[entry.sheet]].entries.push_back(
        {std::move(entry.person), timesheet::FormatDay(entry.date),
         std::move(entry.key), entry.hours,
         entry.state != timesheet::ValueState::kOk, std::move(entry.name)});
  }
  for (const timesheet::ZeroHourRecord& mark : all->zero_hours) {
    StoredSheet& sheet = sheets[images[mark.sheet]];
    sheet.zero_hour_person = mark.person;
    sheet.zero_hour_week = timesheet::FormatDay(mark.week);
  }
  return sheets;
}

}  // namespace rescan::bench
