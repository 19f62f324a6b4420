#include "engine/ocr/reading_thread.h"

#include <malloc.h>
#include <omp.h>

#include <mutex>
#include <string>

namespace rescan {

void TurnOpenMpOff() { omp_set_max_active_levels(0); }

Status CheckOpenMpIsOff() {
  int threads = 0;
#pragma omp parallel num_threads(4)
  {
#pragma omp single
    threads = omp_get_num_threads();
  }
  if (threads == 1) return {};
  return Fail(ErrorCode::kInternal,
              "OpenMP starts " + std::to_string(threads) +
                  " threads where one was asked for: Tesseract would run "
                  "several times slower (set OMP_THREAD_LIMIT=1)");
}

// Pictures come and go by the tens of megabytes. By default each is mapped and
// given back to the system, and the system clears every page of it again:
// a tenth of a second for a large one. Kept in the heap they are reused; what
// is free at its end beyond 32 MiB still goes back.
void KeepFreedPictures() {
  static std::once_flag once;
  std::call_once(once, [] {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
  });
}

}  // namespace rescan
