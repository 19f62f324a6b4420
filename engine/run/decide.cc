#include "engine/run/decide.h"

#include <compare>

namespace rescan {

bool IsOutdated(const KnownInput& known, const OcrVersion& version) {
  const std::strong_ordering by_version =
      CompareVersions(known.reading_version, version.profile.version);
  if (by_version != 0) return by_version < 0;
  // ISO dates compare as text.
  const int by_date =
      known.reading_build_date.compare(version.profile.build_date);
  if (by_date != 0) return by_date < 0;
  return known.reading_profile == version.profile.name &&
         known.reading_fingerprint != version.fingerprint;
}

Decision Decide(RunMode mode, const OcrVersion& version, bool readable,
                const KnownInput& known) {
  if (mode == RunMode::kAll) return Decision::kRead;

  const bool has_reading = readable && known.read_content.has_value();
  if (!known.failed_fingerprint.empty()) {
    // A copy of it may have been read since. Only by this very version, though:
    // what an older one read does not undo the failure.
    if (has_reading && known.reading_fingerprint == version.fingerprint) {
      return Decision::kLink;
    }
    const bool same_again = known.failed_fingerprint == version.fingerprint;
    return mode != RunMode::kFailed && same_again ? Decision::kFailedEarlier
                                                  : Decision::kRead;
  }
  if (mode == RunMode::kFailed) {
    return known.last_attempt_failed ? Decision::kRead : Decision::kUnchanged;
  }
  const bool up_to_date =
      has_reading && (mode == RunMode::kMissing || !IsOutdated(known, version));
  if (!up_to_date) return Decision::kRead;
  return known.succeeded ? Decision::kUnchanged : Decision::kLink;
}

}  // namespace rescan
