// What one attempt at one image brought, as a worker reports it and as the
// records keep it.
#ifndef RESCAN_ENGINE_RECORDS_OUTCOME_H_
#define RESCAN_ENGINE_RECORDS_OUTCOME_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/documents/timesheet/sheet.h"
#include "engine/image/classify.h"
#include "engine/image/open_image.h"
#include "engine/ocr/page.h"

namespace rescan {

// Why an image failed. Chosen from the error's class, never from its words.
// The names (FailureTypeName) are persistent; the numbers are not.
enum class FailureType {
  kIo,          // IO_ERROR: the file could not be opened or read
  kDecode,      // DECODE_ERROR: not an image, cut off or damaged
  kLimit,       // LIMIT_ERROR: too many pixels, bytes, or too much memory
  kTimeout,     // TIMEOUT_ERROR: took longer than --timeout
  kCrash,       // CRASH_ERROR: its worker died
  kOcr,         // OCR_ERROR: the recogniser gave up
  kParsing,     // PARSING_ERROR: a document's grammar was not met
  kValidation,  // VALIDATION_ERROR: read, but contradicts itself
  kThrottling,  // THROTTLING_ERROR: kept for imported records
  kTextract,    // TEXTRACT_ERROR: kept for imported records
};
[[nodiscard]] std::string_view FailureTypeName(FailureType type);
[[nodiscard]] std::optional<FailureType> FailureTypeFromName(
    std::string_view name);

struct Failure {
  FailureType type = FailureType::kOcr;
  std::string message;     // names the file and the reason
  std::string error_code;  // class of the error: "Corruption", "SIGSEGV", ...
  std::string raw_ocr_output;     // what had been read, if anything
  std::string validation_errors;  // one a line
  std::string stack_trace;        // if known
};

// Seconds of CPU time in each stage of one image; wall is real time.
struct StageSeconds {
  double open = 0;    // read and hash, without decode
  double decode = 0;  // bytes to pixels, upright
  double classify = 0;
  double prepare = 0;    // crop, scale and the other steps of the profile
  double layout = 0;     // thresholding and page segmentation
  double recognise = 0;  // recognition and collecting the entities
  double wall = 0;       // all of it, by the clock
};

struct CpuStage {
  std::string_view name;
  double StageSeconds::*seconds;
};
// Those of CPU time, in the order of an image's way.
inline constexpr std::array<CpuStage, 6> kCpuStages = {
    {{"open", &StageSeconds::open},
     {"decode", &StageSeconds::decode},
     {"classify", &StageSeconds::classify},
     {"prepare", &StageSeconds::prepare},
     {"layout", &StageSeconds::layout},
     {"recognise", &StageSeconds::recognise}}};

// What was read on an image and how it was classified.
struct Reading {
  Page page;
  Classification classification;
  // Pixels of the prepared page to one of the image, along its columns; none
  // where it was read as it is.
  std::optional<double> prepared_scale;
  // Degrees that the page stands turned clockwise: 0, 90, 180 or 270; none
  // where it read well and was not examined.
  std::optional<int> osd_orientation;
  // What was read of a timesheet; none where the image is not one.
  std::optional<timesheet::RawSheet> timesheet;
};

struct Outcome {
  // Known as soon as the bytes were read; empty hash = they never were.
  // Fields after file_sha256 need a decoded image.
  std::optional<ImageFacts> facts;
  // Exactly one of these is set.
  std::optional<Reading> reading;
  std::optional<Failure> failure;
  StageSeconds seconds;
  std::uint64_t worker_peak_rss_bytes = 0;  // of the worker's life so far
  // The attempt ended with the death of its worker (crash, time limit, memory
  // limit): it may be tried once more, alone.
  bool killed_worker = false;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_OUTCOME_H_
