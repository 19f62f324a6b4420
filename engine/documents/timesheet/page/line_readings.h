// Readings of the cut-out lines of one page.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LINE_READINGS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LINE_READINGS_H_

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/documents/timesheet/page/field_picture.h"
#include "engine/ocr/page.h"
#include "engine/ocr/reader.h"
#include "kernels/base/result.h"

namespace rescan::timesheet::page {

// How long fields may be read, and who may stop it.
struct FieldLimits {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  const std::atomic<bool>* cancel = nullptr;  // borrowed; may be null
};

// One way to look at a line. Different ways give readings that go wrong in
// different places.
struct Look {
  double height = 24;           // of the ink, pixels, after scaling
  double margin = 0.15;         // around it, in its heights
  double blur = 0.6;            // sigma, pixels, after scaling
  std::string_view characters;  // as LineRequest has it
};

// Ways to look at a line of words, the best first.
inline constexpr std::array<Look, 5> kTextLooks = {{{24, 0.15, 0.6, {}},
                                                    {30, 0.20, 0.6, {}},
                                                    {24, 0.12, 0, {}},
                                                    {20, 0.25, 0.6, {}},
                                                    {30, 0.15, 1, {}}}};

struct LineReading {
  std::string text;         // the words joined by blanks
  float confidence = 0;     // the least sure word's; 0 = nothing read
  std::vector<Word> words;  // boxes in pixels of the page
};

// One line of the page, looked at in one way.
using LineLooker = std::function<Result<LineReading>(const Look& look)>;
// Any part of a line (field_picture.h, PartOf).
using PartLooker = std::function<Result<LineReading>(const FieldPicture& part,
                                                     const Look& look)>;

// Reads lines, each equal picture once: what the reader gives depends on the
// picture and the look alone. For one page; not thread-safe.
class LineReadings {
 public:
  // `reader` and the limits' flag are borrowed.
  LineReadings(Reader& reader, const FieldLimits& limits)
      : reader_(reader), limits_(limits) {}

  // Errors: those of Reader::ReadLine. REQUIRES: the field has ink.
  [[nodiscard]] Result<LineReading> Read(const FieldPicture& field,
                                         const Look& look);

  // How often the reader was asked, and how often it was not needed.
  [[nodiscard]] int readings() const { return readings_; }
  [[nodiscard]] int repeats() const { return repeats_; }

 private:
  Reader& reader_;
  const FieldLimits limits_;
  // By picture and look; boxes in pixels of the picture that was cut out.
  std::unordered_map<std::string, std::vector<Word>> known_;
  int readings_ = 0;
  int repeats_ = 0;
};

}  // namespace rescan::timesheet::page

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PAGE_LINE_READINGS_H_
