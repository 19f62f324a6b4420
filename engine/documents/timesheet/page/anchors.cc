#include "engine/documents/timesheet/page/anchors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/header.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/similarity.h"

namespace rescan::timesheet::page {
namespace {

constexpr double kNearly = 0.8;
constexpr int kLeastDays = 4;
constexpr int kLeastCapital = 4;
// Heights of the table's capitals in widths of the words; the heights of words
// are often those of the line that they were read in.
constexpr double kCapitalOfProject = 0.25;
constexpr double kCapitalOfStatus = 0.33;
constexpr double kCapitalOfDates = 1.25;  // in mean widths of their characters
// The fields stand so many capitals above and below the labels.
constexpr int kAboveLabels = 14;
constexpr int kBelowLabels = 7;
// The word behind stands within so many heights.
constexpr int kNear = 3;

bool Is(std::string_view text, std::string_view word) {
  return NameSimilarity(text, word) >= kNearly;
}

bool IsYear(std::string_view text) {
  return text.size() >= 4 && text.substr(0, 2) == "20" && IsDigit(text[2]) &&
         IsDigit(text[3]) && (text.size() == 4 || !IsDigit(text[4]));
}

// "2025", "2025," or the last of "08/04/2025".
bool EndsWithYear(std::string_view text) {
  while (!text.empty() && !IsDigit(text.back())) text.remove_suffix(1);
  return text.size() >= 4 && IsYear(text.substr(text.size() - 4));
}

// The word right of `word` on its level, in whatever line it was read; empty if
// none is near. Of a small grey word only a part may have its box.
std::string_view NextTo(const Word& word, std::span<const Word* const> words) {
  const PixelBox& box = word.box;
  const Word* nearest = nullptr;
  for (const Word* other : words) {
    const int gap = other->box.left - (box.left + box.width);
    const int middle = other->box.top + other->box.height / 2;
    if (gap >= 0 && gap <= kNear * box.height && middle > box.top &&
        middle < box.top + box.height &&
        (nearest == nullptr || other->box.left < nearest->box.left)) {
      nearest = other;
    }
  }
  return nearest == nullptr ? std::string_view() : nearest->text;
}

bool IsDay(const Word& word, std::string_view next) {
  return word.text.size() <= 4 && !next.empty() && IsDigit(next.front()) &&
         ParseDayLabel(word.text + " " + std::string(next)).weekday;
}

// The years in a line with a dash, as the dates of a week are.
std::vector<const Word*> YearsOf(const Line& line) {
  std::vector<const Word*> years;
  if (PlainDashes(line.text).find('-') == std::string::npos) return years;
  for (const Word& word : line.words) {
    if (EndsWithYear(word.text)) years.push_back(&word);
  }
  return years;
}

// Of a word of dates. A comma makes its box higher than its figures.
int CapitalOf(const Word& word) {
  const double by_width =
      kCapitalOfDates * word.box.width / static_cast<double>(word.text.size());
  return std::min(word.box.height, static_cast<int>(std::lround(by_width)));
}

// Sets region and capital, by the first that there is of the labels PROJECT
// TIME and Status and the years of the dates. The dates are as high as the
// labels or a little lower. Of Status the end may be missing, and then it is
// the dates that tell the height.
void FindRegion(const Page& page, const Word* project, const Word* status,
                std::span<const Word* const> years, PageSigns& signs) {
  PixelBox at;
  if (project != nullptr) {
    at = project->box;
    signs.capital = static_cast<int>(std::lround(at.width * kCapitalOfProject));
  } else {
    for (const Word* year : years) {
      const int capital = CapitalOf(*year);
      if (signs.capital > 0 && signs.capital <= capital) continue;
      at = year->box;
      signs.capital = capital;
    }
    if (status != nullptr) {
      at = status->box;
      signs.capital =
          std::max(signs.capital,
                   static_cast<int>(std::lround(at.width * kCapitalOfStatus)));
    }
  }
  if (signs.capital < kLeastCapital) return;
  const int top = std::max(0, at.top - kAboveLabels * signs.capital);
  const int bottom =
      std::min(page.height, at.top + kBelowLabels * signs.capital);
  signs.region = {0, top, page.width, std::max(0, bottom - top)};
}

}  // namespace

ColumnRoles RolesOf(std::span<const ReadField> labels) {
  ColumnRoles roles;
  std::array<int, kDaysOfWeek> days_off{};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string text =
        labels[i].readable ? CollapseBlanks(labels[i].text) : std::string();
    if (i < kDaysOfWeek) {
      const auto weekday = ParseDayLabel(text).weekday;
      if (weekday) ++days_off[(*weekday + kDaysOfWeek - i) % kDaysOfWeek];
    } else if (!roles.total && Is(text, "total")) {
      roles.total = i;
    } else if (!roles.posted_actuals && Is(text, "posted actuals")) {
      roles.posted_actuals = i;
    }
  }
  roles.legible_days = *std::max_element(days_off.begin(), days_off.end());
  return roles;
}

bool BeginsPostedActuals(const ReadField& label) {
  return label.readable && Is(CollapseBlanks(label.text), "posted");
}

bool IsWeek(const ColumnRoles& roles) {
  return roles.legible_days >= kLeastDays;
}

PageSigns SignsOf(const Page& page) {
  std::vector<const Word*> words;
  std::vector<const Word*> years;
  PageSigns signs;
  for (const Line& line : page.lines) {
    for (const Word& word : line.words) words.push_back(&word);
    std::vector<const Word*> of_line = YearsOf(line);
    if (of_line.size() > years.size()) years = std::move(of_line);
  }
  signs.dates = !years.empty();
  const Word* project = nullptr;
  const Word* status = nullptr;
  int days = 0;
  for (const Word* word : words) {
    const std::string& text = word->text;
    if (status == nullptr && Is(text, "status")) status = word;
    signs.timesheet = signs.timesheet || Lower(text).starts_with("timesheet");
    const std::string_view next = NextTo(*word, words);
    if (text.starts_with('P') && Is(text, "project") && next.starts_with('T') &&
        Is(next, "time") && project == nullptr) {
      project = word;
    }
    if (IsDay(*word, next)) ++days;
    signs.table = signs.table || days >= 2 ||
                  (Is(text, "posted") && Is(next, "actuals")) ||
                  (Is(text, "collapse") && Is(next, "all"));
  }
  signs.project_time = project != nullptr;
  signs.status = status != nullptr;
  FindRegion(page, project, status, years, signs);
  return signs;
}

bool IsSheet(const PageSigns& signs, bool progress_bar) {
  constexpr int kLeastSigns = 3;
  const int of_hours = (signs.project_time ? 1 : 0) + (progress_bar ? 1 : 0);
  const int of_page = (signs.dates ? 1 : 0) + (signs.status ? 1 : 0) +
                      (signs.timesheet ? 1 : 0);
  return of_hours > 0 && of_hours + of_page >= kLeastSigns &&
         signs.region.height > 0;
}

}  // namespace rescan::timesheet::page
