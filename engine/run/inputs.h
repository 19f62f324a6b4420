// What was typed becomes a stable list of files. Nothing in an input tree is
// changed, and symbolic links, fifos, sockets and devices in it are neither
// followed nor opened.
#ifndef RESCAN_ENGINE_RUN_INPUTS_H_
#define RESCAN_ENGINE_RUN_INPUTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "kernels/base/result.h"

namespace rescan {

// The typed inputs, absolute and with symbolic links resolved (what a user
// types is followed), sorted by bytes, each once.
struct InputRoots {
  std::vector<std::string> folders;
  std::vector<std::string> files;

  // Both, sorted: RunKey::inputs.
  [[nodiscard]] std::vector<std::string> All() const;
};

// Errors: kInvalidArgument (nothing typed, neither file nor folder, or not
// allowed to look), kNotFound.
[[nodiscard]] Result<InputRoots> ResolveInputs(
    const std::vector<std::string>& typed);

// Recorded paths of files, whatever is there now. Not looked at: one that is
// gone, or no file any more, fails on its own.
[[nodiscard]] InputRoots FilesAsRecorded(std::vector<std::string> paths);

// kInvalidArgument if `output` (which need not exist yet) is, or lies in, one
// of the folders, by whatever symbolic links either was named.
[[nodiscard]] Status CheckOutputOutside(const InputRoots& roots,
                                        const std::string& output);

// Asked now and then during long work; true = give up.
using StopCheck = std::function<bool()>;

struct FileList {
  struct Entry {
    std::string path;
    bool typed = false;  // itself an input, so never ignored
  };
  std::vector<Entry> entries;  // regular files, sorted by path, each once
  // "symbolic link", "fifo", "socket", "device", "unreadable folder",
  // "folder" (without --recursive): how many were passed over.
  std::map<std::string, std::int64_t> skipped;
  std::vector<std::string> warnings;
  bool stopped = false;  // incomplete, on request
};
[[nodiscard]] FileList ListFiles(const InputRoots& roots, bool recursive,
                                 const StopCheck& stop);

struct InputList {
  std::vector<PlanItem> items;  // in the order of FileList::entries
  std::int64_t ignored = 0;     // files in folders that are no images
  // "unreadable file": without an image's extension, so it cannot be told.
  std::map<std::string, std::int64_t> skipped;
  bool stopped = false;
};
// Reads every file once, on up to `threads` threads in 128 kB each: tells
// images by their content or name and hashes them. An image that cannot be
// read is an item without a hash. `stop` is called on several threads.
[[nodiscard]] InputList HashFiles(std::vector<FileList::Entry> entries,
                                  int threads, const StopCheck& stop);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_INPUTS_H_
