// The vector index against FAISS: exact and approximate search, and the share
// of the memory's bandwidth. Exit code 1 if an answer is wrong or a goal is
// missed.
#include <faiss/Index.h>
#include <fmt/format.h>
#include <omp.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/index/measurement.h"
#include "bench/measure/arguments.h"
#include "kernels/image/simd_target.h"

// OpenBLAS, of which there is no C header in Debian's path.
extern "C" {
void openblas_set_num_threads(int threads);
char* openblas_get_corename();
}

int main(int argc, char** argv) {
  using namespace rescan::bench;
  Settings settings;
  std::vector<std::string> chosen = {"exact", "bandwidth", "approximate"};
  CLI::App app("The vector index against FAISS, one thread.");
  app.add_option("measurements", chosen, "exact, bandwidth, approximate")
      ->check(CLI::IsMember({"exact", "bandwidth", "approximate"}));
  app.add_flag("--check", settings.check, "compare answers, take no times");
  app.add_option("--rounds", settings.rounds, "samples of each time")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--scale", settings.scale, "share of the rows")
      ->check(CLI::Range(0.001, 4.0))
      ->capture_default_str();
  app.add_option("--hnsw-seconds", settings.hnsw_seconds,
                 "give up building FAISS's graph after this; 0 leaves it out")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  if (const auto code = ParseArguments(app, argc, argv)) return *code;
  if (settings.check) {
    settings.scale = 0.01;
    settings.rounds = 1;
  }

  omp_set_num_threads(1);
  openblas_set_num_threads(1);
  fmt::print(
      "kernels {}; FAISS {}.{}.{} with OpenBLAS for {}; one thread, its CPU "
      "time, medians of {} interleaved rounds\n",
      rescan::kernels::SimdTargetName(), FAISS_VERSION_MAJOR,
      FAISS_VERSION_MINOR, FAISS_VERSION_PATCH, openblas_get_corename(),
      settings.rounds);
  bool good = true;
  for (const std::string& name : chosen) {
    if (name == "exact") good &= MeasureExact(settings);
    if (name == "bandwidth") good &= MeasureBandwidth(settings);
    if (name == "approximate") good &= MeasureApproximate(settings);
  }
  return good ? 0 : 1;
}
