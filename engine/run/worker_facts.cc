#include "engine/run/worker_facts.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <span>

#include "kernels/base/sha256.h"

namespace rescan {

std::optional<ImageFacts> FactsOfBytes(const FileDescriptor& file,
                                       std::uint64_t max_bytes) {
  const auto size = FileSize(file);
  if (!size.has_value() || *size > max_bytes) return std::nullopt;
  Sha256 hash;
  std::array<std::uint8_t, std::size_t{64} << 10> chunk;
  std::uint64_t done = 0;
  for (;;) {
    const ssize_t got =
        pread(file.get(), chunk.data(), chunk.size(), static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    hash.Update(std::span(chunk).first(static_cast<std::size_t>(got)));
    done += static_cast<std::uint64_t>(got);
    if (done > max_bytes) return std::nullopt;
  }
  ImageFacts facts;
  facts.file_size = done;
  facts.file_sha256 = hash.Finish();
  return facts;
}

std::vector<TextExtent> ExtentsOf(const Page& page) {
  std::vector<TextExtent> extents;
  extents.reserve(page.lines.size());
  for (const Line& line : page.lines) {
    const Corners corners =
        CornersOf(line.box, line.angle_degrees, page.width, page.height);
    extents.push_back({.left = corners.top_left.x,
                       .right = corners.top_right.x,
                       .top = corners.top_left.y,
                       .bottom = corners.bottom_left.y});
  }
  return extents;
}

}  // namespace rescan
