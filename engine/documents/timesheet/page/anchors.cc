#include "engine/documents/timesheet/page/anchors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
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
// none is near.
std::string_view NextTo(const Word& word, std::span<const Word* const> words) {
  const PixelBox& box = word.box;
  const Word* nearest = nullptr;
  for (const Word* other : words) {
    const int gap = other->box.left - (box.left + box.width);
    const int middle = other->box.top + other->box.height / 2;
    if (gap >= 0 && gap <= 2 * box.height && middle > box.top &&
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
  PageSigns signs;
  for (const Line& line : page.lines) {
    bool year = false;
    for (const Word& word : line.words) {
      words.push_back(&word);
      year = year || EndsWithYear(word.text);
    }
    const bool dash = PlainDashes(line.text).find('-') != std::string::npos;
    signs.dates = signs.dates || (year && dash);
  }
  const Word* project = nullptr;
  const Word* status = nullptr;
  int days = 0;
  for (const Word* word : words) {
    const std::string& text = word->text;
    if (text == "Status" && status == nullptr) status = word;
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
  const Word* label = project != nullptr ? project : status;
  if (label == nullptr) return signs;
  const PixelBox& box = label->box;
  signs.capital = static_cast<int>(std::lround(
      box.width * (label == project ? kCapitalOfProject : kCapitalOfStatus)));
  if (signs.capital < kLeastCapital) return signs;
  // The band with the name is above, the dates are as high or a little lower.
  const int top = std::max(0, box.top - 12 * signs.capital);
  const int bottom = std::min(page.height, box.top + 7 * signs.capital);
  signs.region = {0, top, page.width, std::max(0, bottom - top)};
  return signs;
}

bool IsSheet(const PageSigns& signs, bool progress_bar) {
  const int others = (signs.dates ? 1 : 0) + (signs.status ? 1 : 0) +
                     (signs.timesheet ? 1 : 0);
  return (signs.project_time || progress_bar) && others >= 2 &&
         signs.region.height > 0;
}

}  // namespace rescan::timesheet::page
