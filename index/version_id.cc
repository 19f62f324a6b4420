#include "index/version_id.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstdint>
#include <random>

namespace rescan::index {
namespace {

using Microseconds = std::chrono::sys_time<std::chrono::microseconds>;

// '0' stands for a decimal digit, 'x' for a hexadecimal one.
constexpr std::string_view kForm = "00000000T000000000000Z-xxxxxxxx";

std::string TimePart(Microseconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format(
      "{:04}{:02}{:02}T{:02}{:02}{:02}{:06}Z", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
      clock.subseconds().count());
}

int Number(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + digits, value);
  return value;
}

Microseconds TimeOf(std::string_view id) {
  const std::chrono::year_month_day date(
      std::chrono::year(Number(id, 0, 4)),
      std::chrono::month(static_cast<unsigned>(Number(id, 4, 2))),
      std::chrono::day(static_cast<unsigned>(Number(id, 6, 2))));
  return Microseconds(std::chrono::sys_days(date)) +
         std::chrono::hours(Number(id, 9, 2)) +
         std::chrono::minutes(Number(id, 11, 2)) +
         std::chrono::seconds(Number(id, 13, 2)) +
         std::chrono::microseconds(Number(id, 15, 6));
}

std::uint32_t RandomBits() { return std::random_device()(); }

}  // namespace

std::string NextVersionId(std::chrono::system_clock::time_point now,
                          std::string_view previous) {
  assert(previous.empty() || IsVersionId(previous));
  std::string time =
      TimePart(std::chrono::floor<std::chrono::microseconds>(now));
  if (!previous.empty() && time <= previous.substr(0, time.size())) {
    time = TimePart(TimeOf(previous) + std::chrono::microseconds(1));
  }
  return fmt::format("{}-{:08x}", time, RandomBits());
}

bool IsVersionId(std::string_view text) {
  return std::ranges::equal(text, kForm, [](char c, char form) {
    if (form != '0' && form != 'x') return c == form;
    return (c >= '0' && c <= '9') || (form == 'x' && c >= 'a' && c <= 'f');
  });
}

std::string RandomName() {
  std::string name;
  for (int i = 0; i < 4; ++i) name += fmt::format("{:08x}", RandomBits());
  return name;
}

}  // namespace rescan::index
