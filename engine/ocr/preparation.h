// What is done to a picture before it is read, as an OCR version profile says
// it (field "preparation", engine/doc/formats.md).
#ifndef RESCAN_ENGINE_OCR_PREPARATION_H_
#define RESCAN_ENGINE_OCR_PREPARATION_H_

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/image/classify.h"
#include "kernels/base/result.h"

namespace rescan {

// Lengths are pixels of the picture that the step is given, unless said
// otherwise.

// Cuts away what lies around the text-like ink, leaving `padding` around it.
// A page with fewer than `fewest_components` of them is left whole.
struct CropStep {
  // 0..1000, pixels of a copy that is at most 1000 wide.
  int padding = 0;
  int fewest_components = 0;  // 1..100000
  friend bool operator==(const CropStep&, const CropStep&) = default;
};

// Turns the page so that its lines run level.
struct DeskewStep {
  double least_degrees = 0;  // 0..10: less is left as it is
  // 0..10 and no less than that: more is taken for a mistake.
  double most_degrees = 0;
  friend bool operator==(const DeskewStep&, const DeskewStep&) = default;
};

// Scales so that the median character height becomes `character_height`, and
// to no side of more than 32767, which is all that Tesseract takes. A page of
// dust (more than 20,000 marks, few as large as characters) is not enlarged,
// and made no larger than 6 megapixels.
struct ScaleStep {
  double character_height = 0;  // 8..100
  double least = 0;             // of the factor, 0.01..1
  double most = 0;              // of the factor, 1..8
  double tolerance = 0;         // 0..0.5: a factor so near 1 is left out
  double most_megapixels = 0;   // 0.1..100, of the result
  friend bool operator==(const ScaleStep&, const ScaleStep&) = default;
};

// Makes light text on dark ground dark on light.
struct PolarityStep {
  enum class Scope { kPage, kRegions };
  Scope scope = Scope::kPage;  // the whole page or none; each dark region
  friend bool operator==(const PolarityStep&, const PolarityStep&) = default;
};

// Divides by the brightness of the paper around each pixel.
struct BackgroundStep {
  double radius_share = 0;  // 0.001..0.5 of the page's width
  friend bool operator==(const BackgroundStep&,
                         const BackgroundStep&) = default;
};

// Contrast-limited adaptive histogram equalisation.
struct ContrastStep {
  double clip_limit = 0;  // 1..40
  int tiles = 0;          // 1..64, on each axis
  friend bool operator==(const ContrastStep&, const ContrastStep&) = default;
};

// Takes straight rules out (engine/ocr/erase_rules.h).
struct RulesStep {
  int least_length = 0;  // 20..10000
  int reach = 0;         // 2..50
  int depth = 0;         // 1..255, levels
  friend bool operator==(const RulesStep&, const RulesStep&) = default;
};

struct BlurStep {
  double sigma = 0;  // 0.3..5
  friend bool operator==(const BlurStep&, const BlurStep&) = default;
};

// The last step of all, after the page was read: doubtful words, and ink that
// the layout left out, are read on their own (engine/ocr/reread.h).
struct RereadStep {
  // One reading each, in this order, with digits of that height; 1 to 8 of
  // 8..100.
  std::vector<double> digit_heights;
  double blur = 0;    // sigma, 0 (none) or 0.3..5
  double margin = 0;  // around the word and its ink, 0.1..2 of their height
  double below_confidence = 0;  // 0..1: less sure words are doubtful
  int most_readings = 0;        // 1..100000, of a page
  friend bool operator==(const RereadStep&, const RereadStep&) = default;
};

using PreparationStep =
    std::variant<CropStep, DeskewStep, ScaleStep, PolarityStep, BackgroundStep,
                 ContrastStep, BlurStep, RulesStep, RereadStep>;

// For pictures of one class.
struct ClassPreparation {
  std::vector<PreparationStep> steps;  // in this order
  int page_segmentation_mode = 3;      // Tesseract's psm
  // Tesseract variables for this class, over those of the profile.
  std::map<std::string, std::string> parameters;
  // The last step, if it is this one; null if not.
  [[nodiscard]] const RereadStep* Reread() const;
  friend bool operator==(const ClassPreparation&,
                         const ClassPreparation&) = default;
};

struct Preparation {
  ClassPreparation native, photo, scan;
  // A page that reads badly is tried at other quarter turns.
  bool detect_orientation = false;
  // A JPEG of more megapixels is decoded at 1/2, 1/4 or 1/8; 0 = never.
  int reduce_above_megapixels = 0;
  // The field's JSON in one fixed form: equal texts prepare alike.
  std::string canonical;

  [[nodiscard]] const ClassPreparation& Of(ImageClass image_class) const;
  friend bool operator==(const Preparation&, const Preparation&) = default;
};

// Reads the JSON object `text`. Error kCorruption: what is wrong with which
// field ("scan: step 2 (scale): field \"most\" must be ..."). Every field must
// be there and no other: a profile says all that is done.
[[nodiscard]] Result<Preparation> ParsePreparation(std::string_view text);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_PREPARATION_H_
