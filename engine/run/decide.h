#ifndef RESCAN_ENGINE_RUN_DECIDE_H_
#define RESCAN_ENGINE_RUN_DECIDE_H_

#include "engine/ocr/version_profile.h"
#include "engine/records/store.h"

namespace rescan {

enum class Decision {
  kRead,           // has to be read
  kLink,           // equal bytes have been read: link to that reading
  kUnchanged,      // up to date
  kFailedEarlier,  // failed before and would fail the same way again
};

// What a run in `mode` with `version` does with an input of which the records
// know `known`. `readable`: its bytes could be hashed. By content and version
// alone, never by time or position:
//
//   missing   read unless these bytes have a reading; what failed is read
//             again only if it failed under another fingerprint
//   outdated  missing, and what was read by an older version (IsOutdated)
//   failed    read what failed last, under whatever version; nothing else
//   all       read everything
//
// A failure outweighs an older reading of the same bytes, but not one by
// `version` itself: then the image is linked to that.
[[nodiscard]] Decision Decide(RunMode mode, const OcrVersion& version,
                              bool readable, const KnownInput& known);

// The current reading is older than `version`: by version, then build date.
// Equal in both, it is outdated if the same profile now reads differently
// (another fingerprint: new library, traineddata or parameters). A reading by
// a newer version is never outdated.
[[nodiscard]] bool IsOutdated(const KnownInput& known,
                              const OcrVersion& version);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_DECIDE_H_
