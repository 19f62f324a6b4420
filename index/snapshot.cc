#include "index/snapshot.h"

#include <array>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "index/input_file.h"
#include "kernels/base/coding.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string_view Text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Writes a section in large pieces, however small those are that come.
class SectionWriter {
 public:
  explicit SectionWriter(OutputFile& file) : file_(file) {}

  Status Append(std::span<const std::byte> bytes) {
    if (pending_.size() + bytes.size() > kPieceBytes) RESCAN_TRY(Flush());
    if (bytes.size() >= kPieceBytes) return Write(bytes);
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    return {};
  }

  // Call once, last.
  Result<SnapshotSection> Finish() {
    RESCAN_TRY(Flush());
    section_.sha256 = hash_.Finish();
    return section_;
  }

 private:
  Status Flush() {
    RESCAN_TRY(Write(pending_));
    pending_.clear();
    return {};
  }

  Status Write(std::span<const std::byte> bytes) {
    if (bytes.empty()) return {};
    hash_.Update(Text(bytes));
    section_.bytes += bytes.size();
    return file_.Append(bytes);
  }

  OutputFile& file_;
  std::vector<std::byte> pending_;
  Sha256 hash_;
  SnapshotSection section_;
};

Result<SnapshotSection> WriteRecords(OutputFile& file,
                                     std::span<const VectorRecord> records) {
  SectionWriter writer(file);
  ByteWriter bytes;
  for (const VectorRecord& record : records) {
    EncodeRecord(record, &bytes);
    RESCAN_TRY(writer.Append(Bytes(bytes.Take())));
  }
  return writer.Finish();
}

Result<SnapshotSection> WriteIndex(OutputFile& file,
                                   const Collection& collection) {
  SectionWriter writer(file);
  RESCAN_TRY(collection.SaveIndex(
      [&](std::span<const std::byte> bytes) { return writer.Append(bytes); }));
  return writer.Finish();
}

// All of the file; the header's bytes, known last, come first.
Status WriteContent(OutputFile& file, const Collection& collection,
                    std::string* header_bytes) {
  SnapshotHeader header;
  header.spec = collection.spec();
  header.count = collection.size();
  RESCAN_TRY(file.Append(Bytes(std::string(kSnapshotHeaderBytes, '\0'))));
  const auto records = WriteRecords(file, collection.records());
  if (!records.has_value()) return tl::unexpected(records.error());
  header.records = *records;
  const auto index = WriteIndex(file, collection);
  if (!index.has_value()) return tl::unexpected(index.error());
  header.index = *index;
  const Result<std::string> encoded = EncodeSnapshotHeader(header);
  if (!encoded.has_value()) return tl::unexpected(encoded.error());
  *header_bytes = *encoded;
  return file.Overwrite(0, Bytes(*encoded));
}

Result<InputFile> Open(const std::string& path, const SnapshotLimits& limits) {
  return InputFile::Open(path, limits.max_file_bytes);
}

Result<SnapshotHeader> ReadHeader(const InputFile& file) {
  std::array<std::byte, kSnapshotHeaderBytes> bytes;
  if (file.size() < bytes.size()) {
    return file.Corrupt("too short for a snapshot");
  }
  RESCAN_TRY(file.ReadAt(0, bytes));
  Result<SnapshotHeader> header =
      DecodeSnapshotHeader(Text(bytes), file.size());
  if (!header.has_value()) {
    return Fail(header.error().code,
                PathForDisplay(file.path()) + ": " + header.error().message);
  }
  return header;
}

Status CheckSection(const InputFile& file, std::uint64_t offset,
                    const SnapshotSection& section, std::string_view name) {
  const Result<Sha256Digest> hash = file.HashOf(offset, section.bytes);
  if (!hash.has_value()) return tl::unexpected(hash.error());
  if (*hash == section.sha256) return {};
  return file.Corrupt("the " + std::string(name) + " are damaged (SHA-256)");
}

// The header of a file whose every byte is as it was written.
Result<SnapshotHeader> CheckAll(const InputFile& file) {
  Result<SnapshotHeader> header = ReadHeader(file);
  if (!header.has_value()) return header;
  RESCAN_TRY(
      CheckSection(file, kSnapshotHeaderBytes, header->records, "records"));
  RESCAN_TRY(CheckSection(file, kSnapshotHeaderBytes + header->records.bytes,
                          header->index, "vectors"));
  return header;
}

Result<Collection> Read(const std::string& path, const SnapshotLimits& limits) {
  const Result<InputFile> file = Open(path, limits);
  if (!file.has_value()) return tl::unexpected(file.error());
  const Result<SnapshotHeader> header = CheckAll(*file);
  if (!header.has_value()) return tl::unexpected(header.error());
  const Result<MappedFile> mapped = MappedFile::Map(*file);
  if (!mapped.has_value()) return tl::unexpected(mapped.error());
  const auto rest = mapped->bytes().subspan(kSnapshotHeaderBytes);
  const auto records_bytes = static_cast<std::size_t>(header->records.bytes);
  Result<std::vector<VectorRecord>> records =
      DecodeRecords(rest.first(records_bytes), header->count);
  if (!records.has_value()) return file->Corrupt(records.error().message);
  Result<Collection> collection = Collection::Restore(
      header->spec, std::move(*records), rest.subspan(records_bytes));
  if (!collection.has_value()) {
    if (collection.error().code != ErrorCode::kLimit) {
      return file->Corrupt(collection.error().message);
    }
    return Fail(ErrorCode::kLimit,
                PathForDisplay(path) + ": " + collection.error().message);
  }
  return collection;
}

Result<SnapshotFile> Write(FileSystem& files, const std::string& file,
                           const Collection& collection) {
  std::string header;
  RESCAN_TRY(WriteDurably(files, file, [&](OutputFile& output) {
    return WriteContent(output, collection, &header);
  }));
  SnapshotFile written;
  std::memcpy(written.sha256.data(),
              header.data() + header.size() - written.sha256.size(),
              written.sha256.size());
  written.count = static_cast<std::int64_t>(collection.size());

  const Result<InputFile> again = Open(file, {});
  Result<SnapshotHeader> checked =
      again.has_value() ? CheckAll(*again)
                        : Result<SnapshotHeader>(tl::unexpected(again.error()));
  if (checked.has_value() && *EncodeSnapshotHeader(*checked) != header) {
    checked = again->Corrupt("not what was written");
  }
  if (!checked.has_value()) {
    // The error to report is the first.
    (void)files.RemoveFile(file);
    return tl::unexpected(checked.error());
  }
  written.bytes = again->size();
  return written;
}

}  // namespace

Result<SnapshotFile> WriteSnapshot(FileSystem& files, const std::string& file,
                                   const Collection& collection) {
  try {
    return Write(files, file, collection);
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit, PathForDisplay(file) + ": out of memory");
  }
}

Result<Collection> ReadSnapshot(const std::string& file,
                                const SnapshotLimits& limits) {
  try {
    return Read(file, limits);
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit, PathForDisplay(file) + ": out of memory");
  }
}

Result<SnapshotHeader> ReadSnapshotHeader(const std::string& file,
                                          const SnapshotLimits& limits) {
  const Result<InputFile> opened = Open(file, limits);
  if (!opened.has_value()) return tl::unexpected(opened.error());
  return ReadHeader(*opened);
}

Status VerifySnapshot(const std::string& file, const SnapshotLimits& limits) {
  const Result<InputFile> opened = Open(file, limits);
  if (!opened.has_value()) return tl::unexpected(opened.error());
  const Result<SnapshotHeader> header = CheckAll(*opened);
  if (!header.has_value()) return tl::unexpected(header.error());
  return {};
}

}  // namespace rescan::index
