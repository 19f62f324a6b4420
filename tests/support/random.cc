#include "tests/support/random.h"

#include <cassert>
#include <cstdio>
#include <cstdlib>

namespace rescan::support {

std::uint32_t Seed(std::uint32_t fixed) {
  const char* chosen = std::getenv("RESCAN_TEST_SEED");
  const std::uint32_t seed =
      chosen == nullptr
          ? fixed
          : static_cast<std::uint32_t>(std::strtoul(chosen, nullptr, 10));
  std::printf("seed %u (RESCAN_TEST_SEED changes it)\n", seed);
  return seed;
}

std::uint32_t Below(std::mt19937& rng, std::uint32_t bound) {
  assert(bound > 0);
  // The bias of a remainder is below bound / 2^32: no matter for test input.
  return static_cast<std::uint32_t>(rng()) % bound;
}

std::string RandomBytes(std::mt19937& rng, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(Below(rng, 256));
  return bytes;
}

std::vector<std::uint32_t> RandomWords(std::mt19937& rng, std::size_t size) {
  std::vector<std::uint32_t> words(size);
  for (std::uint32_t& word : words) word = static_cast<std::uint32_t>(rng());
  return words;
}

}  // namespace rescan::support
