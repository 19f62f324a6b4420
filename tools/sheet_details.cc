#include "tools/sheet_details.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/plain_text.h"
#include "kernels/base/text.h"
#include "tools/table.h"
#include "tools/timesheets_data.h"

namespace rescan::cli {
namespace {

using timesheet::Correction;
using timesheet::Day;
using timesheet::EntryRecord;
using timesheet::FormatDay;
using timesheet::Hundredths;
using timesheet::kDaysOfWeek;
using timesheet::SheetRecord;
using timesheet::ValueState;
using Align = Table::Align;

const Json& Member(const Json& object, const char* name) {
  static const Json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

std::string TextOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

// The value of an hours object; nullopt where it is unreadable or not there.
std::optional<Hundredths> HoursOf(const Json& object) {
  const Json& value = Member(object, "value");
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<Hundredths>();
}

const Json& Item(const Json& list, std::size_t index) {
  static const Json kNone;
  return list.is_array() && index < list.size() ? list[index] : kNone;
}

void Add(std::optional<Hundredths>* sum, std::optional<Hundredths> hours) {
  *sum = *sum && hours ? std::optional(**sum + *hours) : std::nullopt;
}

ShownCheck CheckOf(std::string type, std::string item,
                   std::optional<Hundredths> calculated,
                   std::optional<Hundredths> printed) {
  const auto shown = [](std::optional<Hundredths> hours) {
    return hours ? HoursText(hours) : std::string("-");
  };
  ShownCheck check{std::move(type), std::move(item), shown(calculated),
                   shown(printed), std::nullopt};
  if (calculated && printed) check.agrees = *calculated == *printed;
  return check;
}

// A project's hours beside the Totals of its rows.
ShownCheck ProjectCheck(const Json& project,
                        std::optional<Hundredths> calculated) {
  std::optional<Hundredths> printed = 0;
  for (const Json& task : Member(project, "tasks")) {
    Add(&printed, HoursOf(Member(task, "total")));
  }
  const std::string code = TextOf(Member(Member(project, "code"), "value"));
  return CheckOf("project", code.empty() ? "(no code)" : code, calculated,
                 printed);
}

// One day of a project, as it stands in the records or in the sheet.
struct ShownHours {
  std::string date, code, name;
  std::optional<Hundredths> hours;
  std::string state, raw;
  bool by_hand = false;
  std::vector<Correction> corrections;
};

// What was read where that is not `value`, and what rules made of it.
std::string ChangesOf(const std::string& value, const std::string& raw,
                      const std::vector<Correction>& corrections) {
  std::string changes;
  if (!raw.empty() && raw != value) {
    changes += "; read " + timesheet::Quoted(raw);
  }
  for (const Correction& correction : corrections) {
    changes +=
        fmt::format("; {}: {} -> {}", correction.rule,
                    correction.before.empty() ? "nothing" : correction.before,
                    correction.after);
  }
  return changes;
}

std::string MarksOf(const ShownHours& row) {
  return row.state + (row.by_hand ? ", by hand" : "") +
         ChangesOf(HoursText(row.hours), row.raw, row.corrections);
}

std::vector<ShownHours> RowsOf(std::span<const EntryRecord> entries) {
  std::vector<ShownHours> rows;
  for (const EntryRecord& entry : entries) {
    rows.push_back({FormatDay(entry.date), entry.code, entry.name, entry.hours,
                    std::string(ValueStateName(entry.state)), entry.raw,
                    entry.by_hand, entry.corrections});
  }
  return rows;
}

std::vector<Correction> CorrectionsOf(const Json& list) {
  std::vector<Correction> corrections;
  for (const Json& item : list) {
    corrections.push_back({TextOf(Member(item, "rule")),
                           TextOf(Member(item, "before")),
                           TextOf(Member(item, "after"))});
  }
  return corrections;
}

// Days with hours, and those that were changed or could not be read.
std::vector<ShownHours> RowsOf(const Json& sheet, std::optional<Day> week) {
  std::vector<ShownHours> rows;
  for (const Json& project : Member(sheet, "projects")) {
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      const Json& value = Item(Member(project, "hours"), day);
      ShownHours row;
      row.hours = HoursOf(value);
      row.corrections = CorrectionsOf(Member(value, "corrections"));
      if (row.hours == Hundredths{0} && row.corrections.empty()) continue;
      row.date =
          week ? FormatDay(*week + std::chrono::days(static_cast<int>(day)))
               : std::string(timesheet::ShortDayName(day));
      row.code = TextOf(Member(Member(project, "code"), "value"));
      row.name = TextOf(Member(Member(project, "name"), "value"));
      row.state = TextOf(Member(value, "state"));
      row.raw = TextOf(Member(value, "raw"));
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

// Values that are not simply what was read, of the fields but the hours.
class DoubtfulValues {
 public:
  void Add(const std::string& field, const Json& object) {
    const std::string state = TextOf(Member(object, "state"));
    const auto corrections = CorrectionsOf(Member(object, "corrections"));
    if (state.empty() || (state == "ok" && corrections.empty())) return;
    const std::optional<Hundredths> hours = HoursOf(object);
    const std::string value =
        hours ? HoursText(hours) : TextOf(Member(object, "value"));
    rows_.push_back(
        {field, value.empty() ? "-" : value,
         state + ChangesOf(value, TextOf(Member(object, "raw")), corrections)});
  }

  void AddProject(const Json& project) {
    Add("code", Member(project, "code"));
    Add("name", Member(project, "name"));
    const std::string code = TextOf(Member(Member(project, "code"), "value"));
    const std::string doubt = TextOf(Member(project, "doubt"));
    if (!doubt.empty()) rows_.push_back({"project", code, doubt});
    std::string known;
    for (const Json& suggestion : Member(project, "suggestions")) {
      known += (known.empty() ? "may be " : ", ") + TextOf(suggestion);
    }
    if (!known.empty()) rows_.push_back({"code", code, known});
  }

  [[nodiscard]] std::string Text() const {
    if (rows_.empty()) return {};
    Table table({Align::kLeft, Align::kLeft, Align::kLeft});
    for (const auto& row : rows_) table.Add(row);
    return "\nValues to look at:\n" + table.Text(2);
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

// Neither read nor missed: a week without hours and a sheet that is set aside
// for its status have no totals, others no Total column.
bool IsNotOnThePage(const Json& total) {
  const Json& box = Member(total, "box");
  return TextOf(Member(total, "state")) == "unreadable" &&
         TextOf(Member(total, "raw")).empty() && box.is_array() &&
         std::all_of(box.begin(), box.end(),
                     [](const Json& edge) { return edge == 0; });
}

std::string DoubtfulText(const Json& sheet) {
  DoubtfulValues values;
  for (const char* field :
       {"person", "job_title", "date_range", "week", "status"}) {
    values.Add(field, Member(sheet, field));
  }
  const auto add_total = [&values](const std::string& name, const Json& total) {
    if (!IsNotOnThePage(total)) values.Add(name, total);
  };
  add_total("weekly total", Member(sheet, "weekly_total"));
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    add_total("total of " + std::string(timesheet::ShortDayName(day)),
              Item(Member(sheet, "daily_totals"), day));
  }
  for (const Json& project : Member(sheet, "projects")) {
    values.AddProject(project);
  }
  return values.Text();
}

std::string HoursTable(const std::vector<ShownHours>& rows) {
  if (rows.empty()) return {};
  Table table(
      {Align::kLeft, Align::kLeft, Align::kRight, Align::kLeft, Align::kLeft},
      {"DATE", "CODE", "HOURS", "MARKS", "PROJECT"});
  for (const ShownHours& row : rows) {
    table.Add({row.date, row.code.empty() ? "-" : row.code,
               row.hours ? HoursText(row.hours) : "?", MarksOf(row), row.name});
  }
  return "\n" + table.Text();
}

std::string CheckTable(const Json& json) {
  const std::vector<ShownCheck> checks = ChecksOf(json);
  if (checks.empty()) return {};
  Table table(
      {Align::kLeft, Align::kLeft, Align::kRight, Align::kRight, Align::kLeft},
      {"TYPE", "ITEM", "CALCULATED", "OCR VALUE", ""});
  for (const ShownCheck& check : checks) {
    table.Add({check.type, check.item, check.calculated, check.printed,
               !check.agrees   ? ""
               : *check.agrees ? "✓"
                               : "✗"});
  }
  return "\n" + table.Text();
}

std::string FindingsText(const SheetRecord& sheet, timesheet::Severity severity,
                         const char* title) {
  Table table({Align::kLeft, Align::kLeft});
  bool any = false;
  for (const timesheet::Finding& finding : sheet.findings) {
    if (finding.severity != severity) continue;
    any = true;
    table.Add({finding.rule, finding.message});
  }
  return any ? fmt::format("\n{}:\n{}", title, table.Text(2)) : std::string();
}

std::string Facts(const SheetRecord& sheet) {
  Table table({Align::kLeft, Align::kLeft});
  const auto add = [&table](const char* name, const std::string& value) {
    if (!value.empty()) table.Add({name, value});
  };
  add("state", std::string(SheetStateName(sheet.state)) +
                   (sheet.approved_by_hand ? ", approved by a person" : ""));
  add("verdict", std::string(VerdictName(sheet.verdict)));
  for (const std::string& reason : sheet.reasons) add("reason", reason);
  add("person", sheet.person.empty() ? "-" : sheet.person);
  add("week", sheet.week ? FormatDay(*sheet.week) + " to " +
                               FormatDay(*sheet.week +
                                         std::chrono::days(kDaysOfWeek - 1))
                         : "-");
  add("period read", sheet.date_range);
  add("status", sheet.status);
  add("hours", HoursText(sheet.weekly_total));
  if (sheet.zero_hour) add("zero hours", sheet.zero_hour_reason);
  add("rows", std::to_string(sheet.entry_count));
  if (sheet.rows_by_hand > 0) {
    add("by hand",
        fmt::format("{} changed; what is stored of this sheet comes to {} h "
                    "now",
                    Counted(static_cast<std::size_t>(sheet.rows_by_hand),
                            Noun{"row was", "rows were"}),
                    HoursText(sheet.stored_hours.value_or(0))));
  }
  add("checks", sheet.summary);
  add("repair", sheet.repair);
  add("user", sheet.user);
  add("image", PathForDisplay(sheet.image));
  add("OCR version", sheet.full_version);
  add("read at", sheet.processed_at);
  return table.Text(2);
}

}  // namespace

std::vector<ShownCheck> ChecksOf(const Json& json) {
  const Json& sheet = Member(json, "sheet");
  const Json& projects = Member(sheet, "projects");
  if (!projects.is_array() || projects.empty()) return {};
  std::vector<ShownCheck> days, of_projects;
  std::vector<std::optional<Hundredths>> sums(kDaysOfWeek, 0);
  for (const Json& project : projects) {
    std::optional<Hundredths> sum = 0;
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      const auto hours = HoursOf(Item(Member(project, "hours"), day));
      Add(&sums[day], hours);
      Add(&sum, hours);
    }
    of_projects.push_back(ProjectCheck(project, sum));
  }
  std::optional<Hundredths> week = 0;
  for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
    Add(&week, sums[day]);
    days.push_back(CheckOf("day", std::string(timesheet::ShortDayName(day)),
                           sums[day],
                           HoursOf(Item(Member(sheet, "daily_totals"), day))));
  }
  std::vector<ShownCheck> checks = {
      CheckOf("week", "total", week, HoursOf(Member(sheet, "weekly_total")))};
  checks.insert(checks.end(), days.begin(), days.end());
  checks.insert(checks.end(), of_projects.begin(), of_projects.end());
  return checks;
}

std::string SheetDetails(const SheetRecord& sheet, const Json& json,
                         std::span<const EntryRecord> entries) {
  std::string text = fmt::format("Sheet {}\n", sheet.id) + Facts(sheet);
  text += CheckTable(json);
  text += FindingsText(sheet, timesheet::Severity::kError, "Errors");
  text += FindingsText(sheet, timesheet::Severity::kWarning, "Warnings");
  text += DoubtfulText(Member(json, "sheet"));
  text += HoursTable(entries.empty() ? RowsOf(Member(json, "sheet"), sheet.week)
                                     : RowsOf(entries));
  return text;
}

}  // namespace rescan::cli
