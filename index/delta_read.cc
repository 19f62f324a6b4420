#include <algorithm>
#include <array>
#include <bit>
#include <new>
#include <span>
#include <utility>

#include "index/delta.h"
#include "index/input_file.h"
#include "index/record_lines.h"
#include "index/stored_zip.h"
#include "index/unit_vectors.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

// vectors.f32 is little-endian, and read and written as it lies in memory.
static_assert(std::endian::native == std::endian::little);

constexpr std::array kNames = {kManifestName, kVectorsName, kRecordsName};
enum Entry : std::size_t { kManifest, kVectors, kRecords };

// What is read at a time. It stays in a core's second-level cache until it is
// hashed and checked.
constexpr std::size_t kPieceBytes = 256 << 10;

std::string_view Text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

tl::unexpected<Error> Named(const InputFile& file, std::string_view entry,
                            Error error) {
  error.message = PathForDisplay(file.path()) + ": " + std::string(entry) +
                  ": " + error.message;
  return tl::unexpected(std::move(error));
}

class Reader {
 public:
  static Result<Reader> Open(const std::string& path,
                             const DeltaLimits& limits) {
    Result<InputFile> file = InputFile::Open(
        path, std::min(limits.max_file_bytes, kMaxStoredZipBytes));
    if (!file.has_value()) return tl::unexpected(file.error());
    if (limits.sha256.has_value()) {
      const Result<Sha256Digest> hash = file->HashOf(0, file->size());
      if (!hash.has_value()) return tl::unexpected(hash.error());
      if (*hash != *limits.sha256) {
        return file->Corrupt("is not the file that was written (SHA-256)");
      }
    }
    Result<StoredZip> zip = StoredZip::Open(*file, kNames);
    if (!zip.has_value()) return tl::unexpected(zip.error());
    return Reader(std::move(*file), std::move(*zip), limits.max_dimension);
  }

  // First of all; fills manifest().
  Status ReadManifest() {
    std::vector<std::byte> text(static_cast<std::size_t>(zip_.Size(kManifest)));
    if (!text.empty()) {
      RESCAN_TRY(zip_.ReadEntry(
          kManifest, [&] { return std::span(text); },
          [](std::span<const std::byte>) -> Status { return {}; }));
    }
    Result<DeltaManifest> manifest = ParseManifest(Text(text));
    if (!manifest.has_value()) {
      return Named(file_, kManifestName, std::move(manifest.error()));
    }
    manifest_ = std::move(*manifest);
    if (manifest_.vectors.bytes != zip_.Size(kVectors) ||
        manifest_.records.bytes != zip_.Size(kRecords)) {
      return file_.Corrupt("its entries are not of the manifest's sizes");
    }
    if (manifest_.dimension > max_dimension_) {
      return Fail(ErrorCode::kLimit,
                  PathForDisplay(file_.path()) + ": has dimension " +
                      std::to_string(manifest_.dimension) + ", the limit is " +
                      std::to_string(max_dimension_));
    }
    return {};
  }

  // Checks the vectors, and keeps them if `keep` is not null.
  Status ReadVectors(std::vector<float>* keep) {
    const auto dimension = static_cast<std::size_t>(manifest_.dimension);
    const std::size_t rows_at_once =
        std::max<std::size_t>(1, kPieceBytes / sizeof(float) / dimension);
    std::vector<float> piece;
    if (keep != nullptr) {
      keep->resize(static_cast<std::size_t>(manifest_.count) * dimension);
    } else {
      piece.resize(rows_at_once * dimension);
    }
    Sha256 hash;
    std::size_t rows = 0;
    const auto buffer = [&] {
      std::span<float> to(piece);
      if (keep != nullptr) {
        to = std::span(*keep).subspan(rows * dimension);
        to = to.first(std::min(to.size(), rows_at_once * dimension));
      }
      return std::as_writable_bytes(to);
    };
    const auto use = [&](std::span<const std::byte> bytes) -> Status {
      hash.Update(Text(bytes));
      const std::span<const float> values(
          reinterpret_cast<const float*>(bytes.data()),
          bytes.size() / sizeof(float));
      const auto bad = FindNonUnitRow(values, dimension);
      if (bad.has_value()) {
        return file_.Corrupt("vector " + std::to_string(rows + *bad) +
                             " is not of length 1");
      }
      rows += values.size() / dimension;
      return {};
    };
    RESCAN_TRY(zip_.ReadEntry(kVectors, buffer, use));
    return CheckHash(kVectorsName, hash, manifest_.vectors);
  }

  Status ReadRecords(std::vector<VectorRecord>* records) {
    const auto count = static_cast<std::uint64_t>(manifest_.count);
    if (count > zip_.Size(kRecords) / kMinRecordLineBytes) {
      return file_.Corrupt("has too few records for its vectors");
    }
    records->reserve(static_cast<std::size_t>(count));
    std::vector<std::byte> piece(kPieceBytes);
    std::string line;  // what came of a line that goes on in the next piece
    Sha256 hash;
    RESCAN_TRY(zip_.ReadEntry(
        kRecords, [&] { return std::span(piece); },
        [&](std::span<const std::byte> bytes) -> Status {
          hash.Update(Text(bytes));
          return TakeLines(Text(bytes), &line, records);
        }));
    RESCAN_TRY(CheckHash(kRecordsName, hash, manifest_.records));
    if (!line.empty() || records->size() != count) {
      return file_.Corrupt("has " + std::to_string(records->size()) +
                           " records for " + std::to_string(count) +
                           " vectors");
    }
    const std::string_view twice = FindDuplicateId(*records);
    if (!twice.empty()) {
      return file_.Corrupt("has the id " + PathForDisplay(twice) + " twice");
    }
    if (AssetsOf(*records) != manifest_.image_ids) {
      return file_.Corrupt("its records are not of the manifest's images");
    }
    return {};
  }

  DeltaManifest& manifest() { return manifest_; }

 private:
  Reader(InputFile file, StoredZip zip, int max_dimension)
      : file_(std::move(file)),
        zip_(std::move(zip)),
        max_dimension_(max_dimension) {}

  Status CheckHash(std::string_view entry, Sha256& hash,
                   const DeltaEntryInfo& expected) {
    if (hash.Finish() == expected.sha256) return {};
    return file_.Corrupt(std::string(entry) +
                         " is not what the manifest says (SHA-256)");
  }

  Status TakeLines(std::string_view text, std::string* pending,
                   std::vector<VectorRecord>* records) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      if (pending->size() + std::min(end, text.size()) > kMaxRecordLineBytes) {
        return file_.Corrupt("has a record that is too long");
      }
      if (end == std::string_view::npos) {
        pending->append(text);
        return {};
      }
      pending->append(text.substr(0, end));
      RESCAN_TRY(TakeLine(*pending, records));
      pending->clear();
      text.remove_prefix(end + 1);
    }
    return {};
  }

  Status TakeLine(std::string_view line, std::vector<VectorRecord>* records) {
    // More than announced would grow the memory that was reserved.
    if (records->size() == static_cast<std::size_t>(manifest_.count)) {
      return file_.Corrupt("has more records than vectors");
    }
    Result<VectorRecord> record = ParseRecordLine(line);
    if (!record.has_value()) {
      return Named(file_,
                   std::string(kRecordsName) + " line " +
                       std::to_string(records->size() + 1),
                   std::move(record.error()));
    }
    records->push_back(std::move(*record));
    return {};
  }

  InputFile file_;
  StoredZip zip_;
  int max_dimension_;
  DeltaManifest manifest_;
};

// `work` with memory that runs out as an error.
template <class Work>
auto Guarded(const std::string& path, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit, PathForDisplay(path) + ": out of memory");
  }
}

}  // namespace

Result<Delta> ReadDelta(const std::string& file, const DeltaLimits& limits) {
  return Guarded(file, [&]() -> Result<Delta> {
    Result<Reader> reader = Reader::Open(file, limits);
    if (!reader.has_value()) return tl::unexpected(reader.error());
    Delta delta;
    RESCAN_TRY(reader->ReadManifest());
    // The small entry first: most damage is found before the large one.
    RESCAN_TRY(reader->ReadRecords(&delta.records));
    RESCAN_TRY(reader->ReadVectors(&delta.vectors));
    delta.run_id = std::move(reader->manifest().run_id);
    delta.collection = std::move(reader->manifest().collection);
    delta.model = std::move(reader->manifest().model);
    delta.dimension = reader->manifest().dimension;
    return delta;
  });
}

Result<DeltaManifest> VerifyDelta(const std::string& file,
                                  const DeltaLimits& limits) {
  return Guarded(file, [&]() -> Result<DeltaManifest> {
    Result<Reader> reader = Reader::Open(file, limits);
    if (!reader.has_value()) return tl::unexpected(reader.error());
    std::vector<VectorRecord> records;
    RESCAN_TRY(reader->ReadManifest());
    RESCAN_TRY(reader->ReadRecords(&records));
    RESCAN_TRY(reader->ReadVectors(nullptr));
    return std::move(reader->manifest());
  });
}

Result<DeltaManifest> ReadDeltaManifest(const std::string& file,
                                        const DeltaLimits& limits) {
  return Guarded(file, [&]() -> Result<DeltaManifest> {
    Result<Reader> reader = Reader::Open(file, limits);
    if (!reader.has_value()) return tl::unexpected(reader.error());
    RESCAN_TRY(reader->ReadManifest());
    return std::move(reader->manifest());
  });
}

}  // namespace rescan::index
