#ifndef RESCAN_ENGINE_OCR_SET_PARAMETER_H_
#define RESCAN_ENGINE_OCR_SET_PARAMETER_H_

#include <string>

#include "kernels/base/result.h"

namespace tesseract {
class TessBaseAPI;
}  // namespace tesseract

namespace rescan {

// Sets one of Tesseract's parameters, where Tesseract itself takes a value that
// it cannot use in silence and leaves the parameter as it was.
//
// A whole number and a number are written as in C, within the range of int and
// double; yes and no as 1 0 T F Y N, true, false, yes or no, in capitals or
// not; a text may be any. Errors, with the parameter unchanged:
// kInvalidArgument for a parameter that there is not, a value of another kind,
// a parameter that only counts before Tesseract's data are loaded, the page
// segmentation mode, which is no parameter of ours, and what opens windows,
// writes files or trains. The message names the parameter and the value.
//
// REQUIRES: `api` was initialised.
[[nodiscard]] Status SetParameter(tesseract::TessBaseAPI& api,
                                  const std::string& name,
                                  const std::string& value);

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_SET_PARAMETER_H_
