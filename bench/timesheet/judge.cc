#include "bench/timesheet/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>

#include "bench/reading/levenshtein.h"
#include "engine/documents/timesheet/codes.h"

namespace rescan::bench {
namespace {

using samples::Expectation;
using samples::SheetProject;
using samples::SheetTruth;

// "2025-09-22" and 6 give "2025-09-28".
std::string DateAfter(const std::string& monday, int days) {
  const std::chrono::year_month_day first(
      std::chrono::year(std::stoi(monday.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(std::stoi(monday.substr(5, 2)))),
      std::chrono::day(static_cast<unsigned>(std::stoi(monday.substr(8, 2)))));
  const std::chrono::year_month_day date(std::chrono::sys_days(first) +
                                         std::chrono::days(days));
  return fmt::format("{}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string TextOf(const StoredHours& hours) {
  return hours ? samples::HoursText(static_cast<int>(*hours)) : "unreadable";
}

using HoursByRow = std::map<std::pair<std::string, std::string>, std::int64_t>;

// The rows with hours that the page says, by date and key.
HoursByRow RowsOf(const SheetTruth& truth) {
  HoursByRow rows;
  for (const SheetProject& project : truth.projects) {
    for (int day = 0; day < 7; ++day) {
      const int hours = project.hours_by_day[static_cast<std::size_t>(day)];
      if (hours == 0) continue;
      rows[{DateAfter(truth.week_start, day),
            timesheet::NormaliseCode(project.code)}] += hours;
    }
  }
  return rows;
}

// Compares the rows of hours.
std::vector<std::string> WrongEntries(const SheetTruth& truth,
                                      const StoredSheet& stored) {
  std::vector<std::string> wrong;
  HoursByRow missing = RowsOf(truth);
  // A marked row with a wrong code stands for the one that is missing.
  std::map<std::string, int> marked_strangers;
  for (const StoredEntry& entry : stored.entries) {
    const auto row = missing.find({entry.date, entry.key});
    const bool known = row != missing.end();
    const std::int64_t hours = known ? row->second : 0;
    if (known) missing.erase(row);
    if (entry.marked) {
      if (!known) ++marked_strangers[entry.date];
      continue;
    }
    const std::string where = fmt::format("{} {}", entry.date, entry.key);
    if (entry.hours != hours) {
      wrong.push_back(fmt::format("{}: stored {}, is {}", where,
                                  TextOf(entry.hours), TextOf(hours)));
    } else if (entry.person != truth.resource_name) {
      wrong.push_back(fmt::format("{}: stored for '{}', is of '{}'", where,
                                  entry.person, truth.resource_name));
    } else if (truth.expectation == Expectation::kWrongDay) {
      wrong.push_back(
          fmt::format("{}: stored, the header is of other days", where));
    }
  }
  for (const auto& [row, hours] : missing) {
    int& stranger = marked_strangers[row.first];
    if (stranger > 0) {
      --stranger;
    } else {
      wrong.push_back(fmt::format("{} {}: not stored, is {}", row.first,
                                  row.second, TextOf(hours)));
    }
  }
  return wrong;
}

std::vector<std::string> WrongHours(const SheetTruth& truth,
                                    const StoredSheet& stored) {
  std::vector<std::string> wrong;
  if (stored.end == SheetEnd::kStored || !stored.entries.empty()) {
    wrong = WrongEntries(truth, stored);
  }
  if (stored.end == SheetEnd::kZeroHour &&
      (!truth.is_zero_hour || stored.zero_hour_person != truth.resource_name ||
       stored.zero_hour_week != truth.week_start)) {
    wrong.push_back(fmt::format(
        "a week without hours, of '{}' and {}: is {} hours, of '{}' and {}",
        stored.zero_hour_person, stored.zero_hour_week,
        TextOf(truth.weekly_total), truth.resource_name, truth.week_start));
  }
  return wrong;
}

// The first difference of what was read, "" if there is none.
std::string ReadingError(const SheetTruth& truth, const StoredSheet& stored) {
  const auto differ = [](std::string_view what, std::string_view read,
                         std::string_view is) {
    return fmt::format("{} read as '{}', is '{}'", what, read, is);
  };
  if (stored.end == SheetEnd::kNoSheet) return "not taken for a timesheet";
  if (stored.person != truth.resource_name) {
    return differ("person", stored.person, truth.resource_name);
  }
  if (stored.week != truth.week_start) {
    return differ("week", stored.week, truth.week_start);
  }
  if (stored.status != truth.status) {
    return differ("status", stored.status, truth.status);
  }
  // The table of a sheet that is not posted is nobody's business.
  if (truth.expectation == Expectation::kRejectedStatus) return "";
  if (stored.projects.size() != truth.projects.size()) {
    return differ("number of projects", std::to_string(stored.projects.size()),
                  std::to_string(truth.projects.size()));
  }
  for (std::size_t i = 0; i < truth.projects.size(); ++i) {
    const SheetProject& is = truth.projects[i];
    const ReadProject& read = stored.projects[i];
    if (read.code != is.code) return differ("code", read.code, is.code);
    for (std::size_t day = 0; day < 7; ++day) {
      if (read.hours[day] == is.hours_by_day[day]) continue;
      return differ(fmt::format("hours of {} on day {}", is.code, day + 1),
                    TextOf(read.hours[day]), TextOf(is.hours_by_day[day]));
    }
  }
  return "";
}

bool NamesAreRight(const SheetTruth& truth, const StoredSheet& stored) {
  if (truth.expectation == Expectation::kRejectedStatus) return true;
  return std::equal(truth.projects.begin(), truth.projects.end(),
                    stored.projects.begin(), stored.projects.end(),
                    [](const SheetProject& is, const ReadProject& read) {
                      return is.name == read.name;
                    });
}

// Edits from the codes as read to those of the page, projects matched in order
// so that there are fewest. No more of a code than it has characters: where
// none was found, the whole name is taken for it.
std::size_t CodeErrors(const SheetTruth& truth, const StoredSheet& stored) {
  const std::size_t rows = stored.projects.size();
  // errors[j]: of the first i projects of the page and the first j read.
  std::vector<std::size_t> errors(rows + 1);
  for (std::size_t j = 1; j <= rows; ++j) {
    errors[j] = errors[j - 1] + stored.projects[j - 1].raw_code.size();
  }
  for (const SheetProject& project : truth.projects) {
    std::vector<std::size_t> next(rows + 1);
    next[0] = errors[0] + project.code.size();
    for (std::size_t j = 1; j <= rows; ++j) {
      const std::string& read = stored.projects[j - 1].raw_code;
      const std::size_t edits =
          std::min(Levenshtein(read, project.code), project.code.size());
      next[j] =
          std::min({errors[j - 1] + edits, errors[j] + project.code.size(),
                    next[j - 1] + read.size()});
    }
    errors = std::move(next);
  }
  return errors.back();
}

bool HasRule(const StoredSheet& stored, std::string_view rule) {
  return std::find(stored.rules.begin(), stored.rules.end(), rule) !=
         stored.rules.end();
}

}  // namespace

std::string_view EndName(SheetEnd end) {
  constexpr std::array<std::string_view, kSheetEnds> kNames = {
      "no sheet", "stored", "zero-hour", "rejected", "pending", "other"};
  return kNames[static_cast<std::size_t>(end)];
}

bool ShowsAWeek(const SheetTruth& truth) {
  constexpr std::ptrdiff_t kLeastDays = 4;
  if (truth.expectation != Expectation::kIncomplete) return true;
  return std::count_if(truth.fields.begin(), truth.fields.end(),
                       [](const samples::SheetField& field) {
                         return field.field == "header_day";
                       }) >= kLeastDays;
}

bool MustBeExact(const SheetTruth& truth) {
  return truth.expectation == Expectation::kStore ||
         truth.expectation == Expectation::kZeroHour ||
         truth.expectation == Expectation::kRejectedStatus ||
         truth.expectation == Expectation::kWrongDay;
}

bool AsksAPerson(const SheetTruth& truth) {
  constexpr int kLimit = 60'00;
  int hours = 0;
  for (const SheetProject& project : truth.projects) {
    if (!timesheet::CodeDoubt(project.code).empty()) return true;
    hours += std::accumulate(project.hours_by_day.begin(),
                             project.hours_by_day.end(), 0);
  }
  return hours == kLimit;
}

bool MayEnd(const SheetTruth& truth, const StoredSheet& stored) {
  const SheetEnd end = stored.end;
  const bool waits = end == SheetEnd::kPending || end == SheetEnd::kRejected;
  switch (truth.expectation) {
    case Expectation::kStore:
      return end == SheetEnd::kStored ||
             (end == SheetEnd::kPending && AsksAPerson(truth));
    case Expectation::kZeroHour:
      return end == SheetEnd::kZeroHour;
    case Expectation::kRejectedStatus:
      return end == SheetEnd::kRejected;
    case Expectation::kWrongDay:
      return end == SheetEnd::kPending && HasRule(stored, "V0");
    case Expectation::kOverLimit:
      return end == SheetEnd::kPending && HasRule(stored, "V4");
    case Expectation::kIncomplete:
    case Expectation::kReview:
      return waits || end == SheetEnd::kNoSheet;
    case Expectation::kExactOrReview:
      return waits || end == SheetEnd::kNoSheet ||
             end ==
                 (truth.is_zero_hour ? SheetEnd::kZeroHour : SheetEnd::kStored);
    case Expectation::kNotTimesheet:
      return end == SheetEnd::kNoSheet;
  }
  return false;
}

SheetJudgement JudgeSheet(const SheetTruth& truth, const StoredSheet& stored) {
  SheetJudgement judgement;
  judgement.wrong_hours = WrongHours(truth, stored);
  judgement.first_error = ReadingError(truth, stored);
  judgement.read_exactly = judgement.first_error.empty();
  judgement.names_too = judgement.read_exactly && NamesAreRight(truth, stored);
  judgement.right_end = MayEnd(truth, stored);
  judgement.exact = judgement.read_exactly && judgement.right_end &&
                    judgement.wrong_hours.empty();
  if (stored.end != SheetEnd::kNoSheet && stored.end != SheetEnd::kRejected &&
      ShowsAWeek(truth)) {
    for (const SheetProject& project : truth.projects) {
      judgement.code_characters += project.code.size();
    }
    judgement.code_errors = CodeErrors(truth, stored);
  }
  return judgement;
}

}  // namespace rescan::bench
