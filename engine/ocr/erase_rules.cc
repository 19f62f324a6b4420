#include "engine/ocr/erase_rules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace rescan {
namespace {

using kernels::GreyView;

// Pixels of a row or a column that lie on a rule, but for short gaps.
struct Stretch {
  int at = 0;  // the row or column
  int begin = 0;
  int last = -1;  // inclusive; begin > last: empty

  [[nodiscard]] int length() const { return last - begin + 1; }
};

class Stretches {
 public:
  explicit Stretches(const RuleOptions& options) : options_(options) {}

  void Add(Stretch& open, int place) {
    if (open.last < open.begin || place - open.last > options_.reach + 1) {
      Close(open);
      open.begin = place;
    }
    open.last = place;
  }

  void Close(Stretch& open) {
    if (open.length() >= options_.least_length) found_.push_back(open);
    open.begin = 0;
    open.last = -1;
  }

  [[nodiscard]] const std::vector<Stretch>& found() const { return found_; }

 private:
  const RuleOptions options_;
  std::vector<Stretch> found_;
};

bool IsValley(int pixel, int a, int b, int depth) {
  return std::min(a, b) > pixel + depth;
}

// 1 for each pixel that lies between two lighter ones. Written for the
// compiler to make vectors of.
void MarkValleys(const std::uint8_t* pixels, const std::uint8_t* a,
                 const std::uint8_t* b, int depth, int count,
                 std::uint8_t* marks) {
  const auto least = static_cast<std::uint8_t>(depth);
  for (int x = 0; x < count; ++x) {
    const std::uint8_t side = std::min(a[x], b[x]);
    const std::uint8_t pixel = pixels[x];
    const auto lighter =
        static_cast<std::uint8_t>(std::max(side, pixel) - pixel);
    marks[x] = lighter > least ? 1 : 0;
  }
}

// Calls `visit` with the place of each mark. Most are 0: eight at a time.
template <class F>
void ForEachMark(const std::vector<std::uint8_t>& marks, F visit) {
  constexpr std::size_t kWord = 8;
  std::size_t x = 0;
  for (; x + kWord <= marks.size(); x += kWord) {
    std::uint64_t word = 0;
    std::memcpy(&word, marks.data() + x, kWord);
    if (word == 0) continue;
    for (std::size_t k = x; k < x + kWord; ++k) {
      if (marks[k] != 0) visit(static_cast<int>(k));
    }
  }
  for (; x < marks.size(); ++x) {
    if (marks[x] != 0) visit(static_cast<int>(x));
  }
}

class Eraser {
 public:
  Eraser(GreyView picture, const RuleOptions& options)
      : picture_(picture),
        options_(options),
        result_(picture.width, picture.height) {
    for (int y = 0; y < picture.height; ++y) {
      std::copy_n(picture.Row(y), picture.width, result_.mutable_view().Row(y));
    }
  }

  kernels::GreyImage Erase() {
    FindAndErase();
    return std::move(result_);
  }

 private:
  void FindAndErase() {
    const int reach = options_.reach;
    const int width = picture_.width - 2 * reach;
    Stretches level(options_);
    Stretches upright(options_);
    std::vector<Stretch> columns(static_cast<std::size_t>(picture_.width));
    for (int x = 0; x < picture_.width; ++x) {
      columns[static_cast<std::size_t>(x)].at = x;
    }
    std::vector<std::uint8_t> marks(static_cast<std::size_t>(picture_.width));
    std::vector<std::uint8_t> inner(
        static_cast<std::size_t>(std::max(0, width)));
    for (int y = 0; y < picture_.height; ++y) {
      const std::uint8_t* row = picture_.Row(y);
      if (y >= reach && y < picture_.height - reach) {
        MarkValleys(row, picture_.Row(y - reach), picture_.Row(y + reach),
                    options_.depth, picture_.width, marks.data());
        Stretch open{y};
        ForEachMark(marks, [&](int x) { level.Add(open, x); });
        level.Close(open);
      }
      if (width < 1) continue;
      MarkValleys(row + reach, row, row + 2 * reach, options_.depth, width,
                  inner.data());
      ForEachMark(inner, [&](int x) {
        upright.Add(columns[static_cast<std::size_t>(x + reach)], y);
      });
    }
    for (Stretch& column : columns) upright.Close(column);
    for (const Stretch& row : level.found()) {
      for (int x = row.begin; x <= row.last; ++x) EraseLevel(x, row.at);
    }
    for (const Stretch& column : upright.found()) {
      for (int y = column.begin; y <= column.last; ++y) {
        EraseUpright(column.at, y);
      }
    }
  }

  void EraseLevel(int x, int y) {
    const int a = picture_.Row(y - options_.reach)[x];
    const int b = picture_.Row(y + options_.reach)[x];
    if (!IsValley(picture_.Row(y)[x], a, b, options_.depth)) return;
    for (int k = -options_.reach / 2; k <= options_.reach / 2; ++k) {
      Lighten(result_.mutable_view().Row(y + k)[x], a, b);
    }
  }

  void EraseUpright(int x, int y) {
    const std::uint8_t* row = picture_.Row(y);
    const int a = row[x - options_.reach];
    const int b = row[x + options_.reach];
    if (!IsValley(row[x], a, b, options_.depth)) return;
    for (int k = -options_.reach / 2; k <= options_.reach / 2; ++k) {
      Lighten(result_.mutable_view().Row(y)[x + k], a, b);
    }
  }

  static void Lighten(std::uint8_t& pixel, int a, int b) {
    pixel = std::max(pixel, static_cast<std::uint8_t>((a + b) / 2));
  }

  const GreyView picture_;
  const RuleOptions options_;
  kernels::GreyImage result_;
};

}  // namespace

kernels::GreyImage EraseRules(GreyView picture, const RuleOptions& options) {
  return Eraser(picture, options).Erase();
}

}  // namespace rescan
