// Kernels against their plain reference, on every SIMD target of the machine,
// and against the library function that a program would call instead.
#include <benchmark/benchmark.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "hwy/highway.h"
#include "hwy/targets.h"
#include "kernels/image/neutral.h"
#include "kernels/image/row_sum.h"
#include "kernels/text/ngram_sums.h"
#include "kernels/text/unit_blend.h"
#include "tests/support/random.h"
#include "tests/support/reference.h"
#include "tests/support/reference_text.h"

namespace {

using Pixels = std::vector<std::uint32_t>;
using Grey = std::vector<std::uint8_t>;

struct PixDeleter {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, PixDeleter>;

// A row of a small picture, one of a page scanned at 300 dpi, and a picture of
// 4096 x 4096 that no cache holds. No colour, so that every pixel has to be
// looked at.
const std::vector<std::int64_t> kSizes = {640, 2480, 16 << 20};

Pixels NeutralPixels(std::size_t size) {
  std::mt19937 rng(1);
  Pixels pixels(size);
  for (std::uint32_t& pixel : pixels) {
    pixel = rescan::support::Below(rng, 256) * 0x01010100u | 0xff;
  }
  return pixels;
}

void CountBytes(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * state.range(0) *
                          static_cast<std::int64_t>(sizeof(std::uint32_t)));
}

using IsNeutral = bool (*)(std::span<const std::uint32_t>);

void RunIsNeutral(benchmark::State& state, IsNeutral function) {
  Pixels pixels = NeutralPixels(static_cast<std::size_t>(state.range(0)));
  const bool accepts_grey = function(pixels);
  pixels.back() ^= 1u << 8;
  const bool accepts_colour = function(pixels);
  pixels.back() ^= 1u << 8;
  if (!accepts_grey || accepts_colour) {
    state.SkipWithError("differs from reference");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(function(pixels));
  CountBytes(state);
}

using RedOf = void (*)(std::span<const std::uint32_t>, std::span<std::uint8_t>);

void RunRedOf(benchmark::State& state, RedOf function) {
  const Pixels pixels = NeutralPixels(static_cast<std::size_t>(state.range(0)));
  Grey wanted(pixels.size());
  rescan::reference::RedOfRow(pixels, wanted);
  Grey grey(pixels.size());
  function(pixels, grey);
  if (grey != wanted) {
    state.SkipWithError("differs from reference");
    return;
  }
  for (auto _ : state) {
    function(pixels, grey);
    benchmark::DoNotOptimize(grey.data());
    benchmark::ClobberMemory();
  }
  CountBytes(state);
}

// The level of each pixel of an 8-bit picture.
Grey LevelsOf(PIX* pix) {
  Grey levels;
  for (l_int32 y = 0; y < pixGetHeight(pix); ++y) {
    for (l_int32 x = 0; x < pixGetWidth(pix); ++x) {
      l_uint32 level = 0;
      pixGetPixel(pix, x, y, &level);
      levels.push_back(static_cast<std::uint8_t>(level));
    }
  }
  return levels;
}

// Grey of a neutral picture as Leptonica makes it, its allocation included:
// that cannot be left out by a caller.
void RunLeptonica(benchmark::State& state,
                  const std::function<PIX*(PIX*)>& convert) {
  const Pixels pixels = NeutralPixels(static_cast<std::size_t>(state.range(0)));
  const auto size = static_cast<l_int32>(pixels.size());
  // Leptonica allows no row of a million pixels.
  const l_int32 width = std::min(size, 4096);
  const PixPtr colour(pixCreate(width, size / width, 32));
  std::copy(pixels.begin(), pixels.end(), pixGetData(colour.get()));
  Grey wanted(pixels.size());
  rescan::reference::RedOfRow(pixels, wanted);

  const PixPtr grey(convert(colour.get()));
  if (LevelsOf(grey.get()) != wanted) {
    state.SkipWithError("differs from reference");
    return;
  }
  for (auto _ : state) {
    const PixPtr result(convert(colour.get()));
    benchmark::DoNotOptimize(pixGetData(result.get()));
  }
  CountBytes(state);
}

using AddRow = void (*)(std::span<const std::uint8_t>, std::uint32_t,
                        std::span<std::uint32_t>);

void RunAddRow(benchmark::State& state, AddRow function) {
  const auto size = static_cast<std::size_t>(state.range(0));
  Grey bytes(size);
  std::mt19937 rng(1);
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(rescan::support::Below(rng, 256));
  }
  Pixels wanted(size, 3);
  rescan::reference::AddWeightedRow(bytes, 64, wanted);
  Pixels sums(size, 3);
  function(bytes, 64, sums);
  if (sums != wanted) {
    state.SkipWithError("differs from reference");
    return;
  }
  for (auto _ : state) {
    function(bytes, 64, sums);
    benchmark::DoNotOptimize(sums.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

// Texts of `size` symbols, as a line has them, hashed to 512 sums.
template <class Add>
void RunNgrams(benchmark::State& state, const Add& add) {
  const auto size = static_cast<std::size_t>(state.range(0));
  std::mt19937 rng(1);
  std::u32string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += static_cast<char32_t>('a' + rescan::support::Below(rng, 26));
  }
  std::vector<std::int32_t> wanted(512, 0);
  for (const auto& [place, sum] :
       rescan::reference::NgramSums(text, 1, {3, 2, 1}, 512)) {
    wanted[place] = static_cast<std::int32_t>(sum);
  }
  std::vector<std::int32_t> sums(512, 0);
  add(text, sums);
  if (sums != wanted) {
    state.SkipWithError("differs from reference");
    return;
  }
  for (auto _ : state) {
    std::fill(sums.begin(), sums.end(), 0);
    add(text, sums);
    benchmark::DoNotOptimize(sums.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void RunNgramReference(benchmark::State& state) {
  RunNgrams(state,
            [](const std::u32string& text, std::vector<std::int32_t>& sums) {
              for (const auto& [place, sum] :
                   rescan::reference::NgramSums(text, 1, {3, 2, 1}, 512)) {
                sums[place] += static_cast<std::int32_t>(sum);
              }
            });
}

void RunNgramKernel(benchmark::State& state) {
  std::vector<std::uint32_t> symbols;
  RunNgrams(state,
            [&](const std::u32string& text, std::vector<std::int32_t>& sums) {
              symbols.assign(text.begin(), text.end());
              rescan::kernels::AddNgrams(symbols, 1, {3, 2, 1}, sums);
            });
}

// Sums of `size` places, two parts.
template <class Blend>
void RunBlend(benchmark::State& state, const Blend& blend) {
  const auto size = static_cast<std::size_t>(state.range(0));
  std::mt19937 rng(1);
  std::vector<std::int32_t> main(size), side(size);
  for (std::size_t i = 0; i < size; ++i) {
    main[i] = static_cast<std::int32_t>(rescan::support::Below(rng, 13)) - 6;
    side[i] = static_cast<std::int32_t>(rescan::support::Below(rng, 13)) - 6;
  }
  std::vector<float> unit(size);
  blend(main, side, unit);
  if (unit != rescan::reference::UnitBlend(main, side, 0.4)) {
    state.SkipWithError("differs from reference");
    return;
  }
  for (auto _ : state) {
    blend(main, side, unit);
    benchmark::DoNotOptimize(unit.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void RunBlendReference(benchmark::State& state) {
  RunBlend(state,
           [](const auto& main, const auto& side, std::vector<float>& unit) {
             unit = rescan::reference::UnitBlend(main, side, 0.4);
           });
}

void RunBlendKernel(benchmark::State& state) {
  RunBlend(state,
           [](const auto& main, const auto& side, std::vector<float>& unit) {
             if (!rescan::kernels::UnitBlend(main, side, 0.4, unit)) {
               unit.clear();
             }
           });
}

void Register(const std::string& name,
              const std::function<void(benchmark::State&)>& run,
              const std::vector<std::int64_t>& sizes = kSizes) {
  auto* registered = benchmark::RegisterBenchmark(name.c_str(), run);
  for (const std::int64_t size : sizes) registered->Arg(size);
}

// Registers `run` once per SIMD target, restricted to it while it runs.
void RegisterTargets(const std::string& name,
                     const std::function<void(benchmark::State&)>& run,
                     const std::vector<std::int64_t>& sizes = kSizes) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    Register(
        name + "/" + hwy::TargetName(target),
        [run, target](benchmark::State& state) {
          hwy::SetSupportedTargetsForTest(target);
          run(state);
          hwy::SetSupportedTargetsForTest(0);
        },
        sizes);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Register("IsNeutralRow/reference", [](benchmark::State& state) {
    RunIsNeutral(state, rescan::reference::IsNeutralRow);
  });
  RegisterTargets("IsNeutralRow", [](benchmark::State& state) {
    RunIsNeutral(state, rescan::kernels::IsNeutralRow);
  });

  Register("RedOfRow/reference", [](benchmark::State& state) {
    RunRedOf(state, rescan::reference::RedOfRow);
  });
  RegisterTargets("RedOfRow", [](benchmark::State& state) {
    RunRedOf(state, rescan::kernels::RedOfRow);
  });
  Register("RedOfRow/pixGetRGBComponent", [](benchmark::State& state) {
    RunLeptonica(state,
                 [](PIX* pix) { return pixGetRGBComponent(pix, COLOR_RED); });
  });
  Register("RedOfRow/pixConvertRGBToGrayFast", [](benchmark::State& state) {
    RunLeptonica(state, pixConvertRGBToGrayFast);
  });
  Register("RedOfRow/pixConvertRGBToLuminance", [](benchmark::State& state) {
    RunLeptonica(state, pixConvertRGBToLuminance);
  });

  Register("AddWeightedRow/reference", [](benchmark::State& state) {
    RunAddRow(state, rescan::reference::AddWeightedRow);
  });
  RegisterTargets("AddWeightedRow", [](benchmark::State& state) {
    RunAddRow(state, rescan::kernels::AddWeightedRow);
  });

  // Symbols of a line, and numbers of a vector; items are these.
  Register("AddNgrams/reference", RunNgramReference, {16, 40, 1000});
  RegisterTargets("AddNgrams", RunNgramKernel, {16, 40, 1000});
  Register("UnitBlend/reference", RunBlendReference, {512});
  RegisterTargets("UnitBlend", RunBlendKernel, {512});

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
