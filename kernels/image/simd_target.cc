#include "kernels/image/simd_target.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "hwy/highway.h"
#include "hwy/targets.h"

namespace rescan::kernels {
namespace {

std::string Upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
    return static_cast<char>(std::toupper(c));
  });
  return out;
}

}  // namespace

std::string SimdTargetName() {
  // Lower bit = stronger instruction set.
  const std::int64_t usable = hwy::SupportedTargets() & HWY_TARGETS;
  const std::int64_t best = usable & -usable;
  return hwy::TargetName(best);
}

Status SelectSimdTarget(std::string_view name) {
  hwy::DisableTargets(0);
  const std::string wanted = Upper(name);
  if (wanted.empty() || wanted == "AUTO") return {};
  const std::int64_t usable = hwy::SupportedTargets() & HWY_TARGETS;
  std::string known;
  for (std::int64_t rest = usable; rest != 0; rest &= rest - 1) {
    const std::int64_t target = rest & -rest;
    const std::string target_name = hwy::TargetName(target);
    if (Upper(target_name) == wanted) {
      hwy::DisableTargets(target - 1);
      return {};
    }
    known += (known.empty() ? "" : ", ") + target_name;
  }
  return Fail(ErrorCode::kInvalidArgument,
              "RESCAN_SIMD=" + std::string(name) +
                  ": not a SIMD target of this machine (it has " + known + ")");
}

}  // namespace rescan::kernels
