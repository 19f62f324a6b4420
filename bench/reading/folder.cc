#include "bench/reading/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "kernels/base/text.h"

namespace rescan::bench {
namespace {

namespace fs = std::filesystem;

std::string Stem(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.substr(0, name.find('.'));
}

Result<TruthPage> LoadPage(const fs::path& path) {
  auto bytes = ReadFile(path);
  if (!bytes) return tl::unexpected(bytes.error());
  if (path.extension() == ".csv") {
    return TruthPage{Stem(path), "", BoxesFromCsv(*bytes), {}};
  }
  auto page = PageFromTruthJson(*bytes);
  if (!page) {
    return Fail(page.error().code,
                PathForDisplay(path.string()) + ": " + page.error().message);
  }
  page->stem = Stem(path);
  return page;
}

}  // namespace

Result<std::vector<TruthPage>> LoadTruth(const std::string& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.ends_with(".csv") || name.ends_with(".truth.json")) {
      paths.push_back(it->path());
    }
  }
  if (paths.empty()) {
    return Fail(
        ErrorCode::kNotFound,
        PathForDisplay(folder) + ": no truth there (N.csv, " + "N.truth.json)");
  }
  std::sort(paths.begin(), paths.end());
  std::vector<TruthPage> truth;
  for (const fs::path& path : paths) {
    auto page = LoadPage(path);
    if (!page) return tl::unexpected(page.error());
    truth.push_back(std::move(*page));
  }
  return truth;
}

std::map<std::string, std::string> FindTsv(const std::string& folder) {
  std::map<std::string, std::string> found;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end;
       !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".tsv") {
      found.emplace(Stem(it->path()), it->path().string());
    }
  }
  return found;
}

Result<FolderScore> ScoreFolder(const std::vector<TruthPage>& truth,
                                const std::string& folder) {
  const auto tsv = FindTsv(folder);
  FolderScore score;
  for (const TruthPage& page : truth) {
    Reading reading;
    const auto file = tsv.find(page.stem);
    if (file == tsv.end()) {
      ++score.missing;
    } else {
      const auto bytes = ReadFile(file->second);
      if (!bytes) return tl::unexpected(bytes.error());
      auto read = ReadingFromTsv(*bytes);
      if (!read) {
        return Fail(read.error().code,
                    PathForDisplay(file->second) + ": " + read.error().message);
      }
      reading = std::move(*read);
    }
    score.each.emplace_back(page.stem, ScorePage(page.boxes, reading));
    score.total += score.each.back().second;
    ++score.pages;
  }
  return score;
}

std::string Figures(const FolderScore& score) {
  return fmt::format("n={} missing={} {}", score.pages, score.missing,
                     Figures(score.total));
}

}  // namespace rescan::bench
