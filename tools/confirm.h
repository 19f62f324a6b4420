#ifndef RESCAN_TOOLS_CONFIRM_H_
#define RESCAN_TOOLS_CONFIRM_H_

#include <string>
#include <string_view>

namespace rescan::cli {

// True for "y" and "yes" in any case, blanks around allowed.
[[nodiscard]] bool MeansYes(std::string_view answer);

// Someone is there to be asked: standard input is a terminal.
[[nodiscard]] bool CanAsk();

// Asks on standard error, reads one line of standard input. Anything but yes,
// end of input included, is no.
[[nodiscard]] bool Confirm(const std::string& question);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_CONFIRM_H_
