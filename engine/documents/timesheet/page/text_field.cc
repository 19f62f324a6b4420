#include "engine/documents/timesheet/page/text_field.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace rescan::timesheet::page {
namespace {

constexpr std::array<Look, 4> kLooks = {{{24, 0.15, 0.6, {}},
                                         {30, 0.20, 0.6, {}},
                                         {24, 0.12, 0, {}},
                                         {20, 0.25, 0.6, {}}}};
constexpr float kCertain = 0.8F;
// Of a reading that no other one bears out.
constexpr float kAlone = 0.5F;

}  // namespace

Result<LineReading> ReadTextLine(const LineLooker& look_at) {
  std::vector<LineReading> seen;
  for (const Look& look : kLooks) {
    auto reading = look_at(look);
    if (!reading.has_value()) return reading;
    if (seen.empty() && reading->confidence >= kCertain) return reading;
    const auto equal =
        std::find_if(seen.begin(), seen.end(), [&](const LineReading& one) {
          return one.text == reading->text && !one.words.empty();
        });
    if (equal != seen.end()) {
      equal->confidence = std::max(equal->confidence, reading->confidence);
      return *std::move(equal);
    }
    seen.push_back(*std::move(reading));
  }
  LineReading best = *std::max_element(
      seen.begin(), seen.end(), [](const LineReading& a, const LineReading& b) {
        return a.confidence < b.confidence;
      });
  best.confidence = std::min(best.confidence, kAlone);
  return best;
}

}  // namespace rescan::timesheet::page
