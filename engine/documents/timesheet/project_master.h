// The dictionary of projects: a value with pure operations. Shipped empty; what
// is in it came from the user's own sheets or from the user.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROJECT_MASTER_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROJECT_MASTER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan::timesheet {

struct MasterProject {
  std::string code;  // as it shall be written
  std::string name;  // may end with " (code)"; compared without it
  std::vector<std::string> code_aliases, name_aliases;
  std::optional<std::int64_t> usage_count;

  friend bool operator==(const MasterProject&, const MasterProject&) = default;
};

// Kept for the file's sake; how codes and names are compared is fixed in
// codes.h and similarity.h.
struct NormalizationRules {
  bool remove_spaces = true, uppercase = true, zero_vs_o = true;
  bool trim_whitespace = true, normalize_spaces = true, title_case = true;

  friend bool operator==(const NormalizationRules&,
                         const NormalizationRules&) = default;
};

struct ProjectMaster {
  std::vector<MasterProject> projects;  // by code
  NormalizationRules rules;

  // By NormaliseCode of the code itself, not of aliases; null when unknown.
  [[nodiscard]] const MasterProject* Find(std::string_view code) const;

  friend bool operator==(const ProjectMaster&, const ProjectMaster&) = default;
};

// project_master.json:
//   {"projects": [{"code", "name", "aliases": {"codes": [], "names": []},
//                  "usage_count"?}],
//    "normalization_rules": {"code_patterns": {"remove_spaces", "uppercase",
//      "zero_vs_o"}, "name_patterns": {"trim_whitespace", "normalize_spaces",
//      "title_case"}}}
// Aliases and rules may be left out (no aliases; all true). Error kCorruption:
// not this form, or two projects of one code; the message begins with `source`.
[[nodiscard]] Result<ProjectMaster> ParseProjectMaster(
    std::string_view json, const std::string& source);

// The file's text, indented by two, ending with a line end. Parsing it gives
// `master` again.
[[nodiscard]] std::string WriteProjectMaster(const ProjectMaster& master);

// Error kInvalidArgument: the code is no code, the name is empty, or the code
// or one of its aliases is there already, as a code or as an alias.
[[nodiscard]] Status AddProject(ProjectMaster* master, MasterProject project);

// One row's code and name.
struct NamedCode {
  std::string code, name;
};

struct ImportReport {
  std::size_t added = 0;
  std::size_t skipped = 0;  // distinct codes that were there already
  std::size_t refused = 0;  // distinct texts that are no codes
  std::size_t total = 0;    // projects in the master afterwards
};

// Adds each code that is absent, under the name it is first given with;
// existing projects stay as they are. Rows without code or name do not count.
[[nodiscard]] ImportReport ImportProjects(ProjectMaster* master,
                                          std::span<const NamedCode> rows);

struct MasterImport {
  std::size_t added = 0;
  std::size_t skipped = 0;           // codes that were there already
  std::vector<std::string> refused;  // why, one sentence each
  std::size_t total = 0;             // projects in the master afterwards
};

// Adds each of `projects` whose code is absent, as AddProject does; existing
// ones stay as they are.
[[nodiscard]] MasterImport ImportProjects(
    ProjectMaster* master, const std::vector<MasterProject>& projects);

// `from` becomes an alias of `into`: its code, its name where another, and its
// aliases; its usage is added. Error kNotFound when either is unknown,
// kInvalidArgument when both are the same. Stored rows are not touched.
[[nodiscard]] Status MergeProjects(ProjectMaster* master, std::string_view from,
                                   std::string_view into);

// `name` without a trailing "(code)", blanks collapsed: what names are compared
// by.
[[nodiscard]] std::string BaseName(std::string_view name);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_PROJECT_MASTER_H_
