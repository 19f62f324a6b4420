#include "engine/documents/timesheet/misreading.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/documents/timesheet/plain_text.h"
#include "kernels/base/text.h"

namespace rescan::timesheet {
namespace {

constexpr std::size_t kMostCharacters = 100;

// Letters that are taken for each other are the same letter here.
constexpr std::array<std::string_view, 7> kAlike = {"il1|!", "o0", "s5", "b8",
                                                    "z2",    "g6", "uv"};

// Upper and lower case of U+00C0 to U+017F without their marks, from U+00C0.
constexpr std::string_view kPlain =
    "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
    "aaaaaaaceeeeiiiidnooooo*ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln"
    "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

// Lower case without marks; '*' for all other characters beyond ASCII.
char PlainLetter(std::string_view character) {
  if (character.size() == 1) return Lower(character)[0];
  if (character.size() != 2) return '*';
  const auto first = static_cast<unsigned char>(character[0]);
  const auto second = static_cast<unsigned char>(character[1]);
  const std::size_t code = (first & 0x1FU) << 6 | (second & 0x3FU);
  if (code < 0xC0 || code - 0xC0 >= kPlain.size()) return '*';
  return kPlain[code - 0xC0];
}

std::string PlainLetters(std::string_view text) {
  std::string plain;
  for (const std::string_view character : SplitCharacters(text)) {
    plain += PlainLetter(character);
  }
  return plain;
}

bool AreAlike(char a, char b) {
  return a == b ||
         std::any_of(kAlike.begin(), kAlike.end(), [=](std::string_view set) {
           return set.find(a) != std::string_view::npos &&
                  set.find(b) != std::string_view::npos;
         });
}

// A mark that may be lost or read twice.
bool IsSlight(char c) {
  return std::string_view("il1|.-' ").find(c) != std::string_view::npos;
}

struct Run {
  std::string_view several, one;
};
constexpr std::array<Run, 3> kRuns = {{{"rn", "m"}, {"vv", "w"}, {"cl", "d"}}};

// Costs: a slight mark that is lost or added, a letter that is, and one in
// place of another. Each is more than all the lesser ones of a name together.
constexpr int kSlight = 1;
constexpr int kRound = 200;  // one of c, e, o for another
constexpr int kLost = 1'000;
constexpr int kReplaced = 1'000'000;
constexpr int kNever = 1'000'000'000;

// The least cost of making `name` of `read`. What is lost beside what is added
// is replaced.
class Aligner {
 public:
  Aligner(std::string_view read, std::string_view name)
      : read_(read),
        name_(name),
        columns_(name.size() + 1),
        costs_((read.size() + 1) * columns_) {}

  int Cost() {
    costs_[0] = {0, kNever, kNever};
    for (std::size_t i = 0; i <= read_.size(); ++i) {
      for (std::size_t j = 0; j <= name_.size(); ++j) {
        if (i + j > 0) costs_[i * columns_ + j] = Least(i, j);
      }
    }
    return costs_.back().Least();
  }

 private:
  // By what came last.
  struct Costs {
    int equal = kNever, lost = kNever, added = kNever;
    [[nodiscard]] int Least() const { return std::min({equal, lost, added}); }
  };

  [[nodiscard]] const Costs& At(std::size_t i, std::size_t j) const {
    return costs_[i * columns_ + j];
  }

  // Of one letter in place of another.
  [[nodiscard]] static int CostOf(char a, char b) {
    constexpr std::string_view kRoundLetters = "ceo";
    if (AreAlike(a, b)) return 0;
    return kRoundLetters.find(a) != std::string_view::npos &&
                   kRoundLetters.find(b) != std::string_view::npos
               ? kRound
               : kReplaced;
  }

  // Of the first `i` characters read and the first `j` of the name.
  [[nodiscard]] Costs Least(std::size_t i, std::size_t j) const {
    const auto cost_of = [](char c) { return IsSlight(c) ? kSlight : kLost; };
    Costs costs;
    if (i > 0) {
      const Costs& before = At(i - 1, j);
      costs.lost = std::min(before.equal, before.lost) + cost_of(read_[i - 1]);
    }
    if (j > 0) {
      const Costs& before = At(i, j - 1);
      costs.added =
          std::min(before.equal, before.added) + cost_of(name_[j - 1]);
    }
    if (i == 0 || j == 0) return costs;
    costs.equal = At(i - 1, j - 1).Least() + CostOf(read_[i - 1], name_[j - 1]);
    for (const Run& run : kRuns) {
      TakeRun(i, j, run.several, run.one, &costs);
      TakeRun(i, j, run.one, run.several, &costs);
    }
    return costs;
  }

  void TakeRun(std::size_t i, std::size_t j, std::string_view read,
               std::string_view name, Costs* costs) const {
    if (read_.substr(0, i).ends_with(read) &&
        name_.substr(0, j).ends_with(name)) {
      costs->equal =
          std::min(costs->equal, At(i - read.size(), j - name.size()).Least());
    }
  }

  const std::string_view read_;
  const std::string_view name_;
  const std::size_t columns_;
  std::vector<Costs> costs_;
};

}  // namespace

Difference DifferenceOf(std::string_view read, std::string_view name) {
  const std::string a = PlainLetters(read);
  const std::string b = PlainLetters(name);
  if (a.size() > kMostCharacters || b.size() > kMostCharacters) {
    return Difference::kOther;
  }
  const int cost = Aligner(a, b).Cost();
  if (cost <= kSlight) return Difference::kMisread;
  // All of it lost, or all of it added: letters lost here and added there stand
  // for each other.
  const int more = static_cast<int>(std::max(a.size(), b.size()) -
                                    std::min(a.size(), b.size()));
  const int rest = cost - kLost * more;
  return rest == 0 || rest == kRound ? Difference::kLetters
                                     : Difference::kOther;
}

}  // namespace rescan::timesheet
