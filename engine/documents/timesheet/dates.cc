#include "engine/documents/timesheet/dates.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdio>
#include <vector>

#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, kDaysOfWeek> kDays = {
    "Monday", "Tuesday",  "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday"};
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;
constexpr int kMaxDaysFromCapture = 400;

enum class DateForm { kMonthFirst, kDayFirst, kDotted, kSlashed };

struct DateParts {
  DateForm form = DateForm::kMonthFirst;
  int month = 0, day = 0;
  std::optional<int> year;
  bool parted = false;
};

// A run of letters, a run of digits, or one other character.
std::vector<std::string_view> DateTokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = begin + 1;
    const char c = text[begin];
    if (IsLetter(c)) {
      while (end < text.size() && IsLetter(text[end])) ++end;
    } else if (IsDigit(c)) {
      while (end < text.size() && IsDigit(text[end])) ++end;
    }
    if (c != ' ') tokens.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return tokens;
}

// A number of `min_digits` to `max_digits` digits.
std::optional<int> Number(std::string_view token, std::size_t min_digits,
                          std::size_t max_digits) {
  if (token.size() < min_digits || token.size() > max_digits ||
      !std::all_of(token.begin(), token.end(), IsDigit)) {
    return std::nullopt;
  }
  int value = 0;
  for (const char c : token) value = value * 10 + (c - '0');
  return value;
}

// "9/22/2025" or "09.22.2025".
std::optional<DateParts> NumericDate(
    const std::vector<std::string_view>& tokens) {
  if (tokens.size() != 5 || tokens[1] != tokens[3] ||
      (tokens[1] != "." && tokens[1] != "/")) {
    return std::nullopt;
  }
  const auto month = Number(tokens[0], 1, 2);
  const auto day = Number(tokens[2], 1, 2);
  const auto year = Number(tokens[4], 4, 4);
  if (!month || !day || !year) return std::nullopt;
  return DateParts{tokens[1] == "." ? DateForm::kDotted : DateForm::kSlashed,
                   *month, *day, year, false};
}

// The rest of a date behind month and day: nothing, or "[,] YYYY".
bool TakeYear(std::vector<std::string_view> rest, DateParts* parts) {
  if (rest.empty()) return true;
  if (rest.front() == ",") rest.erase(rest.begin());
  if (rest.size() != 1 || parts->year.has_value()) return false;
  parts->year = Number(rest.front(), 4, 4);
  return parts->year.has_value();
}

std::optional<DateParts> NamedDate(
    const std::vector<std::string_view>& tokens) {
  if (tokens.size() < 2) return std::nullopt;
  DateParts parts;
  const bool month_first = IsLetter(tokens[0].front());
  parts.form = month_first ? DateForm::kMonthFirst : DateForm::kDayFirst;
  const auto month = MonthFromName(tokens[month_first ? 0 : 1]);
  std::string_view number = tokens[month_first ? 1 : 0];
  if (!month) return std::nullopt;
  parts.month = *month;
  // "282025" and "92025": the blank between day and year was lost.
  if (month_first && (number.size() == 5 || number.size() == 6)) {
    parts.year = Number(number.substr(number.size() - 4), 4, 4);
    number.remove_suffix(4);
    parts.parted = true;
    if (!parts.year) return std::nullopt;
  }
  const auto day = Number(number, 1, 2);
  if (!day || !TakeYear({tokens.begin() + 2, tokens.end()}, &parts)) {
    return std::nullopt;
  }
  parts.day = *day;
  return parts;
}

std::optional<DateParts> ParseDate(std::string_view text) {
  const std::vector<std::string_view> tokens = DateTokens(text);
  if (const auto numeric = NumericDate(tokens)) return numeric;
  return NamedDate(tokens);
}

std::optional<Day> MakeDay(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  const chr::year_month_day date(chr::year(year),
                                 chr::month(static_cast<unsigned>(month)),
                                 chr::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

// The first day, its year taken from the last where it has none.
std::optional<Day> FirstDay(const DateParts& first, const DateParts& last) {
  const bool turns = first.month > last.month ||
                     (first.month == last.month && first.day > last.day);
  return MakeDay(first.year.value_or(*last.year - (turns ? 1 : 0)), first.month,
                 first.day);
}

// What recognition adds at the ends: dropdown arrows, frames, full stops.
std::string_view WithoutEdgeMarks(std::string_view text) {
  constexpr std::string_view kMarks = " .,;:|<>_~'\"";
  const std::size_t begin = text.find_first_not_of(kMarks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kMarks) - begin + 1);
}

tl::unexpected<Error> NoRange(std::string_view text, std::string_view why) {
  return Fail(ErrorCode::kInvalidArgument,
              "date range " + Quoted(text) + ": " + std::string(why));
}

Result<DateRange> RangeAsWritten(std::string_view text) {
  if (text.size() > kMaxFieldCharacters) return NoRange(text, "too long");
  const std::string plain = CollapseBlanks(PlainDashes(text));
  const std::string_view all = WithoutEdgeMarks(plain);
  const std::size_t dash = all.find('-');
  if (dash == std::string_view::npos ||
      all.find('-', dash + 1) != std::string_view::npos) {
    return NoRange(text, "not two dates with one dash between them");
  }
  const auto first = ParseDate(all.substr(0, dash));
  const auto last = ParseDate(all.substr(dash + 1));
  if (!first || !last) {
    return NoRange(text, std::string(first ? "the second" : "the first") +
                             " part is no date of a known form");
  }
  if (first->form != last->form) {
    return NoRange(text, "its two dates are written in different ways");
  }
  if (!last->year) return NoRange(text, "the second date has no year");
  const auto last_day = MakeDay(*last->year, last->month, last->day);
  if (!last_day) return NoRange(text, "there is no such second date");
  const auto first_day = FirstDay(*first, *last);
  if (!first_day) return NoRange(text, "there is no such first date");
  return DateRange{*first_day, *last_day, first->parted || last->parted, false};
}

// Digits for letters that are read for them and stand alone.
std::string WithDigits(std::string_view text) {
  constexpr std::string_view kLetters = "OIlZSB";
  constexpr std::string_view kDigits = "011258";
  const auto is_alone = [&](std::size_t i) {
    const auto is_part = [&](std::size_t at) {
      return at < text.size() && (IsLetter(text[at]) || IsDigit(text[at]));
    };
    return (i == 0 || !is_part(i - 1)) && !is_part(i + 1);
  };
  std::string with(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t letter = kLetters.find(text[i]);
    if (letter != std::string_view::npos && is_alone(i)) {
      with[i] = kDigits[letter];
    }
  }
  return with;
}

bool IsMondayToSunday(const DateRange& range) {
  return chr::weekday(range.first) == chr::Monday &&
         range.last - range.first == chr::days(6);
}

}  // namespace

Result<DateRange> ParseDateRange(std::string_view text) {
  Result<DateRange> written = RangeAsWritten(text);
  if (written.has_value()) return written;
  Result<DateRange> read = RangeAsWritten(WithDigits(text));
  if (!read.has_value() || !IsMondayToSunday(*read)) return written;
  read->misread = true;
  return read;
}

Result<Week> WeekOf(const DateRange& range) {
  const auto days =
      std::max<std::int64_t>(0, (range.last - range.first).count() + 1);
  if (days != static_cast<std::int64_t>(kDaysOfWeek)) {
    return Fail(ErrorCode::kInvalidArgument,
                "the period " + FormatDay(range.first) + " to " +
                    FormatDay(range.last) + " has " + std::to_string(days) +
                    " days instead of 7");
  }
  const chr::days after_monday = chr::weekday(range.first) - chr::Monday;
  return Week{range.first - after_monday, after_monday != chr::days(0)};
}

std::optional<Day> CaptureDate(std::string_view file_name) {
  const std::size_t folder = file_name.find_last_of('/');
  if (folder != std::string_view::npos) file_name.remove_prefix(folder + 1);
  constexpr std::string_view kForm = "dddd-dd-dd_ddhdd_dd";
  if (file_name.size() < kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool fits =
        kForm[i] == 'd' ? IsDigit(file_name[i]) : file_name[i] == kForm[i];
    if (!fits) return std::nullopt;
  }
  return ParseDay(file_name.substr(0, 10));
}

std::string WeekDoubt(Day monday, Day captured) {
  if (monday > captured) {
    return "the week of " + FormatDay(monday) +
           " begins after the screenshot was taken on " + FormatDay(captured);
  }
  if (captured - monday > chr::days(kMaxDaysFromCapture)) {
    return "the week of " + FormatDay(monday) + " is more than " +
           std::to_string(kMaxDaysFromCapture) +
           " days before the screenshot was taken on " + FormatDay(captured);
  }
  return {};
}

std::string FormatDay(Day day) {
  const chr::year_month_day date(day);
  std::array<char, 32> text{};
  std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = Number(text.substr(0, 4), 4, 4);
  const auto month = Number(text.substr(5, 2), 2, 2);
  const auto day = Number(text.substr(8, 2), 2, 2);
  if (!year || !month || !day) return std::nullopt;
  return MakeDay(*year, *month, *day);
}

int YearOf(Day day) {
  return static_cast<int>(chr::year_month_day(day).year());
}

int DayOfMonth(Day day) {
  return static_cast<int>(
      static_cast<unsigned>(chr::year_month_day(day).day()));
}

std::string_view ShortDayName(std::size_t day) {
  return FullDayName(day).substr(0, 3);
}

std::string_view FullDayName(std::size_t day) {
  assert(day < kDays.size());
  return kDays[day];
}

int MonthOfYear(Day day) {
  return static_cast<int>(
      static_cast<unsigned>(chr::year_month_day(day).month()));
}

std::string_view ShortMonthName(int month) {
  assert(month >= 1 && month <= 12);
  constexpr std::array<std::string_view, 12> kShort = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun",
      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return kShort[static_cast<std::size_t>(month - 1)];
}

std::optional<int> MonthFromName(std::string_view text) {
  const std::string word = Lower(text);
  if (word == "sept") return 9;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (word == kMonths[i] || word == kMonths[i].substr(0, 3)) {
      return static_cast<int>(i + 1);
    }
  }
  return std::nullopt;
}

Day MondayOf(Day day) { return day - (chr::weekday(day) - chr::Monday); }

}  // namespace rescan::timesheet
