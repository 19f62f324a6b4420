#include <algorithm>
#include <array>
#include <bit>
#include <new>
#include <span>
#include <thread>
#include <utility>

#include "index/delta.h"
#include "index/input_file.h"
#include "index/record_lines.h"
#include "index/stored_zip.h"
#include "index/unit_vectors.h"
#include "kernels/base/text.h"

namespace rescan::index {
namespace {

static_assert(std::endian::native == std::endian::little);

std::string_view Text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

tl::unexpected<Error> Invalid(const Delta& delta, std::string_view what) {
  return Fail(ErrorCode::kInvalidArgument,
              "delta " + PathForDisplay(delta.run_id) + " of " +
                  PathForDisplay(delta.collection) + ": " + std::string(what));
}

// All that can be wrong with it but the texts of the records.
Status CheckDelta(const Delta& delta, const DeltaLimits& limits) {
  if (!IsPlainName(delta.run_id) || !IsPlainName(delta.collection)) {
    return Invalid(delta, "the run or the collection is not a plain name");
  }
  if (delta.model.empty() || !IsValidUtf8(delta.model)) {
    return Invalid(delta, "the model is not named");
  }
  if (delta.dimension < 1 || delta.dimension > limits.max_dimension) {
    return Invalid(delta, "dimension " + std::to_string(delta.dimension));
  }
  const auto dimension = static_cast<std::size_t>(delta.dimension);
  if (delta.vectors.size() % dimension != 0 ||
      delta.vectors.size() / dimension != delta.records.size()) {
    return Invalid(delta, "the vectors do not match the records");
  }
  const auto bad = FindNonUnitRow(delta.vectors, dimension);
  if (bad.has_value()) {
    return Invalid(delta, "vector '" + PathForDisplay(delta.records[*bad].id) +
                              "' is not of length 1");
  }
  const std::string_view twice = FindDuplicateId(delta.records);
  if (!twice.empty()) {
    return Invalid(delta, "the id " + PathForDisplay(twice) + " stands twice");
  }
  return {};
}

struct EncodedDelta {
  DeltaManifest manifest;
  std::vector<std::byte> archive;
  DeltaFile file;
};

Result<EncodedDelta> Encode(const Delta& delta, const DeltaLimits& limits) {
  std::string lines;
  for (const VectorRecord& record : delta.records) {
    RESCAN_TRY(AppendRecordLine(record, &lines));
  }
  const auto vectors = std::as_bytes(std::span(delta.vectors));
  EncodedDelta encoded;
  DeltaManifest& manifest = encoded.manifest;
  manifest.run_id = delta.run_id;
  manifest.collection = delta.collection;
  manifest.model = delta.model;
  manifest.dimension = delta.dimension;
  manifest.count = static_cast<std::int64_t>(delta.records.size());
  manifest.vectors = {vectors.size(), Sha256Of(Text(vectors))};
  manifest.records = {lines.size(), Sha256Of(lines)};
  manifest.image_ids = AssetsOf(delta.records);
  const std::string text = EncodeManifest(manifest);

  const std::array<StoredZipEntry, 3> entries = {
      StoredZipEntry{std::string(kManifestName),
                     std::as_bytes(std::span(text))},
      StoredZipEntry{std::string(kVectorsName), vectors},
      StoredZipEntry{std::string(kRecordsName),
                     std::as_bytes(std::span(lines))}};
  Result<std::vector<std::byte>> archive = BuildStoredZip(entries);
  if (!archive.has_value()) return tl::unexpected(archive.error());
  encoded.archive = std::move(*archive);
  encoded.file = {DeltaPath(delta.collection, delta.run_id),
                  encoded.archive.size(), Sha256Of(Text(encoded.archive)),
                  manifest.count};
  if (encoded.file.bytes > limits.max_file_bytes) {
    return Fail(ErrorCode::kLimit, PathForDisplay(encoded.file.path) +
                                       ": would have " +
                                       std::to_string(encoded.file.bytes) +
                                       " bytes, the limit is " +
                                       std::to_string(limits.max_file_bytes));
  }
  return encoded;
}

// Opens it again and checks all of it.
Status CheckWritten(const std::string& path, const EncodedDelta& encoded,
                    const DeltaLimits& limits) {
  const Result<DeltaManifest> written = VerifyDelta(path, limits);
  if (!written.has_value()) return tl::unexpected(written.error());
  if (*written != encoded.manifest) {
    return Fail(ErrorCode::kCorruption,
                PathForDisplay(path) + ": is not what was written");
  }
  return {};
}

// Writes it to `path` unless it is there. kInvalidArgument if another is.
Status Place(FileSystem& files, const std::string& path,
             const EncodedDelta& encoded, const DeltaLimits& limits) {
  DeltaLimits same = limits;
  same.sha256 = encoded.file.sha256;
  if (VerifyDelta(path, same).has_value()) {
    // Whoever wrote it may have died before its name was on the disk.
    RESCAN_TRY(MakeFolders(files, ParentFolder(path)));
    return files.SyncFolder(ParentFolder(path));
  }
  if (VerifyDelta(path, limits).has_value()) {
    return Fail(ErrorCode::kInvalidArgument,
                PathForDisplay(path) + ": is there with other content");
  }
  Status status = WriteDurably(files, path, [&](OutputFile& file) {
    return file.Append(encoded.archive);
  });
  if (status.has_value()) status = CheckWritten(path, encoded, limits);
  if (!status.has_value()) {
    // What was not checked must not stay. The error to report is the first.
    (void)files.RemoveFile(path);
  }
  return status;
}

Result<DeltaFile> WriteWithRetries(FileSystem& files, const std::string& path,
                                   const Delta& delta,
                                   const DeltaOptions& options) {
  for (int attempt = 1;; ++attempt) {
    // From memory each time: an attempt may have failed because it was built
    // wrong.
    const Result<EncodedDelta> encoded = Encode(delta, options.limits);
    if (!encoded.has_value()) return tl::unexpected(encoded.error());
    const Status placed = Place(files, path, *encoded, options.limits);
    if (placed.has_value()) return encoded->file;
    const Error& error = placed.error();
    if (error.code == ErrorCode::kInvalidArgument) {
      return tl::unexpected(error);
    }
    if (attempt >= options.attempts) {
      (void)files.RemoveFolder(ParentFolder(path));
      return Fail(error.code, "delta not written after " +
                                  std::to_string(attempt) +
                                  " attempts: " + error.message);
    }
    const std::chrono::milliseconds pause = attempt * options.pause;
    if (options.sleep) {
      options.sleep(pause);
    } else {
      std::this_thread::sleep_for(pause);
    }
  }
}

}  // namespace

std::string DeltaPath(std::string_view collection, std::string_view run_id) {
  std::string path = "deltas/";
  path.append(collection).append("/").append(run_id).append("/delta.zip");
  return path;
}

Result<DeltaFile> WriteDelta(FileSystem& files, const std::string& workspace,
                             const Delta& delta, const DeltaOptions& options) {
  try {
    RESCAN_TRY(CheckDelta(delta, options.limits));
    const std::string path =
        workspace + "/" + DeltaPath(delta.collection, delta.run_id);
    return WriteWithRetries(files, path, delta, options);
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit, "delta not written: out of memory");
  }
}

}  // namespace rescan::index
