#include "tools/samples/sample.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <fstream>

#include "tools/samples/capture.h"

namespace rescan::samples {
namespace {

constexpr int kMinSide = 480;
constexpr int kMaxSide = 8192;
constexpr int kMinDpi = 72;
constexpr int kMaxDpi = 600;

// Everything the specification leaves open, chosen.
struct Plan {
  Page page = Page::kNote;
  bool dark = false;
  int width = 0;   // pixels of the drawn page
  int height = 0;  // pixels of the drawn page
  double scale = 1;
  int bed = 0;      // scans: pixels of the lid on each side
  PixelSize photo;  // photos: the final size
};

bool InRange(const PixelSize& size) {
  return size.width >= kMinSide && size.width <= kMaxSide &&
         size.height >= kMinSide && size.height <= kMaxSide;
}

Status CheckOptions(const SampleSpec& spec) {
  const auto refuse = [](std::string_view reason) {
    return Fail(ErrorCode::kInvalidArgument, fmt::format("sample: {}", reason));
  };
  const bool native = spec.sample_class == SampleClass::kNative;
  if (spec.small && (spec.page || spec.size || spec.dpi)) {
    return refuse("a small sample takes no page, size or dpi");
  }
  if (spec.page == Page::kNote) return refuse("a note is always small");
  if (spec.page && !(native ? IsScreen(*spec.page) : IsPaper(*spec.page))) {
    return refuse(fmt::format("a {} is no page for class {}",
                              PageName(*spec.page),
                              ClassName(spec.sample_class)));
  }
  if (spec.dark && !native) return refuse("only screens can be dark");
  if (spec.subpixel && !native) return refuse("only screens have subpixels");
  if (spec.size && spec.sample_class == SampleClass::kScan) {
    return refuse("the size of a scan follows from dpi");
  }
  if (spec.size && !InRange(*spec.size)) {
    return refuse(fmt::format("size {} x {} outside {}..{}", spec.size->width,
                              spec.size->height, kMinSide, kMaxSide));
  }
  if (spec.dpi && spec.sample_class != SampleClass::kScan) {
    return refuse("dpi is for scans");
  }
  if (spec.dpi && (*spec.dpi < kMinDpi || *spec.dpi > kMaxDpi)) {
    return refuse(
        fmt::format("dpi {} outside {}..{}", *spec.dpi, kMinDpi, kMaxDpi));
  }
  return {};
}

constexpr std::array kScreenPages = {
    Page::kTable, Page::kList,    Page::kSettings, Page::kMail,
    Page::kChat,  Page::kBrowser, Page::kTerminal};
constexpr std::array kPaperPages = {Page::kLetter, Page::kInvoice,
                                    Page::kReceipt, Page::kForm};

Plan PlanSmall(const SampleSpec& spec, Rng& rng) {
  Plan plan;
  plan.width = rng.Between(320, 440);
  plan.height = rng.Between(170, 250);
  plan.dark = spec.dark.value_or(spec.sample_class == SampleClass::kNative &&
                                 rng.Chance(0.5));
  // Letters of about 18 pixels; the sizes of a page for screens and for paper
  // differ.
  plan.scale = spec.sample_class == SampleClass::kNative ? 1.2 : 1.6;
  plan.bed = 6;
  plan.photo = {plan.width + 40, plan.height + 50};
  return plan;
}

Plan PlanScreen(const SampleSpec& spec, Rng& rng) {
  constexpr std::array<PixelSize, 5> kScreens = {
      {{1366, 768}, {1920, 1080}, {1280, 800}, {1170, 2532}, {1080, 2340}}};
  // Small letters are what a page of numbers is for.
  constexpr std::array<PixelSize, 3> kDesktops = {
      {{1366, 768}, {1920, 1080}, {1280, 800}}};
  // Pages are laid out for windows about this wide, and for this telephone.
  constexpr double kDesktop = 1366;
  constexpr double kPhone = 390;
  Plan plan;
  plan.page = spec.page.value_or(rng.Pick(kScreenPages));
  plan.dark = spec.dark.value_or(rng.Chance(0.5));
  const bool numbers = plan.page == Page::kNumbers;
  const PixelSize size =
      spec.size.value_or(numbers ? rng.Pick(kDesktops) : rng.Pick(kScreens));
  plan.width = size.width;
  plan.height = size.height;
  plan.scale = size.height > size.width ? size.width / kPhone
                                        : std::max(1.0, size.width / kDesktop);
  if (numbers && size.height <= size.width) plan.scale = 1;
  return plan;
}

Plan PlanPaper(const SampleSpec& spec, Rng& rng) {
  constexpr std::array kDpis = {150, 200, 200, 300};
  constexpr std::array<PixelSize, 3> kPhotos = {
      {{1200, 1600}, {1536, 2048}, {1440, 1920}}};
  constexpr double kPointsPerInch = 72;
  Plan plan;
  plan.page = spec.page.value_or(rng.Pick(kPaperPages));
  const PaperSize paper = SizeOfPaper(plan.page, rng);
  if (spec.sample_class == SampleClass::kScan) {
    const int dpi = spec.dpi.value_or(rng.Pick(kDpis));
    plan.scale = dpi / kPointsPerInch;
    plan.bed = plan.page == Page::kReceipt ? dpi / 6 : 0;
  } else {
    plan.photo = spec.size.value_or(rng.Pick(kPhotos));
    // Drawn at about the size the page will have in the photo.
    plan.scale = 0.9 * std::min(plan.photo.width / paper.width,
                                plan.photo.height / paper.height);
  }
  plan.width = static_cast<int>(std::lround(paper.width * plan.scale));
  plan.height = static_cast<int>(std::lround(paper.height * plan.scale));
  return plan;
}

Plan MakePlan(const SampleSpec& spec, Rng& rng) {
  if (spec.small) return PlanSmall(spec, rng);
  return spec.sample_class == SampleClass::kNative ? PlanScreen(spec, rng)
                                                   : PlanPaper(spec, rng);
}

Result<Picture> DrawOnCanvas(const SampleSpec& spec, const Plan& plan,
                             Rng rng) {
  const Theme theme = spec.sample_class == SampleClass::kNative
                          ? ScreenTheme(plan.dark, rng)
                          : PaperTheme(rng);
  auto canvas = Canvas::Create({plan.width, plan.height, plan.scale,
                                theme.window, spec.paint_text, spec.subpixel});
  if (!canvas) return tl::unexpected(canvas.error());
  TextSource source(rng.Fork());
  DrawPage(plan.page, theme, source, *canvas);
  auto pixels = canvas->Pixels();
  if (!pixels) return tl::unexpected(pixels.error());
  return Picture{std::move(*pixels), canvas->lines()};
}

Picture Capture(SampleClass sample_class, const Plan& plan, Picture page,
                Rng rng) {
  constexpr double kPointsPerInch = 72;
  switch (sample_class) {
    case SampleClass::kNative:
      return page;
    case SampleClass::kScan:
      return Scan(std::move(page), plan.scale * kPointsPerInch, plan.bed, rng);
    case SampleClass::kPhoto:
      return Photograph(std::move(page), plan.photo.width, plan.photo.height,
                        rng);
  }
  return page;
}

std::string ThemeName(const SampleSpec& spec, const Plan& plan) {
  if (spec.sample_class != SampleClass::kNative) return "paper";
  return plan.dark ? "dark" : "light";
}

Status WriteFile(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    return Fail(ErrorCode::kIo, fmt::format("cannot write '{}'", path));
  }
  return {};
}

}  // namespace

Result<Picture> DrawPageAlone(const SampleSpec& spec) {
  RESCAN_TRY(CheckOptions(spec));
  Rng rng(spec.seed);
  Rng plan_rng = rng.Fork();
  const Plan plan = MakePlan(spec, plan_rng);
  return DrawOnCanvas(spec, plan, rng.Fork());
}

Result<Sample> DrawSample(const SampleSpec& spec) {
  RESCAN_TRY(CheckOptions(spec));
  Rng rng(spec.seed);
  // One stream for each stage: see Rng::Fork.
  Rng plan_rng = rng.Fork();
  const Rng page_rng = rng.Fork();
  const Rng capture_rng = rng.Fork();
  const Plan plan = MakePlan(spec, plan_rng);
  auto page = DrawOnCanvas(spec, plan, page_rng);
  if (!page) return tl::unexpected(page.error());
  Picture picture =
      Capture(spec.sample_class, plan, std::move(*page), capture_rng);

  Sample sample;
  sample.format = spec.format.value_or(spec.sample_class == SampleClass::kNative
                                           ? ImageFormat::kPng
                                           : ImageFormat::kJpeg);
  auto bytes = Encode(picture.raster, sample.format, plan_rng.Between(60, 85));
  if (!bytes) return tl::unexpected(bytes.error());
  sample.bytes = std::move(*bytes);
  sample.truth = {"",
                  spec.sample_class,
                  picture.raster.width,
                  picture.raster.height,
                  spec.seed,
                  ThemeName(spec, plan),
                  std::string(PageName(plan.page)),
                  std::move(picture.lines),
                  {}};
  return sample;
}

Status WriteSample(Sample& sample, const std::string& directory,
                   std::string_view name) {
  if (name.empty() || name.find('/') != std::string_view::npos) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("'{}' is no name for a sample", name));
  }
  sample.truth.image = fmt::format("{}.{}", name, Extension(sample.format));
  const std::string stem = directory + '/';
  RESCAN_TRY(WriteFile(stem + sample.truth.image, sample.bytes));
  return WriteFile(fmt::format("{}{}.truth.json", stem, name),
                   TruthToJson(sample.truth));
}

}  // namespace rescan::samples
