#include "engine/documents/timesheet/page/clean_picture.h"

#include <cstdint>
#include <cstdlib>

namespace rescan::timesheet::page {
namespace {

constexpr int kRowStep = 16;
constexpr int kFaint = 3;
constexpr int kStrong = 16;
constexpr std::uint64_t kStrongForFaint = 4;

}  // namespace

bool IsClean(kernels::GreyView picture) {
  std::uint64_t faint = 0;
  std::uint64_t strong = 0;
  for (int y = 0; y < picture.height; y += kRowStep) {
    const std::uint8_t* row = picture.Row(y);
    std::uint32_t faint_here = 0;
    std::uint32_t strong_here = 0;
    for (int x = 1; x < picture.width; ++x) {
      const int step = std::abs(int{row[x]} - int{row[x - 1]});
      faint_here += step > 0 && step <= kFaint ? 1 : 0;
      strong_here += step >= kStrong ? 1 : 0;
    }
    faint += faint_here;
    strong += strong_here;
  }
  return kStrongForFaint * faint <= strong;
}

}  // namespace rescan::timesheet::page
