#ifndef RESCAN_KERNELS_BASE_SHA256_H_
#define RESCAN_KERNELS_BASE_SHA256_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace rescan {

// A SHA-256 digest (FIPS 180-4), most significant byte first.
using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA-256 of a stream of bytes. Not thread-safe; one object per stream.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Update(std::span<const std::uint8_t> bytes);
  void Update(std::string_view bytes);

  // Ends the stream. Call once.
  [[nodiscard]] Sha256Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] Sha256Digest Sha256Of(std::span<const std::uint8_t> bytes);
[[nodiscard]] Sha256Digest Sha256Of(std::string_view bytes);

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string ToHex(const Sha256Digest& digest);

}  // namespace rescan

#endif  // RESCAN_KERNELS_BASE_SHA256_H_
