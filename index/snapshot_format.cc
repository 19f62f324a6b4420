#include "index/snapshot_format.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rescan::index {
namespace {

constexpr std::string_view kMagic("RSCNSNAP", 8);
constexpr std::size_t kNameBytes = 128;
constexpr std::size_t kModelBytes = 256;
constexpr std::size_t kSpecBytes = 128;
constexpr std::size_t kDigestBytes = sizeof(Sha256Digest);
// Five empty strings and a revision.
constexpr std::uint64_t kMinRecordBytes = 5;

std::string_view Text(const Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Status AppendField(std::string_view text, std::size_t bytes,
                   std::string* header) {
  if (text.size() > bytes || text.find('\0') != std::string_view::npos) {
    return Fail(ErrorCode::kInvalidArgument,
                "a name too long for a snapshot: " + std::string(text));
  }
  header->append(text).append(bytes - text.size(), '\0');
  return {};
}

tl::unexpected<Error> Corrupt(const char* what) {
  return Fail(ErrorCode::kCorruption, what);
}

// Takes fixed numbers of bytes from the front; the header is long enough.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view header) : rest_(header) {}

  std::string_view Take(std::size_t bytes) {
    const std::string_view part = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return part;
  }
  std::uint32_t U32() { return ByteReader(Take(4)).U32(); }
  std::uint64_t U64() { return ByteReader(Take(8)).U64(); }
  Sha256Digest Digest() {
    Sha256Digest digest;
    std::memcpy(digest.data(), Take(kDigestBytes).data(), kDigestBytes);
    return digest;
  }
  // Up to the NULs that fill the field.
  std::string Field(std::size_t bytes) {
    const std::string_view part = Take(bytes);
    return std::string(part.substr(0, part.find_last_not_of('\0') + 1));
  }

 private:
  std::string_view rest_;
};

// The beginning that every format has: magic, format, length of the header,
// whose last 32 bytes are the hash of the rest. So a header of a later format
// is told from a damaged one.
Status CheckFrame(std::string_view header, std::uint64_t file_bytes) {
  if (header.size() < kSnapshotHeaderBytes ||
      file_bytes < kSnapshotHeaderBytes) {
    return Corrupt("too short for a snapshot");
  }
  HeaderReader reader(header);
  if (reader.Take(kMagic.size()) != kMagic) return Corrupt("not a snapshot");
  const std::uint32_t format = reader.U32();
  if (reader.U32() != kSnapshotHeaderBytes) {
    return Corrupt("the header has another length");
  }
  const std::string_view hashed =
      header.substr(0, kSnapshotHeaderBytes - kDigestBytes);
  if (Text(Sha256Of(hashed)) != header.substr(hashed.size(), kDigestBytes)) {
    return Corrupt("the header is damaged (SHA-256)");
  }
  if (format != kSnapshotFormat) {
    return Fail(
        ErrorCode::kUnsupported,
        "snapshot format " + std::to_string(format) + " is of a later version");
  }
  return {};
}

}  // namespace

Result<std::string> EncodeSnapshotHeader(const SnapshotHeader& header) {
  ByteWriter numbers;
  numbers.U32(kSnapshotFormat);
  numbers.U32(kSnapshotHeaderBytes);
  numbers.U32(static_cast<std::uint32_t>(header.spec.dimension));
  numbers.U32(0);
  numbers.U64(header.count);
  numbers.U64(header.records.bytes);
  numbers.U64(header.index.bytes);
  std::string bytes(kMagic);
  bytes.append(numbers.data());
  bytes.append(Text(header.records.sha256)).append(Text(header.index.sha256));
  RESCAN_TRY(AppendField(header.spec.name, kNameBytes, &bytes));
  RESCAN_TRY(AppendField(header.spec.model, kModelBytes, &bytes));
  RESCAN_TRY(AppendField(header.spec.index_spec, kSpecBytes, &bytes));
  bytes.resize(kSnapshotHeaderBytes - kDigestBytes, '\0');
  bytes.append(Text(Sha256Of(bytes)));
  return bytes;
}

Result<SnapshotHeader> DecodeSnapshotHeader(std::string_view header,
                                            std::uint64_t file_bytes) {
  RESCAN_TRY(CheckFrame(header, file_bytes));
  HeaderReader reader(header);
  reader.Take(kMagic.size() + 8);
  SnapshotHeader decoded;
  const std::uint32_t dimension = reader.U32();
  if (dimension < 1 || dimension > static_cast<std::uint32_t>(kMaxDimension)) {
    return Corrupt("a dimension out of range");
  }
  decoded.spec.dimension = static_cast<int>(dimension);
  reader.U32();
  decoded.count = reader.U64();
  decoded.records.bytes = reader.U64();
  decoded.index.bytes = reader.U64();
  decoded.records.sha256 = reader.Digest();
  decoded.index.sha256 = reader.Digest();
  decoded.spec.name = reader.Field(kNameBytes);
  decoded.spec.model = reader.Field(kModelBytes);
  decoded.spec.index_spec = reader.Field(kSpecBytes);
  // As differences, since a sum may overflow.
  const std::uint64_t rest = file_bytes - kSnapshotHeaderBytes;
  if (decoded.records.bytes > rest ||
      decoded.index.bytes != rest - decoded.records.bytes) {
    return Corrupt("cut off, or longer than it was written");
  }
  // The hash may have been made for other bytes by another hand.
  const Result<std::string> again = EncodeSnapshotHeader(decoded);
  if (!again.has_value() || *again != header.substr(0, kSnapshotHeaderBytes)) {
    return Corrupt("a header of another form");
  }
  return decoded;
}

void EncodeRecord(const VectorRecord& record, ByteWriter* out) {
  out->Bytes(record.id);
  out->Bytes(record.asset);
  out->SignedVarint(record.revision);
  out->Bytes(record.owner);
  out->Bytes(record.metadata);
}

Result<std::vector<VectorRecord>> DecodeRecords(
    std::span<const std::byte> section, std::uint64_t count) {
  if (count > section.size() / kMinRecordBytes) {
    return Corrupt("more records than its size allows");
  }
  ByteReader reader(
      {reinterpret_cast<const char*>(section.data()), section.size()});
  std::vector<VectorRecord> records;
  records.reserve(static_cast<std::size_t>(count));
  while (reader.ok() && records.size() < count) {
    VectorRecord record;
    record.id = reader.Bytes();
    record.asset = reader.Bytes();
    record.revision = reader.SignedVarint();
    record.owner = reader.Bytes();
    record.metadata = reader.Bytes();
    records.push_back(std::move(record));
  }
  if (!reader.AtEnd()) return Corrupt("records that do not fill their section");
  return records;
}

}  // namespace rescan::index
