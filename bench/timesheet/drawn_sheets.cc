#include "bench/timesheet/drawn_sheets.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "tools/samples/rng.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

// Of a drawn sheet, what the records keep one of.
struct PersonWeek {
  std::string person, week;
  friend auto operator<=>(const PersonWeek&, const PersonWeek&) = default;
};

Result<PersonWeek> Draw(const NamedSheet& sheet, const std::string& folder) {
  auto sample = samples::DrawTimesheet(sheet.spec);
  if (!sample) return tl::unexpected(sample.error());
  RESCAN_TRY(samples::WriteSample(*sample, folder, sheet.name));
  const samples::SheetTruth& truth = *sample->truth.timesheet;
  return PersonWeek{truth.resource_name, truth.week_start};
}

// What Draw says of each, in order.
Result<std::vector<PersonWeek>> DrawAll(const std::vector<NamedSheet>& sheets,
                                        const std::string& folder,
                                        int threads) {
  std::vector<PersonWeek> drawn(sheets.size());
  std::vector<std::optional<Error>> errors(sheets.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < sheets.size(); i = next++) {
      auto result = Draw(sheets[i], folder);
      if (result) {
        drawn[i] = std::move(*result);
      } else {
        errors[i] = std::move(result.error());
      }
    }
  };
  std::vector<std::thread> workers;
  for (int i = 1; i < threads; ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  for (const std::optional<Error>& error : errors) {
    if (error) return tl::unexpected(*error);
  }
  return drawn;
}

}  // namespace

std::vector<NamedSheet> MatrixSheets(int count, std::uint64_t seed) {
  std::vector<NamedSheet> sheets;
  for (int i = 0; i < count; ++i) {
    samples::SheetSpec spec;
    spec.seed = samples::SeriesSeed(seed, static_cast<std::uint64_t>(i));
    sheets.push_back({fmt::format("timesheet-{:06}", i + 1), spec});
  }
  return sheets;
}

std::vector<NamedSheet> BadSheets(int times, std::uint64_t seed) {
  std::vector<NamedSheet> sheets;
  for (int variant = static_cast<int>(samples::SheetVariant::kCut);
       variant < samples::kSheetVariants; ++variant) {
    for (int i = 0; i < 2 * times; ++i) {
      samples::SheetSpec spec;
      spec.seed = samples::SeriesSeed(seed, sheets.size());
      spec.variant = static_cast<samples::SheetVariant>(variant);
      spec.dark = i % 2 == 0;
      sheets.push_back(
          {fmt::format("{}-{}-{:02}", samples::VariantName(*spec.variant),
                       *spec.dark ? "dark" : "light", i / 2 + 1),
           spec});
    }
  }
  return sheets;
}

Status DrawSheets(const std::vector<NamedSheet>& sheets,
                  const std::string& folder, int threads) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return Fail(ErrorCode::kIo, fmt::format("cannot make folder '{}': {}",
                                            folder, error.message()));
  }
  auto drawn = DrawAll(sheets, folder, threads);
  if (!drawn) return tl::unexpected(drawn.error());
  std::set<PersonWeek> seen;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    NamedSheet sheet = sheets[i];
    PersonWeek what = (*drawn)[i];
    // A page that is no sheet has no person.
    while (!what.person.empty() && !seen.insert(what).second) {
      sheet.spec.seed = samples::SeriesSeed(sheet.spec.seed, i);
      auto again = Draw(sheet, folder);
      if (!again) return tl::unexpected(again.error());
      what = std::move(*again);
    }
    if (sheet.spec.seed == sheets[i].spec.seed) continue;
    // It may have another format now.
    const fs::path stem = fs::path(folder) / sheet.name;
    const bool jpeg = samples::DimensionsOf(sheet.spec)->jpeg_quality > 0;
    fs::remove(stem.string() + (jpeg ? ".png" : ".jpg"), error);
  }
  return {};
}

Result<std::map<std::string, samples::Truth>> ReadTruths(
    const std::string& folder) {
  constexpr std::string_view kEnding = ".truth.json";
  std::map<std::string, samples::Truth> truths;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string path = entry.path();
    if (!path.ends_with(kEnding)) continue;
    std::ifstream file(path, std::ios::binary);
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    auto truth = samples::TruthFromJson(json);
    if (!truth) return tl::unexpected(truth.error());
    if (!truth->timesheet) {
      return Fail(ErrorCode::kCorruption,
                  fmt::format("'{}' is not of a timesheet", path));
    }
    std::string image = truth->image;
    truths.emplace(std::move(image), std::move(*truth));
  }
  if (error) {
    return Fail(ErrorCode::kIo,
                fmt::format("cannot list '{}': {}", folder, error.message()));
  }
  return truths;
}

}  // namespace rescan::bench
