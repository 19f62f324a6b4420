// Seeded test input, the same on every machine.
#ifndef RESCAN_TESTS_SUPPORT_RANDOM_H_
#define RESCAN_TESTS_SUPPORT_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace rescan::support {

// The seed of this test run: RESCAN_TEST_SEED if set, else `fixed`. Prints it,
// so that the log of a failure says how to repeat it.
[[nodiscard]] std::uint32_t Seed(std::uint32_t fixed);

// Uniform in [0, bound). REQUIRES: bound > 0. Unlike the standard
// distributions it gives the same numbers with every library.
[[nodiscard]] std::uint32_t Below(std::mt19937& rng, std::uint32_t bound);

[[nodiscard]] std::string RandomBytes(std::mt19937& rng, std::size_t size);
[[nodiscard]] std::vector<std::uint32_t> RandomWords(std::mt19937& rng,
                                                     std::size_t size);

}  // namespace rescan::support

#endif  // RESCAN_TESTS_SUPPORT_RANDOM_H_
