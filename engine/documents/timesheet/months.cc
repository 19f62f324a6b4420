#include "engine/documents/timesheet/months.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

using nlohmann::json;
namespace chr = std::chrono;

constexpr int kMaxWeeks = 53;
constexpr std::size_t kNamesInMessage = 24;

tl::unexpected<Error> Bad(std::string message) {
  return Fail(ErrorCode::kCorruption, std::move(message));
}

// "" when there is no such text.
std::string TextOf(const json& object, const char* field) {
  const auto found = object.find(field);
  return found != object.end() && found->is_string()
             ? CollapseBlanks(found->get<std::string>())
             : std::string();
}

// -1 unless all are digits.
int NumberOf(std::string_view digits) {
  if (digits.empty() || digits.size() > 4 ||
      !std::all_of(digits.begin(), digits.end(), IsDigit)) {
    return -1;
  }
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

// "16-Nov-25", "6-Nov-2025".
std::optional<Day> ParseNamedDay(std::string_view text) {
  const std::size_t first = text.find('-');
  const std::size_t last = text.rfind('-');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const std::string_view year_text = text.substr(last + 1);
  const auto month = MonthFromName(text.substr(first + 1, last - first - 1));
  const int day = first <= 2 ? NumberOf(text.substr(0, first)) : -1;
  int year = NumberOf(year_text);
  if (!month || day < 1 || year < 0) return std::nullopt;
  if (year_text.size() == 2) {
    year += 2000;
  } else if (year_text.size() != 4) {
    return std::nullopt;
  }
  const chr::year_month_day date{chr::year(year),
                                 chr::month(static_cast<unsigned>(*month)),
                                 chr::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

Result<Day> DayOf(const json& entry, const char* field) {
  const std::string text = TextOf(entry, field);
  const auto iso = ParseDay(text);
  const auto day = iso ? iso : ParseNamedDay(text);
  if (!day || YearOf(*day) < 1900 || YearOf(*day) > 2199) {
    return Bad(std::string("\"") + field +
               "\" must be a day such as 2025-10-20 or 20-Oct-25, found " +
               Quoted(text));
  }
  return *day;
}

// "20-Oct-25".
std::string NamedDay(Day day) {
  const std::string number = std::to_string(100 + DayOfMonth(day)).substr(1);
  const std::string year = std::to_string(YearOf(day)).substr(2);
  return number + "-" + std::string(ShortMonthName(MonthOfYear(day))) + "-" +
         year;
}

Status ReadPeriod(const json& entry, Month* month) {
  const auto first = DayOf(entry, "start_date");
  if (!first) return tl::unexpected(first.error());
  const auto last = DayOf(entry, "end_date");
  if (!last) return tl::unexpected(last.error());
  month->first = *first;
  month->last = *last;
  if (*last < *first) return Bad("it ends before it begins");
  if (chr::weekday(*first) != chr::Monday) {
    return Bad("it begins on " + FormatDay(*first) + ", which is no Monday");
  }
  if (chr::weekday(*last) != chr::Sunday) {
    return Bad("it ends on " + FormatDay(*last) + ", which is no Sunday");
  }
  if (month->weeks() > kMaxWeeks) return Bad("it has more than 53 weeks");
  return {};
}

Result<Month> ReadMonth(const json& entry) {
  if (!entry.is_object()) return Bad("a month must be an object");
  Month month;
  month.name = TextOf(entry, "month");
  if (month.name.empty()) return Bad("a month needs a name, \"month\"");
  const Status read = ReadPeriod(entry, &month);
  if (!read)
    return Bad("month " + Quoted(month.name) + ": " + read.error().message);
  month.display = TextOf(entry, "display");
  if (month.display.empty()) {
    month.display = month.name + " (" + NamedDay(month.first) + " to " +
                    NamedDay(month.last) + ")";
  }
  return month;
}

// REQUIRES: sorted.
Status CheckTogether(const std::vector<Month>& months) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (!names.insert(Lower(months[i].name)).second) {
      return Bad("month " + Quoted(months[i].name) + " is given twice");
    }
    if (i > 0 && months[i].first <= months[i - 1].last) {
      return Bad("months " + Quoted(months[i - 1].name) + " and " +
                 Quoted(months[i].name) + " overlap");
    }
  }
  return {};
}

Result<Months> FromJson(const json& parsed) {
  const json* list = &parsed;
  if (parsed.is_object()) {
    const auto found = parsed.find("clarity_months");
    if (found != parsed.end()) list = &*found;
  }
  if (!list->is_array()) {
    return Bad(
        "needs a list of months, or an object with one named "
        "\"clarity_months\"");
  }
  Months months;
  for (const json& entry : *list) {
    auto month = ReadMonth(entry);
    if (!month) return tl::unexpected(std::move(month.error()));
    months.months.push_back(*std::move(month));
  }
  std::stable_sort(
      months.months.begin(), months.months.end(),
      [](const Month& a, const Month& b) { return a.first < b.first; });
  RESCAN_TRY(CheckTogether(months.months));
  return months;
}

}  // namespace

Result<Month> Months::Find(std::string_view name) const {
  const std::string wanted = Lower(CollapseBlanks(name));
  for (const Month& month : months) {
    if (Lower(month.name) == wanted) return month;
  }
  std::string known;
  const std::size_t hidden =
      months.size() > kNamesInMessage ? months.size() - kNamesInMessage : 0;
  for (std::size_t i = hidden; i < months.size(); ++i) {
    known += (known.empty() ? "" : ", ") + months[i].name;
  }
  if (hidden > 0) known += " and " + std::to_string(hidden) + " before them";
  return Fail(ErrorCode::kNotFound,
              "there is no month " + Quoted(name) + " in " + source +
                  (known.empty() ? ", which has none" : "; it has " + known));
}

Result<Months> ParseMonths(std::string_view text, const std::string& source) {
  const json parsed = json::parse(text.begin(), text.end(), nullptr,
                                  /*allow_exceptions=*/false);
  if (parsed.is_discarded()) return Bad(source + ": not JSON");
  auto months = FromJson(parsed);
  if (!months) return Bad(source + ": " + months.error().message);
  months->source = source;
  return months;
}

}  // namespace rescan::timesheet
