#include "tools/result_file.h"

#include <fmt/format.h>

#include "engine/records/store.h"
#include "kernels/base/text.h"
#include "tools/fail.h"
#include "tools/json_line.h"
#include "tools/output.h"
#include "tools/store_access.h"

namespace rescan::cli {
namespace {

Status WriteFile(const std::string& path, std::string_view bytes) {
  auto file = FileOutput(path);
  if (!file) return tl::unexpected(file.error());
  RESCAN_TRY((*file)->Write(bytes));
  return (*file)->Commit();
}

}  // namespace

int WriteResultFile(const std::string& name, const CommonOptions& common,
                    const std::string& file, std::string_view bytes,
                    std::size_t rows, const Noun& what) {
  if (file == "-") {
    if (common.json) {
      return FailUsage(name, "--json and the file - both want standard output");
    }
    Print(bytes);
    if (rows == 0) Note(fmt::format("There are no {}.\n", what.many));
    return kExitDone;
  }
  {
    const auto store =
        RecordStore::Open(common.workspace, StoreMode::kReadOnly);
    if (!store) return FailWith(name, store.error(), ErrorSource::kStore);
    const Status allowed = CheckMayBeWritten(**store, common.workspace, file);
    if (!allowed) return FailWith(name, allowed.error(), ErrorSource::kStore);
  }
  const Status written = WriteFile(file, bytes);
  if (!written) return FailWith(name, written.error(), ErrorSource::kOutput);
  const std::string path = ResolvedPath(file);
  Print(common.json ? JsonLine({{"event", "export"},
                                {"rows", rows},
                                {"output", PathToText(path)}})
                    : fmt::format("{} written to {}\n", Counted(rows, what),
                                  PathForDisplay(path)));
  return kExitDone;
}

}  // namespace rescan::cli
