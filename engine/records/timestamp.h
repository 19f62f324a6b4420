#ifndef RESCAN_ENGINE_RECORDS_TIMESTAMP_H_
#define RESCAN_ENGINE_RECORDS_TIMESTAMP_H_

#include <chrono>
#include <string>

namespace rescan {

// UTC, ISO 8601 with microseconds and Z: "2026-11-21T22:40:05.012345Z". Of
// one length for the years 0 to 9999, so that texts sort as times do.
[[nodiscard]] std::string TimestampOf(
    std::chrono::system_clock::time_point time);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_TIMESTAMP_H_
