#ifndef RESCAN_BENCH_MEASURE_ARGUMENTS_H_
#define RESCAN_BENCH_MEASURE_ARGUMENTS_H_

#include <CLI/CLI.hpp>
#include <optional>

namespace rescan::bench {

// Reads the command line. Nothing, or the code the program is to end with at
// once: 0 after --help, 2 for bad arguments (1 is a missed goal). What is to be
// said has been printed.
inline std::optional<int> ParseArguments(CLI::App& app, int argc,
                                         const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return std::nullopt;
}

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_MEASURE_ARGUMENTS_H_
