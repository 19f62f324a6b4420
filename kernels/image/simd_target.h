#ifndef RESCAN_KERNELS_IMAGE_SIMD_TARGET_H_
#define RESCAN_KERNELS_IMAGE_SIMD_TARGET_H_

#include <string>
#include <string_view>

#include "kernels/base/result.h"

namespace rescan::kernels {

// Name of the instruction set that kernel calls will use on this machine
// ("AVX3", "AVX2", "SSE4", "SSSE3", "EMU128", "SCALAR", ...), as Highway names
// it.
[[nodiscard]] std::string SimdTargetName();

// Restricts kernels to `name` (any case) or weaker sets; empty or "AUTO" lifts
// the restriction. Error kInvalidArgument for an unknown name or one this CPU
// or build lacks, listing those it has; no restriction is in force after an
// error. Call before the first kernel; not thread-safe. The command line calls
// it with the RESCAN_SIMD variable.
[[nodiscard]] Status SelectSimdTarget(std::string_view name);

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_SIMD_TARGET_H_
