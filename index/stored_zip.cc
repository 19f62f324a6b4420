#include "index/stored_zip.h"

#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "index/system_error.h"
#include "kernels/base/coding.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

// Sizes and constants of the zip format (APPNOTE.TXT 6.3, 4.3.7, 4.3.12,
// 4.3.16), and what libzip writes where the format leaves a choice.
constexpr std::uint64_t kLocalBytes = 30;
constexpr std::uint64_t kCentralBytes = 46;
constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint32_t kLocalMagic = 0x04034b50;
constexpr std::uint32_t kCentralMagic = 0x02014b50;
constexpr std::uint32_t kEndMagic = 0x06054b50;
constexpr std::uint32_t kMadeBy = 0x033f;  // UNIX, version 6.3
constexpr std::uint32_t kNeeded = 10;      // version 1.0
constexpr std::uint32_t kDosTime = 0;      // 00:00:00
constexpr std::uint32_t kDosDate = 0x21;   // 1980-01-01, the first there is
constexpr std::uint32_t kAttributes = 0100644u << 16;  // UNIX mode

// ---- writing

// What libzip writes to: a byte string that may be overwritten in the middle.
struct Sink {
  std::vector<std::byte> bytes;
  std::size_t position = 0;
  zip_error_t error;
};

zip_int64_t Write(Sink& sink, const void* data, zip_uint64_t length) {
  const std::size_t end = sink.position + static_cast<std::size_t>(length);
  if (end > sink.bytes.capacity()) {
    zip_error_set(&sink.error, ZIP_ER_MEMORY, 0);
    return -1;
  }
  const auto* from = static_cast<const std::byte*>(data);
  if (sink.position == sink.bytes.size()) {
    sink.bytes.insert(sink.bytes.end(), from, from + length);
  } else {
    if (end > sink.bytes.size()) sink.bytes.resize(end);
    std::memcpy(sink.bytes.data() + sink.position, data, length);
  }
  sink.position = end;
  return static_cast<zip_int64_t>(length);
}

// A zip_source_callback. C code calls it, which no exception may cross: the
// sink has reserved all its memory before.
zip_int64_t SinkCommand(void* state, void* data, zip_uint64_t length,
                        zip_source_cmd_t command) {
  Sink& sink = *static_cast<Sink*>(state);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return ZIP_SOURCE_SUPPORTS_WRITABLE;
    case ZIP_SOURCE_STAT:
      zip_stat_init(static_cast<zip_stat_t*>(data));
      return sizeof(zip_stat_t);
    case ZIP_SOURCE_OPEN:
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_FREE:
      return 0;
    case ZIP_SOURCE_WRITE:
      return Write(sink, data, length);
    case ZIP_SOURCE_TELL_WRITE:
      return static_cast<zip_int64_t>(sink.position);
    case ZIP_SOURCE_SEEK_WRITE: {
      const zip_int64_t position = zip_source_seek_compute_offset(
          sink.position, sink.bytes.size(), data, length, &sink.error);
      if (position < 0) return -1;
      sink.position = static_cast<std::size_t>(position);
      return 0;
    }
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&sink.error, data, length);
    default:
      zip_error_set(&sink.error, ZIP_ER_OPNOTSUPP, 0);
      return -1;
  }
}

struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using ArchivePointer = std::unique_ptr<zip_t, DiscardArchive>;

struct CloseEntry {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

tl::unexpected<Error> BuildError(const char* what) {
  return Fail(ErrorCode::kInternal,
              std::string("cannot build the archive: ") + what);
}

Status AddEntry(zip_t* archive, const StoredZipEntry& entry) {
  zip_source_t* content =
      zip_source_buffer(archive, entry.bytes.data(), entry.bytes.size(), 0);
  if (content == nullptr) return BuildError(zip_strerror(archive));
  const zip_int64_t index =
      zip_file_add(archive, entry.name.c_str(), content, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(content);
    return BuildError(zip_strerror(archive));
  }
  const auto i = static_cast<zip_uint64_t>(index);
  if (zip_set_file_compression(archive, i, ZIP_CM_STORE, 0) != 0 ||
      zip_file_set_dostime(archive, i, kDosTime, kDosDate, 0) != 0 ||
      zip_file_set_external_attributes(archive, i, 0, ZIP_OPSYS_UNIX,
                                       kAttributes) != 0) {
    return BuildError(zip_strerror(archive));
  }
  return {};
}

// ---- checking the form

struct Place {
  std::uint64_t header = 0;  // of the local header, from the start
  std::uint32_t crc = 0;
  std::uint32_t size = 0;
};

// Little-endian fields read in order; each must be there, as the caller gave
// enough bytes.
class Fields {
 public:
  explicit Fields(std::span<const std::byte> bytes)
      : reader_({reinterpret_cast<const char*>(bytes.data()), bytes.size()}) {}

  std::uint32_t U16() {
    const std::uint32_t low = reader_.U8();
    return low | static_cast<std::uint32_t>(reader_.U8()) << 8;
  }
  std::uint32_t U32() { return reader_.U32(); }

 private:
  ByteReader reader_;
};

bool AllZero(Fields& fields, int u16_count) {
  bool zero = true;
  for (int i = 0; i < u16_count; ++i) zero = fields.U16() == 0 && zero;
  return zero;
}

// The fields that both headers of an entry begin with, up to the name's length.
// Gives what is wrong with them, or nullptr.
const char* ReadCommon(Fields& fields, std::size_t name_length, Place* place) {
  if (fields.U16() != kNeeded) return "needs another version of zip";
  const std::uint32_t flags = fields.U16();
  if ((flags & 1) != 0) return "is encrypted";
  if (flags != 0) return "has flags set";
  if (fields.U16() != ZIP_CM_STORE) return "is compressed";
  if (fields.U16() != kDosTime || fields.U16() != kDosDate) return "has a time";
  place->crc = fields.U32();
  place->size = fields.U32();
  if (fields.U32() != place->size) return "has two sizes";
  if (fields.U16() != name_length) return "has another name";
  if (fields.U16() != 0) return "has extra fields";
  return nullptr;
}

std::string_view Text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

tl::unexpected<Error> BadEntry(const InputFile& file, std::string_view name,
                               std::string_view what) {
  return file.Corrupt("entry " + std::string(name) + " " + std::string(what));
}

// `header` and the name behind it.
Result<Place> ReadCentral(const InputFile& file, std::string_view name,
                          std::span<const std::byte> bytes) {
  Fields fields(bytes);
  Place place;
  if (fields.U32() != kCentralMagic) {
    return file.Corrupt("has no entry " + std::string(name) +
                        " where it belongs");
  }
  if (fields.U16() != kMadeBy) return BadEntry(file, name, "is not ours");
  const char* wrong = ReadCommon(fields, name.size(), &place);
  if (wrong != nullptr) return BadEntry(file, name, wrong);
  // Comment length, disk, internal attributes.
  if (!AllZero(fields, 3) || fields.U32() != kAttributes) {
    return BadEntry(file, name, "is not ours");
  }
  place.header = fields.U32();
  const std::string_view stored = Text(bytes.subspan(kCentralBytes));
  if (stored != name) {
    return file.Corrupt("has an entry '" + PathForDisplay(stored) + "', not " +
                        std::string(name));
  }
  return place;
}

Status CheckLocal(const InputFile& file, std::string_view name,
                  const Place& place) {
  std::vector<std::byte> bytes(kLocalBytes + name.size());
  RESCAN_TRY(file.ReadAt(place.header, bytes));
  Fields fields(bytes);
  Place local;
  if (fields.U32() != kLocalMagic) {
    return BadEntry(file, name, "does not begin where the directory says");
  }
  const char* wrong = ReadCommon(fields, name.size(), &local);
  if (wrong != nullptr) return BadEntry(file, name, wrong);
  if (local.crc != place.crc || local.size != place.size ||
      Text(std::span(bytes).subspan(kLocalBytes)) != name) {
    return BadEntry(file, name, "has two headers that differ");
  }
  return {};
}

// Where the directory begins, from the record at the very end.
Result<std::uint64_t> ReadEnd(const InputFile& file, std::size_t entries,
                              std::uint64_t directory_bytes) {
  std::array<std::byte, kEndBytes> bytes;
  if (file.size() < kEndBytes) return file.Corrupt("is too short for a zip");
  RESCAN_TRY(file.ReadAt(file.size() - kEndBytes, bytes));
  Fields fields(bytes);
  if (fields.U32() != kEndMagic) {
    return file.Corrupt("does not end with the directory of a zip");
  }
  const bool one_disk = AllZero(fields, 2);
  const std::uint32_t here = fields.U16();
  const std::uint32_t total = fields.U16();
  if (!one_disk || here != total || total != entries) {
    return file.Corrupt("holds " + std::to_string(total) + " entries, not " +
                        std::to_string(entries));
  }
  const std::uint32_t size = fields.U32();
  const std::uint64_t begin = fields.U32();
  if (size != directory_bytes || begin + size + kEndBytes != file.size()) {
    return file.Corrupt("has a directory of another size or place");
  }
  if (fields.U16() != 0) return file.Corrupt("has a comment");
  return begin;
}

Result<std::vector<Place>> CheckForm(const InputFile& file,
                                     std::span<const std::string_view> names) {
  std::uint64_t directory_bytes = 0;
  for (const auto name : names) directory_bytes += kCentralBytes + name.size();
  const Result<std::uint64_t> begin =
      ReadEnd(file, names.size(), directory_bytes);
  if (!begin.has_value()) return tl::unexpected(begin.error());
  std::vector<std::byte> directory(static_cast<std::size_t>(directory_bytes));
  RESCAN_TRY(file.ReadAt(*begin, directory));

  std::vector<Place> places;
  std::span<const std::byte> rest(directory);
  std::uint64_t offset = 0;
  for (const auto name : names) {
    const std::size_t bytes = kCentralBytes + name.size();
    const Result<Place> place = ReadCentral(file, name, rest.first(bytes));
    if (!place.has_value()) return tl::unexpected(place.error());
    if (place->header != offset) {
      return BadEntry(file, name, "is not where it belongs");
    }
    offset += kLocalBytes + name.size() + place->size;
    if (offset > *begin) return BadEntry(file, name, "is larger than the file");
    RESCAN_TRY(CheckLocal(file, name, *place));
    places.push_back(*place);
    rest = rest.subspan(bytes);
  }
  if (offset != *begin) return file.Corrupt("has bytes that no entry owns");
  return places;
}

}  // namespace

Result<std::vector<std::byte>> BuildStoredZip(
    std::span<const StoredZipEntry> entries) {
  std::uint64_t size = kEndBytes;
  for (const StoredZipEntry& entry : entries) {
    size += kLocalBytes + kCentralBytes + 2 * entry.name.size() +
            entry.bytes.size();
  }
  if (size > kMaxStoredZipBytes) {
    return Fail(ErrorCode::kLimit, "an archive of " + std::to_string(size) +
                                       " bytes; the limit is " +
                                       std::to_string(kMaxStoredZipBytes));
  }
  Sink sink;
  zip_error_init(&sink.error);
  sink.bytes.reserve(static_cast<std::size_t>(size));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_function_create(SinkCommand, &sink, &error);
  if (target == nullptr) return BuildError(zip_error_strerror(&error));
  ArchivePointer archive(
      zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (archive == nullptr) {
    zip_source_free(target);
    return BuildError(zip_error_strerror(&error));
  }
  for (const StoredZipEntry& entry : entries) {
    RESCAN_TRY(AddEntry(archive.get(), entry));
  }
  if (zip_close(archive.get()) != 0) {
    return BuildError(zip_strerror(archive.get()));
  }
  (void)archive.release();  // zip_close has freed it
  return std::move(sink.bytes);
}

namespace {

// A disk that does not read, or a lack of memory, says nothing of the archive.
ErrorCode CodeOf(int zip_error) {
  switch (zip_error) {
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
    case ZIP_ER_TELL:
      return ErrorCode::kIo;
    case ZIP_ER_MEMORY:
      return ErrorCode::kLimit;
    default:
      return ErrorCode::kCorruption;
  }
}

}  // namespace

struct StoredZip::Archive {
  ArchivePointer zip;
  std::string path;
  std::vector<Place> places;

  [[nodiscard]] tl::unexpected<Error> Wrong(std::size_t entry,
                                            zip_error_t* error) const {
    return Fail(CodeOf(zip_error_code_zip(error)),
                PathForDisplay(path) + ": entry " + std::to_string(entry) +
                    ": " + zip_error_strerror(error));
  }
};

StoredZip::StoredZip(std::unique_ptr<Archive> archive)
    : archive_(std::move(archive)) {}
StoredZip::~StoredZip() = default;
StoredZip::StoredZip(StoredZip&&) noexcept = default;
StoredZip& StoredZip::operator=(StoredZip&&) noexcept = default;

Result<StoredZip> StoredZip::Open(const InputFile& file,
                                  std::span<const std::string_view> names) {
  Result<std::vector<Place>> places = CheckForm(file, names);
  if (!places.has_value()) return tl::unexpected(places.error());
  const int copy = dup(file.descriptor());
  if (copy < 0) return SystemError(file.path(), "cannot open again");
  int error = 0;
  ArchivePointer zip(zip_fdopen(copy, ZIP_CHECKCONS, &error));
  if (zip == nullptr) {
    close(copy);
    return Fail(CodeOf(error),
                PathForDisplay(file.path()) +
                    ": cannot be opened as a zip (libzip error " +
                    std::to_string(error) + ")");
  }
  return StoredZip(std::make_unique<Archive>(
      Archive{std::move(zip), file.path(), std::move(*places)}));
}

std::uint64_t StoredZip::Size(std::size_t entry) const {
  return archive_->places[entry].size;
}

Status StoredZip::ReadEntry(
    std::size_t entry, const std::function<std::span<std::byte>()>& buffer,
    const std::function<Status(std::span<const std::byte>)>& use) const {
  const std::unique_ptr<zip_file_t, CloseEntry> content(
      zip_fopen_index(archive_->zip.get(), entry, 0));
  if (content == nullptr) {
    return archive_->Wrong(entry, zip_get_error(archive_->zip.get()));
  }
  std::uint64_t left = Size(entry);
  while (left > 0) {
    std::span<std::byte> piece = buffer();
    piece = piece.first(
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), left)));
    for (std::size_t filled = 0; filled < piece.size();) {
      const zip_int64_t n =
          zip_fread(content.get(), piece.data() + filled,
                    static_cast<zip_uint64_t>(piece.size() - filled));
      if (n < 0) {
        return archive_->Wrong(entry, zip_file_get_error(content.get()));
      }
      if (n == 0) {
        return Fail(ErrorCode::kCorruption,
                    PathForDisplay(archive_->path) + ": ends too early");
      }
      filled += static_cast<std::size_t>(n);
    }
    RESCAN_TRY(use(piece));
    left -= piece.size();
  }
  // The CRC is compared when the end is met.
  std::byte beyond{};
  if (zip_fread(content.get(), &beyond, 1) != 0) {
    return archive_->Wrong(entry, zip_file_get_error(content.get()));
  }
  return {};
}

}  // namespace rescan::index
