#ifndef RESCAN_INDEX_VERSION_ID_H_
#define RESCAN_INDEX_VERSION_ID_H_

#include <chrono>
#include <string>
#include <string_view>

namespace rescan::index {

// The name of a new snapshot: YYYYMMDDTHHMMSSffffffZ-xxxxxxxx, the UTC time to
// the microsecond and 8 random hexadecimal digits, so that names sort as
// snapshots follow and two compactors never choose the same one. Greater, as
// text, than `previous` whatever the clock says: its time is then one
// microsecond after that of `previous`. "" = there is no previous one.
// REQUIRES: previous is "" or a version id; `now` is in the years 1970 to 9999.
[[nodiscard]] std::string NextVersionId(
    std::chrono::system_clock::time_point now, std::string_view previous);

// Has the form above; which day it names is not looked at.
[[nodiscard]] bool IsVersionId(std::string_view text);

// 32 random hexadecimal digits: the name of a compactor, never used twice.
[[nodiscard]] std::string RandomName();

}  // namespace rescan::index

#endif  // RESCAN_INDEX_VERSION_ID_H_
