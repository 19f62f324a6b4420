// Numbers as users type them and as exports write them.
#ifndef RESCAN_TOOLS_NUMBERS_H_
#define RESCAN_TOOLS_NUMBERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/base/result.h"

namespace rescan::cli {

// A whole decimal number in [min, max], nothing around it. Error
// kInvalidArgument says what is wrong with `text`: "'abc' is not a whole
// number", "0 is not between 1 and 64".
[[nodiscard]] Result<std::int64_t> ParseInteger(std::string_view text,
                                                std::int64_t min,
                                                std::int64_t max);

// A finite decimal number ("1.5", "2e-3") in [min, max], likewise.
[[nodiscard]] Result<double> ParseDecimal(std::string_view text, double min,
                                          double max);

// The shortest decimal text that reads back as the same value; "nan" and "inf"
// never occur: such a value is written as an empty text.
[[nodiscard]] std::string ShortestText(double value);
[[nodiscard]] std::string ShortestText(float value);

// The double nearest to ShortestText(value), so that a JSON writer that knows
// only doubles prints 0.957 and not 0.9570000171661377.
[[nodiscard]] double ShortestDouble(float value);

// Seconds as "0:07", "2:50", "1:02:03"; negative = unknown, "--:--".
[[nodiscard]] std::string ClockText(double seconds);

// "512 B", "1.5 MiB", "2.0 GiB".
[[nodiscard]] std::string BytesText(std::uint64_t bytes);

// What is counted: {"row", "rows"}, {"person", "people"}.
struct Noun {
  std::string_view one, many;
};
inline constexpr Noun kPeople = {"person", "people"};

// "1 person", "2 people", "0 people".
[[nodiscard]] std::string Counted(std::size_t count, const Noun& noun);
// "1 row", "2 rows".
[[nodiscard]] std::string Counted(std::size_t count, std::string_view noun);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_NUMBERS_H_
