// Cases of kernels/image/picture_stats.h.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string>
#include <vector>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/pictures.h"
#include "kernels/image/picture_stats.h"
#include "tests/support/random.h"
#include "tests/support/reference_features.h"

namespace rescan::bench {
namespace {

using Levels = std::vector<std::uint8_t>;

constexpr std::size_t kColumns = kWidth;
constexpr std::size_t kPixels = kColumns * static_cast<std::size_t>(kHeight);

struct Rows {
  std::vector<std::uint32_t> words;
  Levels luma = Levels(kPixels), chroma = Levels(kPixels);
  Levels luma_wanted = Levels(kPixels), chroma_wanted = Levels(kPixels);
  cv::Mat grey, colour;
};

// How far the weights of OpenCV's grey are from ours, rounding included.
constexpr int kGreyTolerance = 2;

std::string RowsDiffer(const Rows& rows) {
  if (rows.luma != rows.luma_wanted || rows.chroma != rows.chroma_wanted) {
    return "differs from the reference";
  }
  for (std::size_t i = 0; i < kPixels; ++i) {
    if (std::abs(int{rows.grey.data[i]} - int{rows.luma[i]}) > kGreyTolerance ||
        rows.colour.data[i] != rows.chroma[i]) {
      return "differs from OpenCV";
    }
  }
  return "";
}

KernelCase LumaChroma() {
  auto rows = std::make_shared<Rows>();
  std::mt19937 rng(support::Seed(71));
  rows->words = support::RandomWords(rng, kPixels);
  KernelCase c;
  c.name = "LumaChromaRow";
  c.bytes = 4 * kPixels;
  c.kernel = [rows] {
    for (std::size_t at = 0; at < kPixels; at += kColumns) {
      kernels::LumaChromaRow(std::span(rows->words).subspan(at, kColumns),
                             std::span(rows->luma).subspan(at, kColumns),
                             std::span(rows->chroma).subspan(at, kColumns));
    }
  };
  c.reference = [rows] {
    reference::LumaChromaRow(rows->words, rows->luma_wanted,
                             rows->chroma_wanted);
  };
  c.opencv = [rows] {
    // A word's bytes are alpha, blue, green, red.
    const cv::Mat words(kHeight, kWidth, CV_8UC4, rows->words.data());
    std::array<cv::Mat, 4> planes;
    cv::split(words, planes.data());
    cv::Mat bgr, least;
    cv::merge(planes.data() + 1, 3, bgr);
    cv::cvtColor(bgr, rows->grey, cv::COLOR_BGR2GRAY);
    cv::max(planes[1], planes[2], rows->colour);
    cv::max(rows->colour, planes[3], rows->colour);
    cv::min(planes[1], planes[2], least);
    cv::min(least, planes[3], least);
    cv::subtract(rows->colour, least, rows->colour);
  };
  c.check = [rows] { return RowsDiffer(*rows); };
  return c;
}

struct Statistics {
  Levels luma;
  kernels::PictureStats stats;
  reference::PictureStats wanted;
  std::array<std::uint64_t, kernels::kGradientLimits.size()> at_most = {};
  std::uint64_t white = 0, black = 0, middle = 0;
  std::uint64_t axis_aligned = 0, steps_down = 0;
  cv::Mat tile_means;
};

// The same, as far as OpenCV has functions for it: no lines, and of the tiles
// only their means.
void CountWithOpenCv(Statistics& s) {
  const cv::Mat luma(kHeight, kWidth, CV_8UC1, s.luma.data());
  const cv::Mat here = luma(cv::Rect(0, 0, kWidth - 1, kHeight - 1));
  cv::Mat gradient, smaller, across, down, chosen, other;
  cv::absdiff(here, luma(cv::Rect(1, 0, kWidth - 1, kHeight - 1)), across);
  cv::absdiff(here, luma(cv::Rect(0, 1, kWidth - 1, kHeight - 1)), down);
  cv::max(across, down, gradient);
  cv::min(across, down, smaller);
  const auto count = [&chosen] {
    return static_cast<std::uint64_t>(cv::countNonZero(chosen));
  };
  for (std::size_t k = 0; k < s.at_most.size(); ++k) {
    cv::compare(gradient, kernels::kGradientLimits[k], chosen, cv::CMP_LE);
    s.at_most[k] = count();
  }
  cv::compare(gradient, kernels::kStrongGradient, chosen, cv::CMP_GE);
  cv::compare(smaller, kernels::kStraightTolerance, other, cv::CMP_LE);
  cv::bitwise_and(chosen, other, chosen);
  s.axis_aligned = count();
  cv::compare(down, kernels::kStrongGradient, chosen, cv::CMP_GE);
  s.steps_down = count();
  cv::resize(
      luma(cv::Rect(0, 0, kWidth / kernels::kTileSide * kernels::kTileSide,
                    kHeight / kernels::kTileSide * kernels::kTileSide)),
      s.tile_means, {}, 1.0 / kernels::kTileSide, 1.0 / kernels::kTileSide,
      cv::INTER_AREA);
  cv::compare(luma, 250, chosen, cv::CMP_GE);
  s.white = count();
  cv::compare(luma, 8, chosen, cv::CMP_LE);
  s.black = count();
  cv::inRange(luma, 48, 207, chosen);
  s.middle = count();
}

std::string StatisticsDiffer(const Statistics& s) {
  const kernels::PictureStats& got = s.stats;
  const reference::PictureStats& wanted = s.wanted;
  if (got.gradient_at_most != wanted.gradient_at_most ||
      got.vertical_straight != wanted.vertical_straight ||
      got.horizontal_straight != wanted.horizontal_straight ||
      got.axis_aligned != wanted.axis_aligned ||
      got.step_changes != wanted.step_changes ||
      got.tiles.size() != wanted.tiles.size()) {
    return "differs from the reference";
  }
  for (std::size_t i = 0; i < got.tiles.size(); ++i) {
    if (got.tiles[i].mean != wanted.tiles[i].mean ||
        got.tiles[i].strong != wanted.tiles[i].strong) {
      return "a tile differs from the reference";
    }
  }
  const bool same = got.gradient_at_most == s.at_most && got.white == s.white &&
                    got.black == s.black && got.middle == s.middle &&
                    got.axis_aligned == s.axis_aligned &&
                    got.steps_down == s.steps_down &&
                    s.tile_means.total() == got.tiles.size();
  return same ? "" : "differs from OpenCV";
}

KernelCase PictureStatistics() {
  auto s = std::make_shared<Statistics>();
  std::mt19937 rng(support::Seed(72));
  const std::string noise = support::RandomBytes(rng, kPixels);
  for (std::size_t i = 0; i < kPixels; ++i) {
    const std::size_t x = i % kColumns, y = i / kColumns;
    const int box = x / 90 % 2 == y / 70 % 2 ? 230 : 40;
    s->luma.push_back(
        static_cast<std::uint8_t>(box + (y > 600 ? noise[i] & 7 : 0)));
  }
  KernelCase c;
  c.name = "PictureStats";
  c.bytes = kPixels;
  c.kernel = [s] {
    kernels::PictureStatsBuilder builder(kWidth);
    for (std::size_t at = 0; at < kPixels; at += kColumns) {
      builder.AddRow(std::span(s->luma).subspan(at, kColumns), {});
    }
    s->stats = builder.Finish();
  };
  c.reference = [s] { s->wanted = reference::StatsOf(s->luma, {}, kWidth); };
  c.opencv = [s] { CountWithOpenCv(*s); };
  c.check = [s] { return StatisticsDiffer(*s); };
  return c;
}

}  // namespace

std::vector<KernelCase> FeatureCases() {
  return {LumaChroma(), PictureStatistics()};
}

}  // namespace rescan::bench
