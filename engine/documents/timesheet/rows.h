// From table rows to projects: parents, children, and whose hours are whose.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROWS_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROWS_H_

#include <span>
#include <vector>

#include "engine/documents/timesheet/sheet.h"

namespace rescan::timesheet {

enum class RowKind {
  kIgnored,         // nothing on it, or the PROJECT TIME line
  kParent,          // starts a project
  kChild,           // a subtask of the project above
  kDoubtfulParent,  // starts a project, but its signs disagree
  kDoubtfulChild,   // taken as a subtask, but its signs disagree
};

// By the signs together: chevron and bold, the text in the last parentheses (a
// code of a known family, a category label, another code, neither), and whether
// there are hours. A row that looks like a parent is never a child because its
// code could not be read, and one with neither parentheses nor hours is no
// certain child: something may cover a parent's name.
[[nodiscard]] RowKind ClassifyRow(const RawRow& row);

// The projects in the order of the screen, each with its code as read (no
// dictionary yet), its rows and their hours by column. Subtasks belong to the
// parent above; a parent whose code was there before continues that project.
//
// Nothing is dropped in silence: a parent without a readable code is a project
// without one; hours before the first parent make such a project too; where
// the signs of a row disagree the project says so in `doubt`. All of these are
// in `findings`. `hours` of the projects is not filled.
[[nodiscard]] std::vector<Project> AssembleProjects(
    std::span<const RawRow> rows, Findings* findings);

// Joins the projects of equal, non-empty key into the first of them.
void JoinSameProjects(std::vector<Project>* projects);

// Fills `hours` of each project from its tasks' cells.
void SumProjectHours(std::vector<Project>* projects, Findings* findings);

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_ROWS_H_
