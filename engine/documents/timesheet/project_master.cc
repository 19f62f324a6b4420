#include "engine/documents/timesheet/project_master.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

bool ByCode(const MasterProject& a, const MasterProject& b) {
  return NormaliseCode(a.code) < NormaliseCode(b.code);
}

MasterProject* FindMutable(ProjectMaster* master, std::string_view code) {
  return const_cast<MasterProject*>(std::as_const(*master).Find(code));
}

// The project that has `code` as an alias, null when none has.
const MasterProject* AliasOwner(const ProjectMaster& master,
                                std::string_view code) {
  const std::string key = NormaliseCode(code);
  for (const MasterProject& project : master.projects) {
    for (const std::string& alias : project.code_aliases) {
      if (NormaliseCode(alias) == key) return &project;
    }
  }
  return nullptr;
}

void Insert(ProjectMaster* master, MasterProject project) {
  const auto at = std::upper_bound(master->projects.begin(),
                                   master->projects.end(), project, ByCode);
  master->projects.insert(at, std::move(project));
}

void AppendNew(std::vector<std::string>* list, const std::string& text) {
  if (std::find(list->begin(), list->end(), text) == list->end()) {
    list->push_back(text);
  }
}

}  // namespace

const MasterProject* ProjectMaster::Find(std::string_view code) const {
  const std::string key = NormaliseCode(code);
  const auto found = std::lower_bound(
      projects.begin(), projects.end(), key,
      [](const MasterProject& project, const std::string& wanted) {
        return NormaliseCode(project.code) < wanted;
      });
  return found != projects.end() && NormaliseCode(found->code) == key ? &*found
                                                                      : nullptr;
}

Status AddProject(ProjectMaster* master, MasterProject project) {
  project.name = CollapseBlanks(project.name);
  if (!IsStorableCode(project.code)) {
    return Fail(ErrorCode::kInvalidArgument,
                Quoted(project.code) + " is no project code");
  }
  if (project.name.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "project " + project.code + " needs a name");
  }
  if (master->Find(project.code) != nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                "project " + project.code + " is there already");
  }
  if (const MasterProject* owner = AliasOwner(*master, project.code)) {
    return Fail(ErrorCode::kInvalidArgument,
                project.code + " is an alias of " + owner->code);
  }
  for (const std::string& alias : project.code_aliases) {
    const MasterProject* owner = master->Find(alias);
    if (owner == nullptr) owner = AliasOwner(*master, alias);
    if (owner != nullptr) {
      return Fail(ErrorCode::kInvalidArgument,
                  "the alias " + Quoted(alias) + " of project " + project.code +
                      " belongs to " + owner->code);
    }
  }
  Insert(master, std::move(project));
  return {};
}

MasterImport ImportProjects(ProjectMaster* master,
                            const std::vector<MasterProject>& projects) {
  MasterImport report;
  for (const MasterProject& project : projects) {
    if (master->Find(project.code) != nullptr) {
      ++report.skipped;
      continue;
    }
    const Status added = AddProject(master, project);
    if (added) {
      ++report.added;
    } else {
      report.refused.push_back(added.error().message);
    }
  }
  report.total = master->projects.size();
  return report;
}

ImportReport ImportProjects(ProjectMaster* master,
                            std::span<const NamedCode> rows) {
  ImportReport report;
  std::set<std::string> seen;
  for (const NamedCode& row : rows) {
    const std::string name = CollapseBlanks(row.name);
    const std::string key = NormaliseCode(row.code);
    if (key.empty() || name.empty() || !seen.insert(key).second) continue;
    if (!IsStorableCode(key)) {
      ++report.refused;
    } else if (master->Find(key) != nullptr ||
               AliasOwner(*master, key) != nullptr) {
      ++report.skipped;
    } else {
      Insert(master, {CollapseBlanks(row.code), name, {}, {}, {}});
      ++report.added;
    }
  }
  report.total = master->projects.size();
  return report;
}

Status MergeProjects(ProjectMaster* master, std::string_view from,
                     std::string_view into) {
  const MasterProject* source = master->Find(from);
  const MasterProject* target = master->Find(into);
  if (source == nullptr || target == nullptr) {
    return Fail(
        ErrorCode::kNotFound,
        "there is no project " + Quoted(source == nullptr ? from : into));
  }
  if (source == target) {
    return Fail(ErrorCode::kInvalidArgument,
                "project " + source->code + " cannot be merged into itself");
  }
  const MasterProject gone = *source;
  master->projects.erase(master->projects.begin() +
                         (source - master->projects.data()));
  MasterProject* kept = FindMutable(master, into);
  AppendNew(&kept->code_aliases, gone.code);
  for (const std::string& code : gone.code_aliases) {
    AppendNew(&kept->code_aliases, code);
  }
  if (!EqualsIgnoringCase(BaseName(gone.name), BaseName(kept->name))) {
    AppendNew(&kept->name_aliases, gone.name);
  }
  for (const std::string& name : gone.name_aliases) {
    AppendNew(&kept->name_aliases, name);
  }
  if (gone.usage_count) {
    kept->usage_count = kept->usage_count.value_or(0) + *gone.usage_count;
  }
  return {};
}

std::string BaseName(std::string_view name) {
  const NameParts parts = SplitName(name);
  const bool coded = parts.has_group && parts.closed && !parts.text_behind &&
                     (IsStorableCode(NormaliseCode(parts.group)) ||
                      IsCategoryLabel(parts.group));
  return coded ? parts.name : CollapseBlanks(name);
}

}  // namespace rescan::timesheet
