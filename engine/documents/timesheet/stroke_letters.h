#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_STROKE_LETTERS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_STROKE_LETTERS_H_

#include <string>
#include <string_view>

namespace rescan::timesheet {

// The usual faces draw a capital I and a small l alike. In names of people the
// place tells which one it is: no word begins with a small l ("lvor") but for
// la and le, and a capital stands behind a small letter ("WexIdale") or behind
// another I ("IIka") nowhere but in McIlroy, MacInnes and the like, which have
// no small l before a consonant there. `name` with its strokes so.
[[nodiscard]] std::string WithStrokesInPlace(std::string name);

// Words within names that are written small: "van", "de".
[[nodiscard]] bool IsNameParticle(std::string_view word);

// "Mc", "De" and other beginnings of words that a capital stands behind.
[[nodiscard]] bool IsNameBeginning(std::string_view word);

// Words of strokes alone, and those of Mc with a vowel behind the stroke: "Ill"
// or "III", "Mclain" or "McIain".
[[nodiscard]] bool HasOpenStroke(std::string_view word);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_STROKE_LETTERS_H_
