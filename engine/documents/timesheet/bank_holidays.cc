#include "engine/documents/timesheet/bank_holidays.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

using nlohmann::json;

// A JSON value's string, "" when it is none: no form here allows an empty one.
std::string TextOf(const json& object, const char* field) {
  const auto found = object.find(field);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
}

Status AddHoliday(const json& entry, const std::string& year,
                  BankHolidays* holidays) {
  if (!entry.is_object()) {
    return Fail(ErrorCode::kCorruption,
                "an entry of " + year + " is no object");
  }
  const std::string date = TextOf(entry, "date");
  const std::string name = TextOf(entry, "name");
  const auto day = ParseDay(date);
  if (!day || name.empty() || std::to_string(YearOf(*day)) != year) {
    return Fail(ErrorCode::kCorruption,
                "an entry of " + Quoted(year) +
                    " needs a date YYYY-MM-DD of that year and a name; found " +
                    Quoted(date) + " and " + Quoted(name));
  }
  if (!holidays->days.emplace(*day, name).second) {
    return Fail(ErrorCode::kCorruption, date + " is given twice");
  }
  return {};
}

Result<BankHolidays> FromJson(const json& parsed) {
  BankHolidays holidays;
  if (!parsed.is_object()) {
    return Fail(ErrorCode::kCorruption, "not a JSON object");
  }
  holidays.region = TextOf(parsed, "region");
  const auto years = parsed.find("years");
  if (holidays.region.empty() || years == parsed.end() || !years->is_object()) {
    return Fail(ErrorCode::kCorruption,
                "needs \"region\", a text, and \"years\", an object");
  }
  for (const auto& [year, entries] : years->items()) {
    const auto first = ParseDay(year + "-01-01");
    if (!first || !entries.is_array()) {
      return Fail(ErrorCode::kCorruption,
                  Quoted(year) + " must be a year with a list of days");
    }
    holidays.years.insert(YearOf(*first));
    for (const json& entry : entries) {
      RESCAN_TRY(AddHoliday(entry, year, &holidays));
    }
  }
  return holidays;
}

}  // namespace

bool BankHolidays::Knows(Day day) const { return years.contains(YearOf(day)); }

Result<BankHolidays> ParseBankHolidays(std::string_view text,
                                       const std::string& source) {
  const json parsed = json::parse(text.begin(), text.end(), nullptr,
                                  /*allow_exceptions=*/false);
  if (parsed.is_discarded()) {
    return Fail(ErrorCode::kCorruption, source + ": not JSON");
  }
  auto holidays = FromJson(parsed);
  if (!holidays.has_value()) {
    return Fail(holidays.error().code,
                source + ": " + holidays.error().message);
  }
  return holidays;
}

}  // namespace rescan::timesheet
