#include "kernels/image/flatten_page.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "kernels/image/background_rows.h"
#include "kernels/image/clahe_rows.h"
#include "kernels/image/gaussian_rows.h"

namespace rescan::kernels {
namespace {

void CopyRow(const std::uint8_t* in, int width, std::uint8_t* out) {
  if (in != out) std::memcpy(out, in, static_cast<std::size_t>(width));
}

// The second pass: divides into `out`, counts what comes out. Returns where
// the rows for the third pass are.
GreyView DivideAndCount(GreyView page, BackgroundRows* background,
                        ClaheRows& clahe, MutableGreyView out) {
  const GreyView divided = background != nullptr ? GreyView(out) : page;
  for (int y = 0; y < clahe.rows_to_count(); ++y) {
    if (background != nullptr && y < page.height) {
      background->Divide(y, page.Row(y), out.Row(y));
    }
    clahe.Count(divided.Row(clahe.SourceRow(y)));
  }
  return divided;
}

}  // namespace

void FlattenPage(GreyView page, const FlattenOptions& options,
                 MutableGreyView out) {
  assert(SameSize(page, out));
  if (page.empty()) return;
  std::optional<BackgroundRows> background;
  if (options.background.has_value()) {
    background.emplace(EstimateBackground(page, *options.background).view(),
                       page.width);
  }
  std::optional<ClaheRows> clahe;
  GreyView in = page;
  if (options.clahe.has_value()) {
    clahe.emplace(page.width, page.height, *options.clahe);
    in = DivideAndCount(page, background ? &*background : nullptr, *clahe, out);
  }
  std::optional<GaussianRows> blur;
  if (options.blur_sigma.has_value()) {
    blur.emplace(*options.blur_sigma, page.width, page.height);
  }

  int blurred = 0;
  for (int y = 0; y < page.height; ++y) {
    std::uint8_t* row = blur ? blur->Input() : out.Row(y);
    if (clahe) {
      clahe->Map(y, in.Row(y), row);
    } else if (background) {
      background->Divide(y, in.Row(y), row);
    } else {
      CopyRow(in.Row(y), page.width, row);
    }
    if (!blur) continue;
    blur->Push();
    // Rows that are still needed are in the ring, not in `out`.
    while (blur->Ready()) blur->Blur(out.Row(blurred++));
  }
}

}  // namespace rescan::kernels
