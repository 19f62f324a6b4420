// Little-endian byte encoding for blobs that reach disk and for the messages
// between a lane and its worker process.
#ifndef RESCAN_KERNELS_BASE_CODING_H_
#define RESCAN_KERNELS_BASE_CODING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace rescan {

// Appends values to a byte string.
class ByteWriter {
 public:
  void U8(std::uint8_t value);
  void U32(std::uint32_t value);  // 4 bytes, little-endian
  void U64(std::uint64_t value);  // 8 bytes, little-endian
  void F32(float value);          // IEEE 754 bits as U32
  void F64(double value);         // IEEE 754 bits as U64
  // LEB128: 7 bits a byte, low bits first, high bit set on all but the last.
  void Varint(std::uint64_t value);
  // Zigzag, so that small negative numbers stay short, then Varint.
  void SignedVarint(std::int64_t value);
  // Varint length, then the bytes.
  void Bytes(std::string_view bytes);

  [[nodiscard]] const std::string& data() const { return data_; }
  // Leaves the writer empty, ready for the next message.
  [[nodiscard]] std::string Take() { return std::exchange(data_, {}); }

 private:
  std::string data_;
};

// Reads what ByteWriter wrote. A read past the end, or a malformed varint,
// sets ok() to false for good and returns zero or an empty string, so that
// hostile input is checked once, at the end. Never reads outside the span.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t U8();
  std::uint32_t U32();
  std::uint64_t U64();
  float F32();
  double F64();
  std::uint64_t Varint();
  std::int64_t SignedVarint();
  // The view lives as long as the bytes given to the constructor.
  std::string_view Bytes();

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t remaining() const { return bytes_.size() - pos_; }
  // Everything was read and nothing was malformed.
  [[nodiscard]] bool AtEnd() const { return ok_ && remaining() == 0; }

 private:
  bool Need(std::size_t n);

  std::string_view bytes_;
  std::size_t pos_ = 0;
  bool ok_ = true;
};

}  // namespace rescan

#endif  // RESCAN_KERNELS_BASE_CODING_H_
