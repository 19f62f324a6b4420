#include "tools/numbers.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include "kernels/base/text.h"

namespace rescan::cli {
namespace {

std::string Quoted(std::string_view text) {
  return fmt::format("'{}'", PathForDisplay(text));
}

template <class T>
std::string Shortest(T value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 64> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return std::string(buffer.data(), end);
}

}  // namespace

Result<std::int64_t> ParseInteger(std::string_view text, std::int64_t min,
                                  std::int64_t max) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  const bool whole = rest == end && !text.empty();
  if (whole && error == std::errc::result_out_of_range) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is not between {} and {}", text, min, max));
  }
  if (!whole || error != std::errc()) {
    return Fail(ErrorCode::kInvalidArgument,
                Quoted(text) + " is not a whole number");
  }
  if (value < min || value > max) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is not between {} and {}", value, min, max));
  }
  return value;
}

Result<double> ParseDecimal(std::string_view text, double min, double max) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (rest != end || text.empty() || std::isnan(value) ||
      error == std::errc::invalid_argument) {
    return Fail(ErrorCode::kInvalidArgument, Quoted(text) + " is not a number");
  }
  if (error == std::errc::result_out_of_range || !(value >= min) ||
      !(value <= max)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is not between {} and {}", text, min, max));
  }
  return value;
}

std::string ShortestText(double value) { return Shortest(value); }
std::string ShortestText(float value) { return Shortest(value); }

double ShortestDouble(float value) {
  return std::isfinite(value)
             ? std::strtod(ShortestText(value).c_str(), nullptr)
             : static_cast<double>(value);
}

std::string ClockText(double seconds) {
  if (!(seconds >= 0) || seconds > 1e9) return "--:--";
  const auto total = std::llround(seconds);
  if (total >= 3600) {
    return fmt::format("{}:{:02}:{:02}", total / 3600, total / 60 % 60,
                       total % 60);
  }
  return fmt::format("{}:{:02}", total / 60, total % 60);
}

std::string BytesText(std::uint64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes) / 1024;
  for (const char* unit : {"KiB", "MiB"}) {
    if (value < 1023.95) return fmt::format("{:.1f} {}", value, unit);
    value /= 1024;
  }
  return fmt::format("{:.1f} GiB", value);
}

std::string Counted(std::size_t count, const Noun& noun) {
  return fmt::format("{} {}", count, count == 1 ? noun.one : noun.many);
}

std::string Counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace rescan::cli
