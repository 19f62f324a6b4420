// What a thread that reads, and the process around it, are set to. Private to
// engine/ocr.
#ifndef RESCAN_ENGINE_OCR_READING_THREAD_H_
#define RESCAN_ENGINE_OCR_READING_THREAD_H_

#include "kernels/base/result.h"

namespace rescan {

// Tesseract asks OpenMP for 4 threads in places; on the calling thread it gets
// one from now on.
void TurnOpenMpOff();

// Error kInternal if OpenMP starts more than one thread all the same.
[[nodiscard]] Status CheckOpenMpIsOff();

// Has malloc keep up to 32 MiB of freed memory, once for the process.
// Thread-safe.
void KeepFreedPictures();

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_READING_THREAD_H_
