#ifndef RESCAN_TOOLS_IMAGE_INPUTS_H_
#define RESCAN_TOOLS_IMAGE_INPUTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/run/inputs.h"
#include "kernels/base/result.h"

namespace rescan::cli {

// The images that a command without records works on.
struct ImageInputs {
  struct Image {
    std::string path;      // to open; the way it was typed, where possible
    std::string relative;  // below the typed folder; a typed file's name
  };
  std::vector<Image> images;  // in the order typed, folders sorted by path
  InputRoots roots;
  std::vector<std::string> warnings;
};

// Finds them as `rescan run` does: folders are searched for files that are
// images by content or name, each file counts once, links are not followed
// but for typed ones. Errors as ResolveInputs.
[[nodiscard]] Result<ImageInputs> FindImages(
    const std::vector<std::string>& typed);

[[nodiscard]] std::vector<std::string> PathsOf(const ImageInputs& inputs);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_IMAGE_INPUTS_H_
