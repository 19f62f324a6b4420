// A code that was read against the project master.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CODE_MATCH_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CODE_MATCH_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/timesheet/project_master.h"
#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

enum class CodeMatchKind {
  kNoMaster,   // nothing to compare with
  kKnown,      // the code is in the master
  kRepaired,   // it is another one of the master, by an alias or a misreading
  kAmbiguous,  // it may be one of several, or a known one misread: ask
  kUnknown,    // no known code is near it
};

struct CodeMatch {
  CodeMatchKind kind = CodeMatchKind::kNoMaster;
  std::string code;  // the master's spelling where known or repaired
  std::string rule;  // of a repair: "code.alias" or "code.confusion"
  std::vector<std::string> suggestions;  // of an ambiguity
};

// `code` and `name` are what was read. In this order:
//   the same code (any case);
//   an alias of exactly one project;
//   one known code of the same length that differs in one confusable character
//     (AreConfusable), or in several of O0, I1, L1, S5 only, and whose name is
//     that of the page (NameSimilarity >= 0.90, name aliases too);
// else the code stays as it is. Near ones (that rule without the name, one
// other character, two neighbours exchanged, or a similarity of at least 0.85)
// become suggestions, and so does a project of the same name. A known code
// whose name is that of another project, not of its own, is ambiguous too.
// Never chooses between two.
[[nodiscard]] CodeMatch MatchCode(std::string_view code, std::string_view name,
                                  const ProjectMaster& master);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_CODE_MATCH_H_
