#ifndef RESCAN_TOOLS_SAMPLES_HANDLE_H_
#define RESCAN_TOOLS_SAMPLES_HANDLE_H_

#include <memory>

namespace rescan::samples {

template <auto kFree>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};

// Owns an object of a C library, freed by `kFree`.
template <class T, auto kFree>
using Handle = std::unique_ptr<T, Freer<kFree>>;

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_HANDLE_H_
