#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bench/image_kernels/kernel_case.h"
#include "bench/image_kernels/pictures.h"
#include "bench/image_kernels/rivals.h"
#include "kernels/image/ink_components.h"
#include "kernels/image/resize.h"
#include "kernels/image/rotate.h"
#include "kernels/image/skew.h"
#include "kernels/image/text_geometry.h"
#include "tests/support/reference_geometry.h"

namespace rescan::bench {
namespace {

using kernels::GreyImage;
using kernels::GreyView;

// One bit for each sample that is not 0.
PixPtr BitPix(GreyView mask) {
  PixPtr pix(pixCreate(mask.width, mask.height, 1));
  for (int y = 0; y < mask.height; ++y) {
    l_uint32* row = pixGetData(pix.get()) + y * pixGetWpl(pix.get());
    for (int x = 0; x < mask.width; ++x) {
      if (mask.Row(y)[x] != 0) SET_DATA_BIT(row, x);
    }
  }
  return pix;
}

// ---- Resizing

// What one case works on and leaves behind.
struct Resizing {
  Resizing(int width, int height) : out(width, height) {}

  GreyImage in = PagePicture();
  GreyImage out;
  cv::Mat in_mat = MatOf(in.view());
  cv::Mat out_mat;
  PixPtr in_pix = PixOf(in.view());
  PixPtr out_pix;
  reference::Picture in_picture = PictureOf(in.view());
  reference::Picture wanted;
};

// Leptonica's enlarging is linear and its shrinking has coarser weights: it is
// there for its time, not for its answer.
KernelCase ResizeCase(double ratio) {
  const auto scaled = [ratio](int side) {
    return static_cast<int>(std::lround(side * ratio));
  };
  auto data = std::make_shared<Resizing>(scaled(kWidth), scaled(kHeight));
  const bool shrinks = ratio < 1;
  const auto factor = static_cast<l_float32>(ratio);
  KernelCase result;
  result.name =
      fmt::format("{} x{:.4g}", shrinks ? "ResizeArea" : "ResizeCubic", ratio);
  result.bytes = data->in.view().pixel_count();
  result.kernel = [data, shrinks] {
    const auto resize = shrinks ? kernels::ResizeArea : kernels::ResizeCubic;
    resize(data->in.view(), data->out.mutable_view());
  };
  result.reference = [data, shrinks] {
    const auto resize =
        shrinks ? reference::ResizeArea : reference::ResizeCubic;
    data->wanted =
        resize(data->in_picture, data->out.width(), data->out.height());
  };
  result.opencv = [data, shrinks] {
    cv::resize(data->in_mat, data->out_mat,
               {data->out.width(), data->out.height()}, 0, 0,
               shrinks ? cv::INTER_AREA : cv::INTER_CUBIC);
  };
  result.leptonica = [data, factor] {
    PIX* in = data->in_pix.get();
    data->out_pix.reset(factor < 0.7F ? pixScaleAreaMap(in, factor, factor)
                                      : pixScaleGrayLI(in, factor, factor));
  };
  result.check = [data, shrinks] {
    const GreyView wanted = ViewOf(data->wanted);
    // OpenCV's cubic weights have 11 bits.
    return Difference("kernel", data->out.view(), wanted,
                      kernels::kResizeTolerance) +
           Difference("OpenCV", ViewOf(data->out_mat), wanted, shrinks ? 1 : 2);
  };
  return result;
}

// ---- Turning

struct Turning {
  explicit Turning(double degrees)
      : rotation(kernels::PlanRotation(kWidth, kHeight, degrees)),
        out(rotation.width, rotation.height),
        // OpenCV's places are those of pixel centres.
        matrix(rotation.to_turned.xx, rotation.to_turned.xy,
               rotation.to_turned.dx - 0.5 +
                   (rotation.to_turned.xx + rotation.to_turned.xy) / 2,
               rotation.to_turned.yx, rotation.to_turned.yy,
               rotation.to_turned.dy - 0.5 +
                   (rotation.to_turned.yx + rotation.to_turned.yy) / 2) {}

  GreyImage in = PagePicture();
  kernels::Rotation rotation;
  GreyImage out;
  cv::Matx23d matrix;
  cv::Mat in_mat = MatOf(in.view());
  cv::Mat out_mat;
  PixPtr in_pix = PixOf(in.view());
  PixPtr out_pix;
  reference::Picture in_picture = PictureOf(in.view());
  reference::Picture wanted;
};

KernelCase RotateCase(double degrees) {
  constexpr int kWhite = 255;
  auto data = std::make_shared<Turning>(degrees);
  KernelCase result;
  result.name = fmt::format("Rotate {} degrees", degrees);
  result.bytes = data->in.view().pixel_count();
  result.kernel = [data] {
    kernels::Rotate(data->in.view(), data->rotation, kWhite,
                    data->out.mutable_view());
  };
  result.reference = [data, degrees] {
    data->wanted =
        reference::Rotate(data->in_picture, degrees, data->out.width(),
                          data->out.height(), kWhite);
  };
  result.opencv = [data] {
    cv::warpAffine(data->in_mat, data->out_mat, data->matrix,
                   {data->out.width(), data->out.height()}, cv::INTER_LINEAR,
                   cv::BORDER_CONSTANT, kWhite);
  };
  result.leptonica = [data, degrees] {
    data->out_pix.reset(pixRotate(data->in_pix.get(),
                                  static_cast<l_float32>(degrees * CV_PI / 180),
                                  L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
  };
  result.check = [data] {
    const GreyView wanted = ViewOf(data->wanted);
    // OpenCV rounds places to 1/32 of a pixel, which is up to 4 levels for
    // each axis; Leptonica to 1/16, about a centre of its own.
    return Difference("kernel", data->out.view(), wanted,
                      kernels::kRotateTolerance) +
           Difference("OpenCV", ViewOf(data->out_mat), wanted, 9);
  };
  return result;
}

// ---- Components

// The page's ink, turned by `degrees`.
GreyImage Mask(double degrees) {
  const GreyImage page = PagePicture();
  const kernels::Rotation rotation =
      kernels::PlanRotation(kWidth, kHeight, degrees);
  GreyImage mask(rotation.width, rotation.height);
  kernels::Rotate(page.view(), rotation, 255, mask.mutable_view());
  for (int y = 0; y < mask.height(); ++y) {
    for (std::uint8_t& sample : mask.mutable_view().RowSpan(y)) {
      sample = sample < 128 ? 255 : 0;
    }
  }
  return mask;
}

struct Components {
  GreyImage mask = Mask(0);
  kernels::InkComponents found;
  cv::Mat mask_mat = MatOf(mask.view());
  cv::Mat labels, stats, centroids;
  PixPtr mask_pix = BitPix(mask.view());
  int pix_count = 0;
  reference::Picture mask_picture = PictureOf(mask.view());
  std::vector<reference::Component> wanted;
};

std::string ComponentDifference(const Components& data) {
  const auto& found = data.found.components;
  if (found.size() != data.wanted.size()) {
    return fmt::format("kernel: {} components, wanted {}", found.size(),
                       data.wanted.size());
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    const reference::Component& c = data.wanted[i];
    const kernels::InkComponent wanted = {
        {c.left, c.top, c.right, c.bottom}, c.area, c.runs};
    if (!(found[i] == wanted)) return fmt::format("kernel: component {}", i);
  }
  // OpenCV counts the background.
  if (data.stats.rows != static_cast<int>(found.size()) + 1) {
    return fmt::format("OpenCV: {} components", data.stats.rows - 1);
  }
  if (data.pix_count != static_cast<int>(found.size())) {
    return fmt::format("Leptonica: {} components", data.pix_count);
  }
  return {};
}

KernelCase ComponentsCase() {
  auto data = std::make_shared<Components>();
  KernelCase result;
  result.name = "FindInkComponents";
  result.bytes = data->mask.view().pixel_count();
  result.kernel = [data] {
    data->found = kernels::FindInkComponents(data->mask.view());
  };
  result.reference = [data] {
    data->wanted = reference::InkComponents(data->mask_picture);
  };
  result.opencv = [data] {
    cv::connectedComponentsWithStats(data->mask_mat, data->labels, data->stats,
                                     data->centroids);
  };
  result.leptonica = [data] {
    BOXA* boxes = pixConnCompBB(data->mask_pix.get(), 8);
    data->pix_count = boxaGetCount(boxes);
    boxaDestroy(&boxes);
  };
  result.check = [data] { return ComponentDifference(*data); };
  return result;
}

// ---- Skew

struct Skewed {
  static constexpr double kDegrees = 1.7;

  GreyImage mask = Mask(kDegrees);
  kernels::SkewEstimate found;
  PixPtr mask_pix = BitPix(mask.view());
  l_float32 pix_degrees = 0;
  l_float32 pix_confidence = 0;
  reference::Picture mask_picture = PictureOf(mask.view());
  double wanted = 0;
};

// From a mask to what preparation wants to know of its text. Leptonica finds
// the boxes and the skew one by one, from a mask that is packed already; it
// leaves out the measures.
KernelCase SkewCase() {
  auto data = std::make_shared<Skewed>();
  KernelCase result;
  result.name = "Components, text, skew";
  result.bytes = data->mask.view().pixel_count();
  result.kernel = [data] {
    const GreyView mask = data->mask.view();
    const auto components = kernels::FindInkComponents(mask).components;
    (void)kernels::MeasureText(components, mask.width, mask.height);
    data->found = kernels::EstimateSkew(components, mask.width, mask.height);
  };
  result.reference = [data] {
    data->wanted = reference::SkewDegrees(data->mask_picture, 3, 0.1);
  };
  result.leptonica = [data] {
    BOXA* boxes = pixConnCompBB(data->mask_pix.get(), 8);
    boxaDestroy(&boxes);
    pixFindSkew(data->mask_pix.get(), &data->pix_degrees,
                &data->pix_confidence);
  };
  result.check = [data] {
    const auto off = [](const char* whose, double degrees, double by) {
      return std::abs(degrees - Skewed::kDegrees) <= by
                 ? std::string()
                 : fmt::format("{}: {} degrees, wanted {}\n", whose, degrees,
                               Skewed::kDegrees);
    };
    // Leptonica says by how much to turn it back.
    return off("kernel", data->found.degrees, 0.1) +
           off("reference", data->wanted, 0.15) +
           off("Leptonica", -data->pix_degrees, 0.2);
  };
  return result;
}

}  // namespace

std::vector<KernelCase> GeometryCases() {
  std::vector<KernelCase> cases;
  for (const double ratio :
       {0.2, 0.25, 0.37, 0.5, 0.75, 0.95, 1.05, 1.5, 2.0, 3.0}) {
    cases.push_back(ResizeCase(ratio));
  }
  for (const double degrees : {0.5, 2.0, 7.0}) {
    cases.push_back(RotateCase(degrees));
  }
  cases.push_back(ComponentsCase());
  cases.push_back(SkewCase());
  return cases;
}

}  // namespace rescan::bench
