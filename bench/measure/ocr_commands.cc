#include "bench/measure/ocr_commands.h"

namespace rescan::bench {

Command OcrCommand(const std::string& rescan, const std::string& version,
                   const OcrRun& run) {
  return {.arguments = {rescan, "ocr", run.images, "--format", run.format,
                        "--ocr-version", version, "--output", run.out, "--jobs",
                        std::to_string(run.jobs)}};
}

Command PeerCommand(const OcrRun& run) {
  // Inside the image folder, so that no further process is needed to name the
  // output. Truth lies beside generated images.
  const std::string script =
      "cd \"$1\" && find . -type f ! -name '*.json' -printf '%P\\0' | sort -z "
      "| xargs -0 -P \"$3\" -I{} tesseract {} \"$2\"/{} -l eng --psm 3 \"$4\"";
  return {.arguments = {"sh", "-c", script, "sh", run.images, run.out,
                        std::to_string(run.jobs), run.format},
          .environment = {"OMP_THREAD_LIMIT=1"}};
}

}  // namespace rescan::bench
