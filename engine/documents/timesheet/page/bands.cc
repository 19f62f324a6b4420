#include "engine/documents/timesheet/page/bands.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/page/text_runs.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/similarity.h"
#include "engine/ocr/boxes.h"

namespace rescan::timesheet::page {
namespace {

// In heights of a capital; the generated sheets and the two samples differ from
// the values in brackets by a fifth.
constexpr double kLeastDates = 8;     // width of a range of dates (from 11)
constexpr double kMostDates = 30;     // (up to 20)
constexpr double kLineHeight = 2.2;   // of one line with descenders (1.5)
constexpr double kAside = 0.3;        // around a run, free of frames
constexpr double kAboveName = 0.6;    // free of others; an accent may be there
constexpr double kLabelGap = 2.4;     // from Status to its badge (1.8)
constexpr double kLabelShift = 1.6;   // of their left edges (1)
constexpr double kStatusLevel = 1.8;  // of the badge's and the dates' middles
constexpr double kAboveDates = 2;     // the name's lines end so far above them
constexpr double kTitleGap = 1.1;     // between name and job title (0.4)
constexpr double kTitleShift = 0.7;   // of their left edges (0.1)
constexpr double kLeastName = 2.5;    // width
constexpr double kInitialsGap = 0.25;
constexpr double kCloser = 0.87;  // what is one run, at a second look

constexpr double kNearlyStatus = 0.75;

double MiddleOf(const PixelBox& box) { return box.top + box.height / 2.0; }

PixelBox Clip(const PixelBox& box, const PixelBox& to) {
  const int left = std::max(box.left, to.left);
  const int top = std::max(box.top, to.top);
  return {left, top, std::max(0, std::min(Right(box), Right(to)) - left),
          std::max(0, std::min(Bottom(box), Bottom(to)) - top)};
}

// Of a date: the rest of a line is what frames and chevrons were read as.
bool IsOfDate(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return IsDigit(c) || IsLetter(c); });
}

// The part of `text` that reads as two dates: without marks and one letter at
// either end ("< Sep 22 2025 - Sep 28 2025 v |").
std::optional<std::string> DatesIn(const std::string& text) {
  const std::vector<std::string_view> words = Words(text);
  const auto first = std::find_if(words.begin(), words.end(), IsOfDate);
  const auto last = std::find_if(words.rbegin(), words.rend(), IsOfDate).base();
  for (const auto& [left, right] : {std::pair(0, 0), {0, 1}, {1, 0}, {1, 1}}) {
    if (last - first <= left + right) continue;
    std::string part;
    for (auto word = first + left; word != last - right; ++word) {
      if (!part.empty()) part += ' ';
      part += *word;
    }
    if (ParseDateRange(part).has_value()) return part;
  }
  return std::nullopt;
}

// Two dates, but not all of it can be read.
bool LooksLikeDates(const std::string& text) {
  const auto digits = std::count_if(text.begin(), text.end(), IsDigit);
  return digits >= 6 && 2 * digits >= static_cast<long>(Words(text).size()) &&
         PlainDashes(text).find('-') != std::string::npos;
}

class Bands {
 public:
  Bands(kernels::GreyView page, const PixelBox& region, int capital,
        FieldReader& fields)
      : page_(page),
        region_(region),
        capital_(capital),
        fields_(fields),
        runs_(FindTextRuns(page, region, capital)),
        read_(runs_.size()) {}

  Result<BandFields> Read() {
    RESCAN_TRY(FindDates());
    if (!dates_.has_value()) return std::move(found_);
    RESCAN_TRY(FindStatus());
    RESCAN_TRY(FindName());
    return std::move(found_);
  }

 private:
  [[nodiscard]] double Lengths(double capitals) const {
    return capitals * capital_;
  }

  // Each run is read once at most.
  Result<ReadField> Read(std::size_t run) {
    if (!read_[run].has_value()) {
      auto field = ReadBox(runs_[run]);
      if (!field.has_value()) return tl::unexpected(std::move(field.error()));
      read_[run] = *std::move(field);
    }
    return *read_[run];
  }

  [[nodiscard]] PixelBox WithinOf(const PixelBox& box,
                                  double above = kAside) const {
    const int aside = std::max(1, static_cast<int>(Lengths(kAside)));
    const int top = std::max(1, static_cast<int>(Lengths(above)));
    return Clip({box.left - aside, box.top - top, box.width + 2 * aside,
                 box.height + top + aside},
                region_);
  }

  Result<ReadField> ReadBox(const PixelBox& box) {
    return fields_.Text({&box, 1}, WithinOf(box));
  }

  // From below: the dates stand in the last band.
  Status FindDates() {
    std::optional<std::pair<std::size_t, ReadField>> doubtful;
    for (std::size_t run = runs_.size(); run-- > 0;) {
      const PixelBox& box = runs_[run];
      if (box.width < Lengths(kLeastDates) || box.width > Lengths(kMostDates) ||
          box.height > Lengths(kLineHeight)) {
        continue;
      }
      auto field = Read(run);
      if (!field.has_value()) return tl::unexpected(std::move(field.error()));
      if (!field->readable) continue;
      if (auto dates = DatesIn(field->text)) {
        field->text = *std::move(dates);
        found_.date_range = *std::move(field);
        found_.dates_found = true;
        dates_ = run;
        return {};
      }
      if (!doubtful && LooksLikeDates(field->text)) {
        doubtful.emplace(run, *std::move(field));
      }
    }
    if (doubtful) {
      dates_ = doubtful->first;
      found_.date_range = std::move(doubtful->second);
    }
    return {};
  }

  [[nodiscard]] bool IsLabelOf(const PixelBox& label,
                               const PixelBox& badge) const {
    const int gap = badge.top - Bottom(label);
    return gap >= 0 && gap <= Lengths(kLabelGap) &&
           std::abs(badge.left - label.left) <= Lengths(kLabelShift);
  }

  Status FindStatus() {
    const PixelBox dates = runs_[*dates_];
    for (std::size_t badge = 0; badge < runs_.size(); ++badge) {
      const PixelBox& box = runs_[badge];
      if (box.left < Right(dates) ||
          std::abs(MiddleOf(box) - MiddleOf(dates)) > Lengths(kStatusLevel)) {
        continue;
      }
      for (std::size_t label = 0; label < runs_.size(); ++label) {
        if (label == badge || !IsLabelOf(runs_[label], box)) continue;
        auto text = Read(label);
        if (!text.has_value()) return tl::unexpected(std::move(text.error()));
        if (NameSimilarity(text->text, "status") < kNearlyStatus) continue;
        auto status = Read(badge);
        if (!status.has_value()) {
          return tl::unexpected(std::move(status.error()));
        }
        found_.status = *std::move(status);
        label_top_ = runs_[label].top;
        return {};
      }
    }
    return {};
  }

  // A name, and what stands close below it.
  [[nodiscard]] bool IsTitleOf(const PixelBox& title,
                               const PixelBox& name) const {
    const int gap = title.top - Bottom(name);
    // Initials may stand before the name, and be taken for part of it.
    return gap >= -Lengths(0.1) && gap <= Lengths(kTitleGap) &&
           title.left - name.left >= -Lengths(kTitleShift) &&
           title.left < Right(name) - Lengths(kLeastName);
  }

  using NameAndTitle = std::pair<PixelBox, PixelBox>;

  // The lowest pair of `runs` that ends above `limit`.
  [[nodiscard]] std::optional<NameAndTitle> LowestPair(
      std::span<const PixelBox> runs, double limit) const {
    std::optional<NameAndTitle> lowest;
    for (const PixelBox& title : runs) {
      if (Bottom(title) > limit || title.width < Lengths(kLeastName)) continue;
      for (const PixelBox& name : runs) {
        if (name.width < Lengths(kLeastName) || !IsTitleOf(title, name)) {
          continue;
        }
        if (!lowest || title.top > lowest->second.top) {
          lowest.emplace(name, title);
        }
      }
    }
    return lowest;
  }

  Status FindName() {
    const PixelBox dates = runs_[*dates_];
    const double limit =
        label_top_ ? *label_top_ + 0.0 : dates.top - Lengths(kAboveDates);
    auto lowest = LowestPair(runs_, limit);
    if (!lowest) {
      // Initials that nearly touch both lines make one run of all.
      const int closer = std::max(4, static_cast<int>(Lengths(kCloser)));
      lowest = LowestPair(FindTextRuns(page_, region_, closer), limit);
    }
    if (!lowest) return {};
    auto& [name, title] = *lowest;
    if (title.left - name.left > Lengths(kTitleShift)) {
      const int right = Right(name);
      name.left = title.left - static_cast<int>(Lengths(kInitialsGap));
      name.width = right - name.left;
    }
    auto read_name = fields_.Name(name, WithinOf(name, kAboveName));
    if (!read_name.has_value()) {
      return tl::unexpected(std::move(read_name.error()));
    }
    auto read_title = ReadBox(title);
    if (!read_title.has_value()) {
      return tl::unexpected(std::move(read_title.error()));
    }
    found_.name = *std::move(read_name);
    found_.job_title = *std::move(read_title);
    return {};
  }

  const kernels::GreyView page_;
  const PixelBox region_;
  const int capital_;
  FieldReader& fields_;
  const std::vector<PixelBox> runs_;
  std::vector<std::optional<ReadField>> read_;
  BandFields found_;
  std::optional<std::size_t> dates_;  // their run
  std::optional<int> label_top_;      // of Status
};

}  // namespace

Result<BandFields> ReadBands(kernels::GreyView page, const PixelBox& region,
                             int capital, FieldReader& fields) {
  return Bands(page, region, capital, fields).Read();
}

Result<ReadField> ReadProjectTime(kernels::GreyView page, const PixelBox& bar,
                                  int capital, FieldReader& fields) {
  // The figures are more than twice as high as the page's.
  const PixelBox over = Clip({Right(bar) - 10 * capital, bar.top - 4 * capital,
                              11 * capital, 4 * capital},
                             {0, 0, page.width, page.height});
  const std::vector<PixelBox> runs = FindTextRuns(page, over, 2 * capital);
  if (runs.empty()) return ReadField{};
  const PixelBox& last = *std::max_element(
      runs.begin(), runs.end(),
      [](const PixelBox& a, const PixelBox& b) { return Right(a) < Right(b); });
  return fields.Percent({&last, 1}, over);
}

}  // namespace rescan::timesheet::page
