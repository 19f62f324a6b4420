#include "kernels/base/coding.h"

#include <bit>

namespace rescan {

void ByteWriter::U8(std::uint8_t value) {
  data_.push_back(static_cast<char>(value));
}

void ByteWriter::U32(std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) {
    U8(static_cast<std::uint8_t>(value >> shift));
  }
}

void ByteWriter::U64(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) {
    U8(static_cast<std::uint8_t>(value >> shift));
  }
}

void ByteWriter::F32(float value) { U32(std::bit_cast<std::uint32_t>(value)); }

void ByteWriter::F64(double value) { U64(std::bit_cast<std::uint64_t>(value)); }

void ByteWriter::Varint(std::uint64_t value) {
  while (value >= 0x80) {
    U8(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  U8(static_cast<std::uint8_t>(value));
}

void ByteWriter::SignedVarint(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  Varint((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::Bytes(std::string_view bytes) {
  Varint(bytes.size());
  data_.append(bytes);
}

bool ByteReader::Need(std::size_t n) {
  if (ok_ && remaining() >= n) return true;
  ok_ = false;
  return false;
}

std::uint8_t ByteReader::U8() {
  if (!Need(1)) return 0;
  return static_cast<std::uint8_t>(bytes_[pos_++]);
}

std::uint32_t ByteReader::U32() {
  if (!Need(4)) return 0;
  std::uint32_t value = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    value |= static_cast<std::uint32_t>(U8()) << shift;
  }
  return value;
}

std::uint64_t ByteReader::U64() {
  if (!Need(8)) return 0;
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 8) {
    value |= static_cast<std::uint64_t>(U8()) << shift;
  }
  return value;
}

float ByteReader::F32() { return std::bit_cast<float>(U32()); }

double ByteReader::F64() { return std::bit_cast<double>(U64()); }

std::uint64_t ByteReader::Varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::uint8_t byte = U8();
    // The tenth byte holds the one bit that is left.
    if (shift == 63 && byte > 1) break;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return ok_ ? value : 0;
  }
  ok_ = false;
  return 0;
}

std::int64_t ByteReader::SignedVarint() {
  const std::uint64_t bits = Varint();
  return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

std::string_view ByteReader::Bytes() {
  const std::uint64_t size = Varint();
  if (!ok_ || size > remaining()) {
    ok_ = false;
    return {};
  }
  const std::string_view view = bytes_.substr(pos_, size);
  pos_ += size;
  return view;
}

}  // namespace rescan
