// Zip archives of one exact form, so that equal content gives equal bytes and
// every byte of an archive can be checked: entries stored (not compressed),
// one behind the other from the first byte on, no extra fields, comments, data
// descriptors or Zip64, times fixed at 1980-01-01, mode 0644, and the central
// directory up to the last byte.
#ifndef RESCAN_INDEX_STORED_ZIP_H_
#define RESCAN_INDEX_STORED_ZIP_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/input_file.h"
#include "kernels/base/result.h"

namespace rescan::index {

// No archive is larger: beyond it the form would need Zip64.
inline constexpr std::uint64_t kMaxStoredZipBytes = 0xFFFF'0000;

struct StoredZipEntry {
  std::string name;                  // printable ASCII
  std::span<const std::byte> bytes;  // must outlive the call
};

// The archive in memory. kLimit if it would be too large, kInternal if libzip
// fails (out of memory).
[[nodiscard]] Result<std::vector<std::byte>> BuildStoredZip(
    std::span<const StoredZipEntry> entries);

// An archive of this form, opened. Not thread-safe.
class StoredZip {
 public:
  // The file must hold exactly entries of these names in this order, and its
  // bytes must be of the one form in everything but the content. All of it is
  // checked with a few hundred bytes of memory before libzip sees the file:
  // the number of entries, their names, sizes, methods, and that they fill the
  // file without gap, overlap or rest. kCorruption says what is wrong; kIo and
  // kLimit (memory) say nothing of the file, here and below.
  [[nodiscard]] static Result<StoredZip> Open(
      const InputFile& file, std::span<const std::string_view> names);
  ~StoredZip();
  StoredZip(StoredZip&&) noexcept;
  StoredZip& operator=(StoredZip&&) noexcept;

  [[nodiscard]] std::uint64_t Size(std::size_t entry) const;

  // Gives the content of an entry, piece by piece, into a buffer that `buffer`
  // provides (never empty; may be another each time) and `use` then sees
  // filled: all pieces are full but the last. The CRC of the whole is checked
  // at the end: kCorruption if it is wrong, so nothing that `use` has seen
  // counts before ReadEntry has returned without an error.
  [[nodiscard]] Status ReadEntry(
      std::size_t entry, const std::function<std::span<std::byte>()>& buffer,
      const std::function<Status(std::span<const std::byte>)>& use) const;

 private:
  struct Archive;
  explicit StoredZip(std::unique_ptr<Archive> archive);

  std::unique_ptr<Archive> archive_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_STORED_ZIP_H_
