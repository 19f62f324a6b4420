#include "engine/documents/timesheet/rows.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet {
namespace {

constexpr Hundredths kMostOfDay = 24'00;

// What stands in the last parentheses of a name.
enum class Group { kNone, kLabel, kFamilyCode, kOtherCode };

bool HasInk(const ReadField& field) {
  if (!field.readable || field.text.size() > kMaxFieldCharacters) return true;
  const std::string text = PlainDashes(CollapseBlanks(field.text));
  return !text.empty() && text != "-";
}

bool HasHours(const RawRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(), HasInk) ||
         (row.total && HasInk(*row.total));
}

// The code in the parentheses, "" when it is none. Blanks within are the
// reader's only where a code of a known family comes out; "(Phase 2)" is not
// the code PHASE2.
std::string CodeOf(const NameParts& parts) {
  if (!parts.has_group || IsCategoryLabel(parts.group)) return {};
  std::string joined;
  for (const std::string_view word : Words(parts.group)) joined += word;
  // PJOIL is letters alone until it is normalised; it is still no word.
  if (!IsStorableCode(joined)) return {};
  if (joined != parts.group && FamilyOf(joined) == CodeFamily::kOther) {
    return {};
  }
  return joined;
}

Group GroupOf(const NameParts& parts) {
  if (!parts.has_group) return Group::kNone;
  if (IsCategoryLabel(parts.group)) return Group::kLabel;
  const std::string code = CodeOf(parts);
  if (code.empty()) return Group::kNone;
  return FamilyOf(code) == CodeFamily::kOther ? Group::kOtherCode
                                              : Group::kFamilyCode;
}

// Whether a part of the code may be missing. A blank at its edge may have been
// a letter; where the code is of a known family nothing is missing.
bool IsCut(const NameParts& parts, const std::string& code) {
  return !parts.closed || parts.text_behind || parts.unbalanced ||
         (parts.loose && FamilyOf(code) == CodeFamily::kOther);
}

// A chevron that was read as a letter in front of the name.
std::string WithoutChevron(const std::string& name) {
  for (const std::string_view mark :
       {"v ", "v_ ", "> ", "\xE2\x80\xBA ", "\xC2\xBB ", "\xE2\x8C\x84 ",
        "\xCB\x85 ", "\xE2\x88\xA8 ", "\xE2\x96\xBC ", "\xE2\x96\xBE "}) {
    if (name.starts_with(mark) && name.size() > mark.size()) {
      return name.substr(mark.size());
    }
  }
  return name;
}

std::string RowName(const RawRow& row) {
  return row.name.readable ? CollapseBlanks(KeptText(row.name.text))
                           : std::string();
}

// "row 3 ('Design (DESIGN)')".
std::string RowTitle(std::size_t number, const RawRow& row) {
  return "row " + std::to_string(number + 1) + " (" + Quoted(RowName(row)) +
         ")";
}

TextValue FieldValue(const ReadField& field) {
  TextValue value;
  value.raw = KeptText(field.text);
  value.box = field.box;
  value.confidence = field.confidence;
  return value;
}

// A project as its parent row shows it.
Project StartProject(const RawRow& row, const std::string& title,
                     Findings* findings) {
  Project project;
  project.code = FieldValue(row.name);
  project.name = FieldValue(row.name);
  const std::string read = RowName(row);
  const std::string name = WithoutChevron(read);
  if (!name.empty()) {
    project.name.Set(name);
    if (name != read) project.name.Note({"name.chevron", read, name});
  }
  const NameParts parts = SplitName(name);
  const std::string code = CodeOf(parts);
  if (code.empty()) {
    AddWarning(findings, "V6", "the project code of " + title + " is missing");
    return project;
  }
  project.code.raw = parts.group;
  const bool printed_small = FamilyOf(code) == CodeFamily::kSps;
  const std::string normal = printed_small ? code : NormaliseCode(code);
  project.code.Set(normal);
  project.key = NormaliseCode(code);
  if (normal != parts.group) {
    project.code.Note({"code.normalised", parts.group, normal});
  }
  if (parts.odd_brackets) {
    project.code.Note({"code.brackets", name, "(" + normal + ")"});
  }
  if (row.name.confidence > 0 && row.name.confidence <= kDoubted) {
    project.code.AskReview();
    AddWarning(findings, "code.doubtful",
               "the code of " + title + " may be misread");
  }
  if (IsCut(parts, code)) {
    project.code.AskReview();
    AddWarning(findings, "code.cut",
               "the parentheses around the code of " + title +
                   " are not whole: a part of it may be missing");
  }
  return project;
}

Task ReadTask(const RawRow& row, std::size_t number, bool parent_row,
              Findings* findings) {
  Task task;
  task.name = RowName(row);
  task.parent_row = parent_row;
  const std::string title = RowTitle(number, row);
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    task.cells[day] =
        ReadHours(row.cells[day], HoursKind::kCell,
                  std::string(FullDayName(day)) + " of " + title, findings);
  }
  if (row.total) {
    task.total = ReadHours(*row.total, HoursKind::kWeekTotal,
                           "the Total of " + title, findings);
  }
  return task;
}

// Adds `text` to a project's doubt, once.
void Doubt(Project* project, const std::string& text, Findings* findings) {
  AddWarning(findings, "rows.doubtful", text);
  if (project->doubt.empty()) project->doubt = text;
}

void Widen(PixelBox* box, const PixelBox& other) {
  if (other.width <= 0 || other.height <= 0) return;
  if (box->width <= 0 || box->height <= 0) {
    *box = other;
    return;
  }
  const int right = std::max(box->left + box->width, other.left + other.width);
  const int bottom = std::max(box->top + box->height, other.top + other.height);
  box->left = std::min(box->left, other.left);
  box->top = std::min(box->top, other.top);
  box->width = right - box->left;
  box->height = bottom - box->top;
}

// The worst first.
int Rank(ValueState state) {
  switch (state) {
    case ValueState::kUnreadable:
      return 3;
    case ValueState::kNeedsReview:
      return 2;
    case ValueState::kCorrected:
      return 1;
    case ValueState::kOk:
      break;
  }
  return 0;
}

// Adds one row's cell to the project's day.
void AddCell(const HoursValue& cell, HoursValue* sum) {
  const bool counts = !cell.value || *cell.value != 0 || cell.corrected();
  sum->corrections.insert(sum->corrections.end(), cell.corrections.begin(),
                          cell.corrections.end());
  if (counts) {
    if (sum->raw.size() < kMaxFieldCharacters) {
      sum->raw += (sum->raw.empty() ? "" : " + ") + cell.raw;
    }
    Widen(&sum->box, cell.box);
    sum->confidence = sum->confidence <= 0
                          ? cell.confidence
                          : std::min(sum->confidence, cell.confidence);
  }
  if (Rank(cell.state) > Rank(sum->state)) sum->state = cell.state;
  if (!cell.value || !sum->value) {
    sum->value.reset();
    sum->state = ValueState::kUnreadable;
  } else {
    *sum->value += *cell.value;
  }
}

}  // namespace

RowKind ClassifyRow(const RawRow& row) {
  const bool hours = HasHours(row);
  const std::string name = WithoutChevron(RowName(row));
  const bool nameless = row.name.readable && name.empty();
  if (nameless && !hours) return RowKind::kIgnored;
  if (EqualsIgnoringCase(name, "project time")) return RowKind::kIgnored;
  const bool says_parent =
      row.chevron.value_or(false) || row.bold.value_or(false);
  const bool says_child =
      !says_parent && (row.chevron.has_value() || row.bold.has_value() ||
                       row.indented.value_or(false));
  const NameParts parts = SplitName(name);
  switch (GroupOf(parts)) {
    case Group::kFamilyCode:
      return says_child && hours ? RowKind::kDoubtfulParent : RowKind::kParent;
    case Group::kLabel:
      return says_parent ? RowKind::kDoubtfulParent : RowKind::kChild;
    case Group::kOtherCode:
      if (says_parent) return RowKind::kParent;
      if (says_child && hours) return RowKind::kDoubtfulChild;
      return says_child || hours ? RowKind::kDoubtfulParent : RowKind::kParent;
    case Group::kNone:
      break;
  }
  if (says_parent) return RowKind::kParent;
  // Subtasks have a label: what has neither label nor hours may be what is left
  // of a parent's row that something covers.
  if (says_child) {
    return hours || parts.has_group ? RowKind::kChild : RowKind::kDoubtfulChild;
  }
  return hours ? RowKind::kDoubtfulChild : RowKind::kDoubtfulParent;
}

std::vector<Project> AssembleProjects(std::span<const RawRow> rows,
                                      Findings* findings) {
  std::vector<Project> projects;
  bool below_nameless = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RawRow& row = rows[i];
    const RowKind kind = ClassifyRow(row);
    const std::string title = RowTitle(i, row);
    if (kind == RowKind::kIgnored) {
      below_nameless |= RowName(row).empty();
      continue;
    }
    const bool parent =
        kind == RowKind::kParent || kind == RowKind::kDoubtfulParent;
    if (parent) {
      projects.push_back(StartProject(row, title, findings));
    } else if (projects.empty()) {
      projects.emplace_back();
      AddWarning(findings, "V6",
                 title + " has no project above it: its code is missing");
    }
    if (kind == RowKind::kDoubtfulParent || kind == RowKind::kDoubtfulChild) {
      Doubt(&projects.back(),
            title + " may be a project or a subtask: its signs disagree",
            findings);
    }
    if (below_nameless && !parent) {
      Doubt(&projects.back(),
            title +
                " stands below a row without a name: it may be of another"
                " project",
            findings);
    }
    below_nameless = false;
    if (!parent || HasHours(row)) {
      projects.back().tasks.push_back(ReadTask(row, i, parent, findings));
    }
  }
  JoinSameProjects(&projects);
  return projects;
}

void JoinSameProjects(std::vector<Project>* projects) {
  std::map<std::string, std::size_t> places;
  std::vector<Project> joined;
  for (Project& project : *projects) {
    const auto known = places.find(project.key);
    if (project.key.empty() || known == places.end()) {
      if (!project.key.empty()) places[project.key] = joined.size();
      joined.push_back(std::move(project));
      continue;
    }
    Project& first = joined[known->second];
    std::move(project.tasks.begin(), project.tasks.end(),
              std::back_inserter(first.tasks));
    if (first.doubt.empty()) first.doubt = project.doubt;
    if (Rank(project.code.state) > Rank(first.code.state)) {
      first.code.state = project.code.state;
    }
  }
  *projects = std::move(joined);
}

void SumProjectHours(std::vector<Project>* projects, Findings* findings) {
  for (Project& project : *projects) {
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      HoursValue sum;
      sum.Set(0);
      for (const Task& task : project.tasks) AddCell(task.cells[day], &sum);
      if (sum.value && *sum.value > kMostOfDay) {
        AddWarning(findings, "hours.excessive",
                   Quoted(project.name.value.value_or("")) + " has " +
                       FormatHours(*sum.value) + " hours on " +
                       std::string(FullDayName(day)));
        sum.AskReview();
      }
      project.hours[day] = std::move(sum);
    }
  }
}

}  // namespace rescan::timesheet
