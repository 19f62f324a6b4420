#include "tools/samples/committed_set.h"

#include <fmt/format.h>

#include <fstream>
#include <vector>

#include "kernels/base/sha256.h"

namespace rescan::samples {
namespace {

SampleSpec Of(SampleClass sample_class, std::uint64_t seed, Page page) {
  SampleSpec spec;
  spec.sample_class = sample_class;
  spec.seed = seed;
  spec.page = page;
  return spec;
}

SampleSpec Screen(std::uint64_t seed, Page page, bool dark, PixelSize size) {
  SampleSpec spec = Of(SampleClass::kNative, seed, page);
  spec.dark = dark;
  spec.size = size;
  return spec;
}

SampleSpec ScanOf(std::uint64_t seed, Page page, int dpi) {
  SampleSpec spec = Of(SampleClass::kScan, seed, page);
  spec.dpi = dpi;
  return spec;
}

SampleSpec PhotoOf(std::uint64_t seed, Page page, PixelSize size) {
  SampleSpec spec = Of(SampleClass::kPhoto, seed, page);
  spec.size = size;
  return spec;
}

SheetSpec Specimen(std::uint64_t seed, SheetSpecimen specimen) {
  SheetSpec spec;
  spec.seed = seed;
  spec.specimen = specimen;
  return spec;
}

SheetSpec SheetOf(std::uint64_t seed, SheetVariant variant, bool dark,
                  ImageFormat format) {
  SheetSpec spec;
  spec.seed = seed;
  spec.variant = variant;
  spec.dark = dark;
  spec.width = 1366;
  spec.format = format;
  spec.subpixel = false;
  return spec;
}

std::vector<CommittedSample> MakeSet() {
  constexpr PixelSize kLaptop = {1366, 768};
  constexpr PixelSize kDesktop = {1920, 1080};
  constexpr PixelSize kPhone = {1170, 2532};
  constexpr PixelSize kPhoto = {1200, 1600};
  constexpr PixelSize kLargePhoto = {1536, 2048};
  using enum SheetVariant;
  constexpr ImageFormat kPng = ImageFormat::kPng;
  constexpr ImageFormat kJpeg = ImageFormat::kJpeg;
  return {
      {"native-table-light", Screen(101, Page::kTable, false, kLaptop)},
      {"native-list-dark", Screen(102, Page::kList, true, kLaptop)},
      {"native-settings-light", Screen(103, Page::kSettings, false, kPhone)},
      {"native-mail-light", Screen(104, Page::kMail, false, kDesktop)},
      {"native-chat-dark", Screen(105, Page::kChat, true, kPhone)},
      {"native-browser-light", Screen(106, Page::kBrowser, false, kLaptop)},
      {"native-terminal-dark", Screen(107, Page::kTerminal, true, kLaptop)},
      {"native-table-dark", Screen(108, Page::kTable, true, kDesktop)},
      {"scan-letter-150", ScanOf(201, Page::kLetter, 150)},
      {"scan-letter-200", ScanOf(202, Page::kLetter, 200)},
      {"scan-invoice-150", ScanOf(203, Page::kInvoice, 150)},
      {"scan-invoice-200", ScanOf(204, Page::kInvoice, 200)},
      {"scan-receipt-200", ScanOf(205, Page::kReceipt, 200)},
      {"scan-receipt-300", ScanOf(206, Page::kReceipt, 300)},
      {"scan-form-150", ScanOf(207, Page::kForm, 150)},
      {"scan-receipt-150", ScanOf(208, Page::kReceipt, 150)},
      {"photo-receipt-1", PhotoOf(301, Page::kReceipt, kPhoto)},
      {"photo-receipt-2", PhotoOf(302, Page::kReceipt, kPhoto)},
      {"photo-receipt-3", PhotoOf(303, Page::kReceipt, kPhoto)},
      {"photo-receipt-4", PhotoOf(304, Page::kReceipt, kPhoto)},
      {"photo-letter-1", PhotoOf(305, Page::kLetter, kLargePhoto)},
      {"photo-invoice-1", PhotoOf(306, Page::kInvoice, kPhoto)},
      {"photo-invoice-2", PhotoOf(307, Page::kInvoice, kPhoto)},
      {"photo-form-1", PhotoOf(308, Page::kForm, kPhoto)},
      {"timesheet-a-dark", Specimen(401, SheetSpecimen::kSampleA)},
      {"timesheet-b-dark", Specimen(402, SheetSpecimen::kSampleB)},
      {"timesheet-week-light", SheetOf(415, kRegular, false, kPng)},
      {"timesheet-tooltip-light", SheetOf(409, kRegular, false, kJpeg)},
      {"timesheet-draft-light", SheetOf(409, kStatus, false, kJpeg)},
      {"timesheet-zero-light", SheetOf(434, kZeroHour, false, kPng)},
      {"timesheet-wrong-day-dark", SheetOf(416, kWrongDay, true, kPng)},
      {"timesheet-jpeg-dark", SheetOf(420, kRegular, true, kJpeg)},
      {"timesheet-jpeg-light", SheetOf(438, kRegular, false, kJpeg)},
      {"timesheet-holiday-dark", SheetOf(437, kRegular, true, kPng)},
      {"timesheet-year-end-dark", SheetOf(441, kRegular, true, kPng)},
      {"timesheet-no-total-light", SheetOf(406, kNoTotal, false, kPng)},
      {"timesheet-wrapped-light", SheetOf(433, kRegular, false, kJpeg)},
  };
}

constexpr std::string_view kManifestHead =
    "# name class seed sha256 bytes source\n"
    "# Drawn by rescan-samples --committed; all text is invented. Licence of\n"
    "# all files: Apache-2.0, as the rest of the project.\n";

std::string ManifestLine(std::string_view name, const Truth& truth,
                         std::string_view bytes) {
  return fmt::format("{} {} {} {} {} generated,Apache-2.0\n", name,
                     ClassName(truth.sample_class), truth.seed,
                     ToHex(Sha256Of(bytes)), bytes.size());
}

}  // namespace

std::span<const CommittedSample> CommittedSet() {
  static const std::vector<CommittedSample> kSet = MakeSet();
  return kSet;
}

Result<Sample> DrawCommitted(const CommittedSample& item) {
  const auto* sheet = std::get_if<SheetSpec>(&item.spec);
  return sheet != nullptr ? DrawTimesheet(*sheet)
                          : DrawSample(std::get<SampleSpec>(item.spec));
}

Status WriteCommittedSet(const std::string& directory) {
  std::string manifest(kManifestHead);
  for (const CommittedSample& item : CommittedSet()) {
    auto sample = DrawCommitted(item);
    if (!sample) return tl::unexpected(sample.error());
    RESCAN_TRY(WriteSample(*sample, directory, item.name));
    manifest += ManifestLine(sample->truth.image, sample->truth, sample->bytes);
    manifest += ManifestLine(fmt::format("{}.truth.json", item.name),
                             sample->truth, TruthToJson(sample->truth));
  }
  std::ofstream file(directory + "/MANIFEST", std::ios::binary);
  file << manifest;
  file.close();
  if (!file) {
    return Fail(ErrorCode::kIo,
                fmt::format("cannot write '{}/MANIFEST'", directory));
  }
  return {};
}

}  // namespace rescan::samples
