#ifndef RESCAN_ENGINE_RUN_WORKER_FACTS_H_
#define RESCAN_ENGINE_RUN_WORKER_FACTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/image/classify.h"
#include "engine/image/input_file.h"
#include "engine/image/open_image.h"
#include "engine/ocr/page.h"

namespace rescan {

// What the bytes alone tell of a file whose image did not get far enough to
// tell more: size and SHA-256. Reads from its start in small pieces, wherever
// the file's position is. Nothing if it cannot be read or is longer than
// `max_bytes`.
[[nodiscard]] std::optional<ImageFacts> FactsOfBytes(const FileDescriptor& file,
                                                     std::uint64_t max_bytes);

// What the margins are measured by: the corners of each line as it is turned.
[[nodiscard]] std::vector<TextExtent> ExtentsOf(const Page& page);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_WORKER_FACTS_H_
