#include "engine/documents/timesheet/page/text_field.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/text_ink.h"

namespace rescan::timesheet::page {
namespace {

// Of 473 first readings of drawn sheets that were less sure one in fifteen was
// wrong, of 2,267 others one in 200.
constexpr float kCertain = 0.9F;
constexpr int kEnough = 2;
// Of a reading that no other one bears out.
constexpr float kAlone = 0.5F;

// Equal readings of the line.
struct Candidate {
  LineReading reading;
  int votes = 0;
  double doubt = 0;
  bool holds = true;
};

bool IsBetter(const Candidate& a, const Candidate& b) {
  if (a.doubt != b.doubt) return a.doubt < b.doubt;
  if (a.votes != b.votes) return a.votes > b.votes;
  return a.reading.confidence > b.reading.confidence;
}

void Count(LineReading reading, const FieldPicture& field,
           std::vector<Candidate>& candidates) {
  const InkAgreement ink = AgreementOf(field, reading);
  const auto equal = std::find_if(
      candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
        return candidate.reading.text == reading.text;
      });
  if (equal == candidates.end()) {
    candidates.push_back({std::move(reading), 1, ink.Doubt(), ink.Holds()});
    return;
  }
  ++equal->votes;
  // The places of letters are rough: where they fit best they are best known.
  equal->doubt = std::min(equal->doubt, ink.Doubt());
  equal->reading.confidence =
      std::max(equal->reading.confidence, reading.confidence);
}

}  // namespace

Result<LineReading> ReadTextLine(const FieldPicture& field,
                                 const LineLooker& look_at) {
  std::vector<Candidate> candidates;
  for (const Look& look : kTextLooks) {
    auto reading = look_at(look);
    if (!reading.has_value()) return reading;
    if (reading->words.empty()) continue;
    CorrectByShape(field, *reading);
    Count(*std::move(reading), field, candidates);
    const auto best =
        std::min_element(candidates.begin(), candidates.end(), IsBetter);
    const bool certain =
        candidates.size() == 1 && best->reading.confidence >= kCertain;
    if (best->holds && (certain || best->votes >= kEnough)) {
      return std::move(best->reading);
    }
  }
  if (candidates.empty()) return LineReading();
  const auto best =
      std::min_element(candidates.begin(), candidates.end(), IsBetter);
  best->reading.confidence = std::min(best->reading.confidence, kAlone);
  return std::move(best->reading);
}

}  // namespace rescan::timesheet::page
