#include "tests/support/power_loss.h"

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include "tests/support/subprocess.h"

namespace rescan::testing {

namespace fs = std::filesystem;
using index::FileSystem;
using index::OutputFile;
using index::ParentFolder;

struct PowerLossFileSystem::Content {
  std::string path;
  bool flushed = true;
};

class PowerLossFileSystem::File final : public OutputFile {
 public:
  File(std::unique_ptr<OutputFile> real, std::shared_ptr<Content> content)
      : real_(std::move(real)), content_(std::move(content)) {}

  Status Append(std::span<const std::byte> bytes) override {
    content_->flushed = false;
    return real_->Append(bytes);
  }
  Status Overwrite(std::uint64_t offset,
                   std::span<const std::byte> bytes) override {
    content_->flushed = false;
    return real_->Overwrite(offset, bytes);
  }
  Status Sync() override {
    content_->flushed = true;
    return {};
  }
  Status Close() override { return real_->Close(); }

 private:
  std::unique_ptr<OutputFile> real_;
  std::shared_ptr<Content> content_;
};

namespace {

std::optional<std::string> BytesOf(const std::string& path) {
  if (!fs::is_regular_file(fs::symlink_status(path))) return std::nullopt;
  return ReadFileBytes(path);
}

}  // namespace

PowerLossFileSystem::PowerLossFileSystem() = default;
PowerLossFileSystem::~PowerLossFileSystem() = default;

void PowerLossFileSystem::LosePower() {
  for (const auto& content : contents_) {
    if (!content->flushed && fs::exists(content->path)) {
      fs::resize_file(content->path, fs::file_size(content->path) / 2);
    }
  }
  contents_.clear();
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    change->undo();
  }
  changes_.clear();
}

Result<bool> PowerLossFileSystem::MakeFolder(const std::string& path) {
  const Result<bool> made = Real().MakeFolder(path);
  if (made.has_value() && *made) {
    changes_.push_back({ParentFolder(path), [path] { fs::remove_all(path); }});
  }
  return made;
}

Result<std::unique_ptr<OutputFile>> PowerLossFileSystem::Create(
    const std::string& path) {
  auto real = Real().Create(path);
  if (!real.has_value()) return real;
  changes_.push_back({ParentFolder(path), [path] { fs::remove(path); }});
  contents_.push_back(
      std::make_shared<Content>(Content{.path = path, .flushed = true}));
  return std::make_unique<File>(std::move(*real), contents_.back());
}

Status PowerLossFileSystem::Rename(const std::string& from,
                                   const std::string& to) {
  const std::optional<std::string> replaced = BytesOf(to);
  const Status renamed = Real().Rename(from, to);
  if (!renamed.has_value()) return renamed;
  for (const auto& content : contents_) {
    if (content->path == from) content->path = to;
  }
  // Both are in one folder, as everywhere in index/.
  changes_.push_back({ParentFolder(to), [from, to, replaced] {
                        fs::rename(to, from);
                        if (replaced.has_value()) WriteFileBytes(to, *replaced);
                      }});
  return renamed;
}

Status PowerLossFileSystem::SyncFolder(const std::string& path) {
  std::erase_if(changes_, [&](const Change& change) {
    return fs::exists(path) && fs::exists(change.folder) &&
           fs::equivalent(change.folder, path);
  });
  return {};
}

Result<bool> PowerLossFileSystem::RemoveFile(const std::string& path) {
  const std::optional<std::string> removed = BytesOf(path);
  const Result<bool> result = Real().RemoveFile(path);
  if (result.has_value() && *result && removed.has_value()) {
    changes_.push_back({ParentFolder(path),
                        [path, removed] { WriteFileBytes(path, *removed); }});
  }
  return result;
}

Result<bool> PowerLossFileSystem::RemoveFolder(const std::string& path) {
  const Result<bool> removed = Real().RemoveFolder(path);
  if (removed.has_value() && *removed) {
    changes_.push_back(
        {ParentFolder(path), [path] { fs::create_directory(path); }});
  }
  return removed;
}

Result<std::vector<index::FolderEntry>> PowerLossFileSystem::List(
    const std::string& path) {
  return Real().List(path);
}

}  // namespace rescan::testing
