#ifndef RESCAN_KERNELS_IMAGE_LINE_SAMPLES_H_
#define RESCAN_KERNELS_IMAGE_LINE_SAMPLES_H_

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>

namespace rescan::kernels {

// Bytes of a cache line, and of the widest vector.
inline constexpr std::size_t kLineBytes = 64;

struct LineSamplesDelete {
  void operator()(void* samples) const {
    ::operator delete (samples, std::align_val_t{kLineBytes});
  }
};

// Samples that begin with a cache line: loads and stores of whole vectors from
// there on touch one line each, not two.
template <class T>
using LineSamples = std::unique_ptr<T[], LineSamplesDelete>;

// The samples are not set. Throws std::bad_alloc.
template <class T>
[[nodiscard]] LineSamples<T> MakeLineSamples(std::size_t count) {
  static_assert(std::is_trivial_v<T>);
  return LineSamples<T>(static_cast<T*>(
      ::operator new (count * sizeof(T), std::align_val_t{kLineBytes})));
}

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_LINE_SAMPLES_H_
