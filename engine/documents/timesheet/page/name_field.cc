#include "engine/documents/timesheet/page/name_field.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/page/name_ink.h"
#include "engine/documents/timesheet/page/text_ink.h"
#include "engine/documents/timesheet/stroke_letters.h"

namespace rescan::timesheet::page {
namespace {

constexpr int kEnough = 2;

// Equal names.
struct Candidate {
  std::string name;  // with its strokes in place; the reading's stays as it is
  LineReading reading;
  bool sure = false;  // the ink bears it out
  int votes = 0;
};

bool IsBetter(const Candidate& a, const Candidate& b) {
  if (a.sure != b.sure) return a.sure;
  if (a.votes != b.votes) return a.votes > b.votes;
  return a.reading.confidence > b.reading.confidence;
}

// The text alone: the words stay as they were read. False: the ink shows
// letters that readers do not know.
bool Count(LineReading reading, const FieldPicture& field,
           std::vector<Candidate>* candidates) {
  CorrectByShape(field, reading);
  NameVerdict verdict = JudgeName(field, reading);
  const bool sure = verdict.ink == InkBears::kOut;
  const bool plain = verdict.ink != InkBears::kAccents;
  reading.text = std::move(verdict.name);
  std::string name = WithStrokesInPlace(reading.text);
  const auto equal = std::find_if(
      candidates->begin(), candidates->end(), [&](const Candidate& candidate) {
        return candidate.name == name && candidate.sure == sure;
      });
  if (equal == candidates->end()) {
    candidates->push_back({std::move(name), std::move(reading), sure, 1});
    return plain;
  }
  ++equal->votes;
  equal->reading.confidence =
      std::max(equal->reading.confidence, reading.confidence);
  return plain;
}

// The only one that the ink bears out.
bool IsAlone(const Candidate& best, const std::vector<Candidate>& candidates) {
  return best.sure &&
         std::count_if(candidates.begin(), candidates.end(),
                       [](const Candidate& c) { return c.sure; }) == 1;
}

}  // namespace

Result<LineReading> ReadNameLine(const FieldPicture& field,
                                 const LineLooker& look_at) {
  std::vector<Candidate> candidates;
  bool plain = true;
  for (const Look& look : kTextLooks) {
    auto reading = look_at(look);
    if (!reading.has_value()) return reading;
    if (reading->words.empty()) continue;
    plain = Count(*std::move(reading), field, &candidates) && plain;
    const auto best =
        std::min_element(candidates.begin(), candidates.end(), IsBetter);
    if (plain && best->votes >= kEnough && IsAlone(*best, candidates)) {
      return std::move(best->reading);
    }
  }
  if (candidates.empty()) return LineReading();
  const auto best =
      std::min_element(candidates.begin(), candidates.end(), IsBetter);
  // All others have letters that are not there.
  if (!plain || !IsAlone(*best, candidates)) {
    best->reading.confidence = kDoubted;
  }
  return std::move(best->reading);
}

}  // namespace rescan::timesheet::page
