#include "engine/documents/timesheet/project_codes.h"

#include <string>
#include <utility>

#include "engine/documents/timesheet/code_match.h"
#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/rows.h"

namespace rescan::timesheet {
namespace {

void TakeCode(const std::string& code, const std::string& rule,
              Project* project) {
  const std::string before = *project->code.value;
  if (before == code) return;
  project->code.value = code;
  project->code.Note({rule, before, code});
  project->key = NormaliseCode(code);
}

std::string Join(const std::vector<std::string>& codes) {
  std::string all;
  for (const std::string& code : codes) {
    all += (all.empty() ? "" : ", ") + Quoted(code);
  }
  return all;
}

void JudgeForm(Project* project, Findings* findings) {
  const std::string& code = *project->code.value;
  const std::string doubt = CodeDoubt(code);
  if (!doubt.empty()) {
    project->code.AskReview();
    AddWarning(findings, "code.doubtful", doubt);
  } else if (FamilyOf(code) == CodeFamily::kOther) {
    AddWarning(findings, "code.unusual",
               "code " + Quoted(code) + " is of an unusual kind");
  }
}

void SettleCode(const ProjectMaster& master, Project* project,
                Findings* findings) {
  const std::string read = *project->code.value;
  CodeMatch match = MatchCode(read, project->name.value.value_or(""), master);
  switch (match.kind) {
    case CodeMatchKind::kKnown:
      TakeCode(match.code, "code.spelling", project);
      return;
    case CodeMatchKind::kRepaired:
      TakeCode(match.code, match.rule, project);
      AddWarning(
          findings, match.rule,
          "code " + Quoted(read) + " was taken for " + Quoted(match.code));
      return;
    case CodeMatchKind::kAmbiguous:
      project->code.AskReview();
      AddWarning(findings, "code.ambiguous",
                 "code " + Quoted(read) + " may be " + Join(match.suggestions) +
                     " misread");
      project->suggestions = std::move(match.suggestions);
      return;
    case CodeMatchKind::kUnknown:
      AddWarning(findings, "code.unknown",
                 "code " + Quoted(read) + " is not in the project list");
      break;
    case CodeMatchKind::kNoMaster:
      break;
  }
  JudgeForm(project, findings);
}

void SettleName(Project* project) {
  const std::string before = project->name.value.value_or("");
  const std::string name = NameWithCode(before, *project->code.value);
  if (name == before) return;
  project->name.Set(name);
  project->name.Note({"name.code", before, name});
}

}  // namespace

void SettleCodes(const ProjectMaster& master, std::vector<Project>* projects,
                 Findings* findings) {
  for (Project& project : *projects) {
    if (!project.code.value) continue;
    SettleCode(master, &project, findings);
    SettleName(&project);
  }
  JoinSameProjects(projects);
}

}  // namespace rescan::timesheet
