#include "engine/ocr/uncovered_ink.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "kernels/image/adaptive_threshold.h"
#include "kernels/image/grey_image.h"
#include "kernels/image/ink_components.h"
#include "kernels/image/text_geometry.h"

namespace rescan {
namespace {

using kernels::InkBox;

constexpr std::size_t kMostCharacters = 5'000;
// In character heights.
constexpr double kLow = 0.5;
constexpr double kHigh = 1.8;
constexpr double kWide = 4;  // touching neighbours
constexpr double kGap = 1;   // from word to word of a line
// Coverage is marked in squares of this side, pixels.
constexpr int kSquare = 4;

// Which squares of the picture lie in some box.
class Coverage {
 public:
  Coverage(int width, int height, std::span<const PixelBox> boxes)
      : columns_(width / kSquare + 1),
        rows_(height / kSquare + 1),
        squares_(static_cast<std::size_t>(columns_) *
                 static_cast<std::size_t>(rows_)) {
    for (const PixelBox& box : boxes) {
      const int right =
          std::min((box.left + box.width) / kSquare, columns_ - 1);
      const int foot = std::min((box.top + box.height) / kSquare, rows_ - 1);
      for (int y = std::max(0, box.top / kSquare); y <= foot; ++y) {
        for (int x = std::max(0, box.left / kSquare); x <= right; ++x) {
          squares_[At(x, y)] = true;
        }
      }
    }
  }

  [[nodiscard]] bool Holds(const InkBox& box) const {
    return squares_[At((box.left + box.right) / 2 / kSquare,
                       (box.top + box.bottom) / 2 / kSquare)];
  }

 private:
  [[nodiscard]] std::size_t At(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(x);
  }

  int columns_, rows_;
  std::vector<bool> squares_;
};

std::vector<kernels::InkComponent> ComponentsOf(kernels::GreyView picture) {
  kernels::GreyImage mask(picture.width, picture.height);
  kernels::AdaptiveThreshold(picture, {}, mask.mutable_view());
  return kernels::FindInkComponents(mask.view()).components;
}

// Two characters may be all there is.
double HeightOf(std::span<const kernels::InkComponent> components, int width,
                int height) {
  kernels::TextGeometryOptions options;
  options.min_characters = 2;
  return kernels::MeasureText(components, width, height, options)
      .character_height;
}

// Characters that no box covers, by their left edges; nothing if too many.
std::vector<InkBox> CharactersLeft(
    std::span<const kernels::InkComponent> components, const Coverage& coverage,
    double height) {
  std::vector<InkBox> left;
  for (const kernels::InkComponent& component : components) {
    const InkBox& box = component.box;
    if (box.height() < kLow * height || box.height() > kHigh * height ||
        box.width() > kWide * height || coverage.Holds(box)) {
      continue;
    }
    left.push_back(box);
    if (left.size() > kMostCharacters) return {};
  }
  std::sort(left.begin(), left.end(), [](const InkBox& a, const InkBox& b) {
    return std::pair(a.left, a.top) < std::pair(b.left, b.top);
  });
  return left;
}

bool SameRow(const InkBox& a, const InkBox& b) {
  const int common = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return 2 * common > std::max(a.height(), b.height());
}

class Groups {
 public:
  explicit Groups(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t Root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void Join(std::size_t a, std::size_t b) { parent_[Root(a)] = Root(b); }

 private:
  std::vector<std::size_t> parent_;
};

struct InkWord {
  InkBox box;
  int characters = 0;
};

std::vector<InkWord> WordsOf(const std::vector<InkBox>& characters,
                             double height) {
  Groups groups(characters.size());
  const double reach = (kWide + kGap) * height;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    for (std::size_t j = i; j-- > 0;) {
      if (characters[i].left - characters[j].left > reach) break;
      const bool near =
          characters[i].left - characters[j].right <= kGap * height;
      if (near && SameRow(characters[i], characters[j])) groups.Join(i, j);
    }
  }
  std::vector<InkWord> words(characters.size());
  for (std::size_t i = 0; i < characters.size(); ++i) {
    InkWord& word = words[groups.Root(i)];
    const InkBox& box = characters[i];
    word.box = word.characters == 0
                   ? box
                   : InkBox{std::min(word.box.left, box.left),
                            std::min(word.box.top, box.top),
                            std::max(word.box.right, box.right),
                            std::max(word.box.bottom, box.bottom)};
    ++word.characters;
  }
  // Touching characters are one component; a lone one is an icon or a speck.
  std::erase_if(words, [&](const InkWord& word) {
    return word.characters == 0 || word.box.height() > kHigh * height ||
           (word.characters == 1 && word.box.width() < height);
  });
  return words;
}

}  // namespace

std::vector<PixelBox> FindUncoveredWords(kernels::GreyView picture,
                                         std::span<const PixelBox> covered,
                                         std::size_t most) {
  const auto components = ComponentsOf(picture);
  const double height = HeightOf(components, picture.width, picture.height);
  if (height <= 0) return {};
  const Coverage coverage(picture.width, picture.height, covered);
  std::vector<InkWord> words =
      WordsOf(CharactersLeft(components, coverage, height), height);
  const auto row = [&](const InkWord& word) {
    return std::lround((word.box.top + word.box.bottom) / (2 * height));
  };
  std::sort(
      words.begin(), words.end(), [&](const InkWord& a, const InkWord& b) {
        return std::pair(row(a), a.box.left) < std::pair(row(b), b.box.left);
      });
  if (words.size() > most) words.resize(most);
  std::vector<PixelBox> boxes;
  for (const InkWord& word : words) {
    boxes.push_back(
        {word.box.left, word.box.top, word.box.width(), word.box.height()});
  }
  return boxes;
}

}  // namespace rescan
