#include "tools/exit_code.h"

namespace rescan::cli {
namespace {

// Bytes that cannot be read, written or understood.
ExitCode DamageCode(ErrorSource source) {
  switch (source) {
    case ErrorSource::kRequest:
      return kExitUsage;
    case ErrorSource::kRun:
    case ErrorSource::kStore:
      return kExitUnverified;
    case ErrorSource::kWorkers:
    case ErrorSource::kOutput:
      return kExitInternal;
  }
  return kExitInternal;
}

}  // namespace

ExitCode ExitCodeOf(const Error& error, ErrorSource source) {
  switch (error.code) {
    case ErrorCode::kInvalidArgument:
      return kExitUsage;
    case ErrorCode::kNotFound:
      return source == ErrorSource::kStore ? kExitNoStore : kExitUsage;
    case ErrorCode::kMissingData:
      return kExitMissing;
    case ErrorCode::kLocked:
      return kExitLocked;
    case ErrorCode::kStorageFull:
      return source == ErrorSource::kOutput ? kExitInternal : kExitBroken;
    case ErrorCode::kIo:
    case ErrorCode::kCorruption:
      return DamageCode(source);
    case ErrorCode::kCancelled:
      return kExitInterrupted;
    case ErrorCode::kUnsupported:
      // A store that another program made: sound, but not for this one.
      return source == ErrorSource::kStore ? kExitUnverified : kExitInternal;
    case ErrorCode::kLimit:
    case ErrorCode::kTimeout:
    case ErrorCode::kCrash:
    case ErrorCode::kInternal:
      return kExitInternal;
  }
  return kExitInternal;
}

ExitCode ExitCodeOf(const RunSummary& summary) {
  switch (summary.end) {
    case RunEnd::kDone:
      // A dry run fails no image, but it may overlook some.
      if (summary.unreadable_entries > 0 ||
          (summary.counts.failed > 0 && !summary.dry_run)) {
        return kExitSomeFailed;
      }
      // Every image is safe, but not all that was asked for is done.
      return summary.index.error
                 ? ExitCodeOf(*summary.index.error, ErrorSource::kStore)
                 : kExitDone;
    case RunEnd::kBreaker:
    case RunEnd::kStall:
      return kExitBroken;
    case RunEnd::kStopFile:
      return kExitStopped;
    case RunEnd::kInterrupted:
      return kExitInterrupted;
    case RunEnd::kTerminated:
      return kExitTerminated;
    case RunEnd::kStoreFailed:
      return ExitCodeOf(summary.error, ErrorSource::kStore);
    case RunEnd::kWorkersFailed:
      return ExitCodeOf(summary.error, ErrorSource::kWorkers);
  }
  return kExitInternal;
}

}  // namespace rescan::cli
