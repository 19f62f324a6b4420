#include "tests/support/raw_zip.h"

#include <utility>

namespace rescan::testing {
namespace {

void Put16(std::uint64_t value, std::string* out) {
  out->push_back(static_cast<char>(value & 255));
  out->push_back(static_cast<char>(value >> 8 & 255));
}

void Put32(std::uint64_t value, std::string* out) {
  Put16(value & 0xffff, out);
  Put16(value >> 16, out);
}

void PutCommon(const RawHeader& header, const std::string& content,
               std::string* out) {
  Put16(header.needed, out);
  Put16(header.flags, out);
  Put16(header.method, out);
  Put16(header.time, out);
  Put16(header.date, out);
  Put32(header.crc.value_or(PlainCrc32(content)), out);
  Put32(header.stored.value_or(content.size()), out);
  Put32(header.size.value_or(content.size()), out);
  Put16(header.name.size(), out);
  Put16(header.extra.size(), out);
}

}  // namespace

std::uint32_t PlainCrc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }
  }
  return ~crc;
}

RawEntry PlainEntry(std::string name, std::string content) {
  RawEntry entry;
  entry.local.name = name;
  entry.central.name = std::move(name);
  entry.content = std::move(content);
  return entry;
}

std::string Encode(const RawZip& zip) {
  std::string out = zip.before;
  std::string directory;
  for (const RawEntry& entry : zip.entries) {
    const std::uint64_t offset = out.size() - zip.before.size();
    Put32(0x04034b50, &out);
    PutCommon(entry.local, entry.content, &out);
    out += entry.local.name + entry.local.extra + entry.content + entry.behind;

    Put32(0x02014b50, &directory);
    Put16(entry.made_by, &directory);
    PutCommon(entry.central, entry.content, &directory);
    Put16(entry.comment.size(), &directory);
    Put16(0, &directory);  // disk
    Put16(0, &directory);  // internal attributes
    Put32(entry.attributes, &directory);
    Put32(entry.offset.value_or(static_cast<std::uint32_t>(offset)),
          &directory);
    directory += entry.central.name + entry.central.extra + entry.comment;
  }
  out += zip.between;
  const std::uint64_t begin = out.size() - zip.before.size();
  out += directory;
  Put32(0x06054b50, &out);
  Put32(0, &out);  // disks
  const auto count = zip.count.value_or(
      static_cast<std::uint16_t>(zip.entries.size() & 0xffff));
  Put16(count, &out);
  Put16(count, &out);
  Put32(
      zip.directory_size.value_or(static_cast<std::uint32_t>(directory.size())),
      &out);
  Put32(zip.directory_offset.value_or(static_cast<std::uint32_t>(begin)), &out);
  Put16(zip.comment.size(), &out);
  return out + zip.comment + zip.after;
}

}  // namespace rescan::testing
