// The messages between a lane and its worker process as bytes. Both ends are
// the same binary, so the format carries no version and never reaches disk;
// a worker may die or run wild, so whatever comes from it is checked.
#ifndef RESCAN_ENGINE_RUN_OUTCOME_CODEC_H_
#define RESCAN_ENGINE_RUN_OUTCOME_CODEC_H_

#include <string>
#include <string_view>

#include "engine/run/worker.h"
#include "kernels/base/result.h"

namespace rescan {

// Every field of the value, in the order of its declaration; numbers as
// kernels/base/coding.h writes them, floats bit by bit, lists as a count and
// their elements.
[[nodiscard]] std::string EncodeReply(const WorkerReply& reply);
[[nodiscard]] std::string EncodeSettings(const WorkerSettings& settings);
[[nodiscard]] std::string EncodeError(const Error& error);

// Error kCorruption for anything that the functions above cannot have
// written: cut off, trailing bytes, unknown enum values, numbers out of their
// field's range, neither or both of reading and failure. Counts are checked
// against the bytes that are left before anything is allocated: memory stays
// within a small multiple of the size of `bytes`.
[[nodiscard]] Result<WorkerReply> DecodeReply(std::string_view bytes);
[[nodiscard]] Result<WorkerSettings> DecodeSettings(std::string_view bytes);
// The error that was encoded, or kCorruption.
[[nodiscard]] Error DecodeError(std::string_view bytes);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_OUTCOME_CODEC_H_
