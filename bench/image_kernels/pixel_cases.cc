// Cases of kernels/image/ that make a picture of each pixel: grey, table and
// threshold.
#include <leptonica/allheaders.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string>
#include <vector>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/pictures.h"
#include "bench/image_kernels/rivals.h"
#include "kernels/image/grey.h"
#include "kernels/image/histogram.h"
#include "kernels/image/table.h"
#include "tests/support/random.h"
#include "tests/support/reference_pixels.h"

namespace rescan::bench {
namespace {

using kernels::GreyImage;
using kernels::GreyView;
using kernels::ImageView;
using reference::Picture;
using Levels = std::vector<std::uint8_t>;
using Words = std::vector<std::uint32_t>;

constexpr std::size_t kPixels =
    static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(kHeight);

Levels LevelsOf(GreyView view) {
  Levels levels;
  for (int y = 0; y < view.height; ++y) {
    const auto row = view.RowSpan(y);
    levels.insert(levels.end(), row.begin(), row.end());
  }
  return levels;
}

GreyView ViewOfLevels(const Levels& levels) {
  return {levels.data(), kWidth, kHeight, kWidth};
}

Levels LevelsOf(PIX* pix) {
  GreyImage grey(pixGetWidth(pix), pixGetHeight(pix));
  kernels::GreyFromPacked(WordsOf(pix), grey.mutable_view());
  return LevelsOf(grey.view());
}

// What the cases of one picture work on and leave behind.
struct Data {
  explicit Data(GreyImage picture) : in(std::move(picture)) {}

  GreyImage in;
  GreyImage out{kWidth, kHeight};
  Picture in_picture{kWidth, kHeight, LevelsOf(in.view())};
  cv::Mat in_mat = MatOf(in.view());
  cv::Mat out_mat;
  PixPtr in_pix = PixOf(in.view());
  PixPtr out_pix;
  Levels wanted;

  // The kernel's picture and the rivals', against what is wanted.
  [[nodiscard]] std::string Check(int tolerance) const {
    const GreyView right = ViewOfLevels(wanted);
    std::string found = Difference("kernel", out.view(), right);
    if (!out_mat.empty()) {
      found += Difference("OpenCV", ViewOf(out_mat), right, tolerance);
    }
    if (out_pix) {
      found += Difference("Leptonica", ViewOfLevels(LevelsOf(out_pix.get())),
                          right, tolerance);
    }
    return found;
  }
};

// Red, green and blue of their own; alpha is full.
Words ColourWords() {
  std::mt19937 rng(9);
  const GreyImage page = PagePicture();
  Words words;
  for (int y = 0; y < kHeight; ++y) {
    for (const std::uint8_t level : page.view().RowSpan(y)) {
      const std::uint32_t red = level;
      const std::uint32_t green = (level + support::Below(rng, 64)) % 256;
      const std::uint32_t blue = (level + support::Below(rng, 64)) % 256;
      words.push_back(red << 24 | green << 16 | blue << 8 | 255);
    }
  }
  return words;
}

KernelCase ColourCase() {
  struct Colour : Data {
    Colour() : Data(PagePicture()) {
      std::copy(words.begin(), words.end(), pixGetData(pix.get()));
      for (std::size_t i = 0; i < kPixels; ++i) {
        mat.at<cv::Vec4b>(static_cast<int>(i)) = {
            static_cast<std::uint8_t>(words[i] >> 8),
            static_cast<std::uint8_t>(words[i] >> 16),
            static_cast<std::uint8_t>(words[i] >> 24), 255};
      }
      mat = mat.reshape(4, kHeight);
    }
    Words words = ColourWords();
    PixPtr pix{pixCreate(kWidth, kHeight, 32)};
    // Braces would make a list of three numbers.
    cv::Mat mat = cv::Mat(1, static_cast<int>(kPixels), CV_8UC4);
  };
  const auto data = std::make_shared<Colour>();
  KernelCase result;
  result.name = "GreyFromColour";
  result.bytes = 4 * kPixels;
  result.kernel = [data] {
    kernels::GreyFromColour({data->words.data(), kWidth, kHeight, kWidth},
                            data->out.mutable_view());
  };
  result.reference = [data] {
    data->wanted = reference::GreyFromColour(data->words);
  };
  result.opencv = [data] {
    cv::cvtColor(data->mat, data->out_mat, cv::COLOR_BGRA2GRAY);
  };
  result.leptonica = [data] {
    data->out_pix.reset(
        pixConvertRGBToGray(data->pix.get(), .299f, .587f, .114f));
  };
  // Leptonica sums in floating point.
  result.check = [data] { return data->Check(1); };
  return result;
}

KernelCase PackedCase() {
  struct Packed : Data {
    Packed() : Data(PagePicture()) {}
    ImageView<std::uint32_t> words = WordsOf(in_pix.get());
    cv::Mat mat{kHeight, kWidth / 4, CV_8UC4, words.data};
  };
  const auto data = std::make_shared<Packed>();
  KernelCase result;
  result.name = "GreyFromPacked";
  result.bytes = kPixels;
  result.kernel = [data] {
    kernels::GreyFromPacked(data->words, data->out.mutable_view());
  };
  result.reference = [data] {
    data->wanted =
        reference::GreyFromPacked({data->words.data, kPixels / 4}, kPixels);
  };
  result.opencv = [data] {
    data->out_mat.create(kHeight, kWidth, CV_8UC1);
    cv::Mat four = data->out_mat.reshape(4);
    cv::mixChannels({data->mat}, {four}, {0, 3, 1, 2, 2, 1, 3, 0});
  };
  // Its answer holds plain bytes; Check would swap them once more.
  result.leptonica = [data] {
    const PixPtr swapped(pixEndianByteSwapNew(data->in_pix.get()));
  };
  result.check = [data] { return data->Check(0); };
  return result;
}

KernelCase BitsCase() {
  struct Bits : Data {
    Bits() : Data(PagePicture()) {}
    PixPtr bits{pixThresholdToBinary(in_pix.get(), 128)};
  };
  const auto data = std::make_shared<Bits>();
  KernelCase result;
  result.name = "GreyFromBits";
  result.bytes = kPixels / 8;
  result.kernel = [data] {
    kernels::GreyFromBits(WordsOf(data->bits.get()), data->out.mutable_view());
  };
  result.reference = [data] {
    data->wanted = reference::GreyFromBits(
        {pixGetData(data->bits.get()), kPixels / 32}, kPixels);
  };
  result.leptonica = [data] {
    data->out_pix.reset(pixConvert1To8(nullptr, data->bits.get(), 255, 0));
  };
  result.check = [data] { return data->Check(0); };
  return result;
}

KernelCase InvertCase() {
  const auto data = std::make_shared<Data>(PagePicture());
  KernelCase result;
  result.name = "Invert";
  result.bytes = kPixels;
  result.kernel = [data] {
    kernels::Invert(data->in.view(), data->out.mutable_view());
  };
  result.reference = [data] {
    data->wanted = reference::Invert(data->in_picture).samples;
  };
  result.opencv = [data] { cv::bitwise_not(data->in_mat, data->out_mat); };
  data->out_pix.reset(pixCreateTemplate(data->in_pix.get()));
  result.leptonica = [data] {
    pixInvert(data->out_pix.get(), data->in_pix.get());
  };
  result.check = [data] { return data->Check(0); };
  // Reads 2 MB and writes 2 MB at the rate of memcpy, as OpenCV does: there is
  // nothing left to compute less of.
  result.goal = .9;
  return result;
}

KernelCase TableCase() {
  struct Table : Data {
    Table() : Data(PagePicture()) {
      numa.reset(numaCreate(256));
      for (std::size_t i = 0; i < 256; ++i) {
        table[i] = static_cast<std::uint8_t>((i * i * 7 + 13) % 256);
        numaAddNumber(numa.get(), table[i]);
      }
    }
    struct NumaDeleter {
      void operator()(NUMA* numa) const { numaDestroy(&numa); }
    };
    std::array<std::uint8_t, 256> table{};
    std::unique_ptr<NUMA, NumaDeleter> numa;
    cv::Mat mat{1, 256, CV_8UC1, table.data()};
  };
  const auto data = std::make_shared<Table>();
  KernelCase result;
  result.name = "ApplyTable";
  result.bytes = kPixels;
  result.kernel = [data] {
    kernels::ApplyTable(data->in.view(), data->table, data->out.mutable_view());
  };
  result.reference = [data] {
    data->wanted = reference::ApplyTable(data->in_picture, data->table).samples;
  };
  result.opencv = [data] { cv::LUT(data->in_mat, data->mat, data->out_mat); };
  // Works in place: the picture has to be copied first.
  result.leptonica = [data] {
    data->out_pix.reset(pixCopy(nullptr, data->in_pix.get()));
    pixTRCMap(data->out_pix.get(), nullptr, data->numa.get());
  };
  result.check = [data] { return data->Check(0); };
  return result;
}

// Histogram, threshold and the black and white picture, as OpenCV has it.
KernelCase OtsuCase() {
  const auto data = std::make_shared<Data>(PagePicture());
  KernelCase result;
  result.name = "Otsu and threshold";
  result.bytes = kPixels;
  result.kernel = [data] {
    const int threshold =
        kernels::OtsuThreshold(kernels::HistogramOf(data->in.view()));
    kernels::Threshold(data->in.view(), threshold, data->out.mutable_view());
  };
  result.reference = [data] {
    const int threshold =
        reference::OtsuThreshold(reference::HistogramOf(data->in_picture));
    data->wanted = reference::Threshold(data->in_picture, threshold).samples;
  };
  result.opencv = [data] {
    cv::threshold(data->in_mat, data->out_mat, 0, 255,
                  cv::THRESH_BINARY | cv::THRESH_OTSU);
  };
  result.check = [data] { return data->Check(0); };
  return result;
}

}  // namespace

std::vector<KernelCase> PixelCases() {
  return {ColourCase(), PackedCase(), BitsCase(),
          InvertCase(), TableCase(),  OtsuCase()};
}

}  // namespace rescan::bench
