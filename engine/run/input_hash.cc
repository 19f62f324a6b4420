#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <span>
#include <thread>
#include <utility>

#include "engine/image/format.h"
#include "engine/image/input_file.h"
#include "engine/run/inputs.h"
#include "kernels/base/sha256.h"

namespace rescan {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{128} << 10;
// Files a thread takes at a time: few enough to end together, enough that
// asking for the next ones and for a stop costs nothing.
constexpr std::size_t kFilesAtOnce = 16;

enum class Kind : std::uint8_t { kImage, kOther, kUnreadable };

// Fills `buffer` as far as the file goes; false when a read fails.
bool ReadSome(const FileDescriptor& file, std::span<std::uint8_t> buffer,
              std::size_t* length) {
  *length = 0;
  while (*length < buffer.size()) {
    const ssize_t n =
        read(file.get(), buffer.data() + *length, buffer.size() - *length);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0) break;
    *length += static_cast<std::size_t>(n);
  }
  return true;
}

// Sets the item's hash and size when the file is an image and can be read.
Kind Inspect(bool typed, std::span<std::uint8_t> buffer, PlanItem& item) {
  const bool named = typed || HasImageExtension(item.path);
  const Kind unreadable = named ? Kind::kImage : Kind::kUnreadable;
  const Result<FileDescriptor> file = OpenRegularFile(item.path);
  std::size_t length = 0;
  if (!file || !ReadSome(*file, buffer, &length)) return unreadable;
  const auto head = buffer.first(std::min(length, kSniffBytes));
  if (!named && SniffFormat(head) == ImageFormat::kUnknown) return Kind::kOther;

  Sha256 hash;
  std::uint64_t size = 0;
  while (length > 0) {
    hash.Update(std::span<const std::uint8_t>(buffer.first(length)));
    size += length;
    if (length < buffer.size()) break;
    if (!ReadSome(*file, buffer, &length)) return unreadable;
  }
  item.sha256 = hash.Finish();
  item.size = size;
  return Kind::kImage;
}

// Calls work(i) for all i below `count` on `threads` threads.
template <class Work>
bool ForAll(std::size_t count, int threads, const StopCheck& stop,
            const Work& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stopped{false};
  const auto loop = [&] {
    std::vector<std::uint8_t> buffer(kBufferBytes);
    while (!stopped) {
      const std::size_t begin = next.fetch_add(kFilesAtOnce);
      if (begin >= count) return;
      if (stop()) stopped = true;
      const std::size_t end = std::min(begin + kFilesAtOnce, count);
      for (std::size_t i = begin; i < end && !stopped; ++i) work(i, buffer);
    }
  };
  const std::size_t needed = (count + kFilesAtOnce - 1) / kFilesAtOnce;
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < std::min<std::size_t>(threads, needed); ++i) {
    helpers.emplace_back(loop);
  }
  loop();
  helpers.clear();  // joins
  return !stopped;
}

}  // namespace

InputList HashFiles(std::vector<FileList::Entry> entries, int threads,
                    const StopCheck& stop) {
  InputList list;
  list.items.resize(entries.size());
  std::vector<Kind> kinds(entries.size());
  const bool all =
      ForAll(entries.size(), std::max(threads, 1), stop,
             [&](std::size_t i, std::vector<std::uint8_t>& buffer) {
               list.items[i].path = std::move(entries[i].path);
               kinds[i] = Inspect(entries[i].typed, buffer, list.items[i]);
             });
  list.stopped = !all;

  std::size_t kept = 0;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == Kind::kImage) {
      if (kept != i) list.items[kept] = std::move(list.items[i]);
      ++kept;
    } else if (kinds[i] == Kind::kOther) {
      ++list.ignored;
    } else {
      ++list.skipped["unreadable file"];
    }
  }
  list.items.resize(kept);
  return list;
}

}  // namespace rescan
