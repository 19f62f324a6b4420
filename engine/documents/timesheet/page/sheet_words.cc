#include "engine/documents/timesheet/page/sheet_words.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/header.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/similarity.h"

namespace rescan::timesheet::page {
namespace {

constexpr double kNearly = 0.8;
constexpr int kDaysInARow = 3;
constexpr int kLabels = 2;
constexpr int kNumbers = 5;

bool Is(std::string_view text, std::string_view word) {
  return NameSimilarity(text, word) >= kNearly;
}

// "7.50", "299.38".
bool IsHours(std::string_view text) {
  const std::size_t point = text.find('.');
  return point != std::string_view::npos && point > 0 && point <= 3 &&
         text.size() == point + 3 &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// What stands in the parentheses that `text` is; empty if it is not.
std::string_view InParentheses(std::string_view text) {
  if (text.size() < 4 || text.front() != '(' || text.back() != ')') return {};
  return text.substr(1, text.size() - 2);
}

bool IsCodeOfFamily(std::string_view text) {
  const CodeFamily family = FamilyOf(text);
  return family != CodeFamily::kOther && IsStorableCode(text) &&
         CodeDoubt(text).empty();
}

// The address that the browser shows of this page.
bool IsAddressOfSheet(std::string_view text) {
  const std::string address = Lower(text);
  return address.find("timesheetid=") != std::string::npos ||
         address.find("timeperiodid=") != std::string::npos;
}

bool IsUpperWord(std::string_view text) {
  return text.size() >= 2 &&
         std::all_of(text.begin(), text.end(), IsUpperLetter);
}

// Counts while it goes over the lines of a page, which are borrowed.
class Signs {
 public:
  void Add(const Line& line) {
    // The one stands above the other.
    if (!line.words.empty() && last_word_ == "Clarity" &&
        Is(line.words.front().text, "timesheets")) {
      clarity_ = 1;
    }
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      const std::string_view next =
          i + 1 < line.words.size() ? std::string_view(line.words[i + 1].text)
                                    : std::string_view();
      AddPair(line.words[i].text, next);
      AddGroup(InParentheses(line.words[i].text));
      if (IsHours(line.words[i].text)) ++hours_;
      if (IsAddressOfSheet(line.words[i].text)) address_ = 1;
    }
    if (!line.words.empty()) last_word_ = line.words.back().text;
  }

  [[nodiscard]] bool Suffice() const {
    const bool labels = labels_ >= kLabels;
    const int rare = project_time_ + posted_actuals_ + collapse_all_ +
                     my_timesheet_ + clarity_ + address_ + code_ +
                     label_of_system_ + (days_ >= kDaysInARow ? 1 : 0);
    const int common = timesheet_ + (labels ? 1 : 0) + dashed_years_ +
                       (hours_ >= kNumbers ? 1 : 0);
    const bool alone = timesheet_ == 0 && !labels;
    return rare >= 2 || (rare == 1 && common >= 2 && !alone);
  }

  void AddDates(const Line& line) {
    const auto has_year = [](const Word& word) {
      const std::size_t year = word.text.find("20");
      return year != std::string::npos && word.text.size() >= year + 4 &&
             IsDigit(word.text[year + 2]) && IsDigit(word.text[year + 3]);
    };
    const auto years =
        std::count_if(line.words.begin(), line.words.end(), has_year);
    const bool dash = PlainDashes(line.text).find('-') != std::string::npos;
    if (years >= 2 && dash) dashed_years_ = 1;
  }

 private:
  void AddPair(std::string_view word, std::string_view next) {
    const bool timesheet = Lower(word).starts_with("timesheet");
    if (timesheet) timesheet_ = 1;
    if (Is(word, "project") && word.starts_with('P') && Is(next, "time")) {
      project_time_ = 1;
    }
    if (Is(word, "posted") && Is(next, "actuals")) posted_actuals_ = 1;
    if (Is(word, "collapse") && Is(next, "all")) collapse_all_ = 1;
    if (word == "My" && Is(next, "timesheet")) my_timesheet_ = 1;
    // The other way round it is the title of a tab behind another page.
    if (word == "Clarity" && Is(next, "timesheets")) clarity_ = 1;
    AddDay(word, next);
  }

  void AddDay(std::string_view word, std::string_view next) {
    if (word.size() > 4 || next.empty() || !IsDigit(next.front())) return;
    const DayLabel day =
        ParseDayLabel(std::string(word) + " " + std::string(next));
    if (!day.weekday || !day.day_of_month) return;
    const bool follows =
        last_day_ && last_day_->weekday && *day.weekday > *last_day_->weekday &&
        (*day.day_of_month - *last_day_->day_of_month ==
             static_cast<int>(*day.weekday - *last_day_->weekday) ||
         *day.day_of_month < *last_day_->day_of_month);
    days_ = follows ? days_ + 1 : std::max(days_ >= kDaysInARow ? days_ : 0, 1);
    last_day_ = day;
  }

  void AddGroup(std::string_view text) {
    if (text.empty()) return;
    if (IsCodeOfFamily(text)) code_ = 1;
    if (EqualsIgnoringCase(text, "BLDDPLYTEST") ||
        EqualsIgnoringCase(text, "DESIGNA")) {
      label_of_system_ = 1;
    }
    if (IsUpperWord(text)) ++labels_;
  }

  int project_time_ = 0, posted_actuals_ = 0, collapse_all_ = 0,
      my_timesheet_ = 0, clarity_ = 0, address_ = 0, code_ = 0,
      label_of_system_ = 0;
  int timesheet_ = 0, dashed_years_ = 0;
  int labels_ = 0, hours_ = 0, days_ = 0;
  std::optional<DayLabel> last_day_;
  std::string_view last_word_;  // of the line before
};

}  // namespace

bool HasWordsOfSheet(const Page& page) {
  Signs signs;
  for (const Line& line : page.lines) {
    signs.Add(line);
    signs.AddDates(line);
  }
  return signs.Suffice();
}

}  // namespace rescan::timesheet::page
