#include "engine/documents/timesheet/reports/main_projects.h"

#include <algorithm>
#include <map>
#include <utility>

namespace rescan::timesheet::reports {
namespace {

struct ProjectHours {
  Hundredths hours = 0;
  const EntryRecord* last = nullptr;
};

struct PersonProjects {
  std::map<std::string, ProjectHours> projects;  // by key
  std::size_t unreadable = 0;
};

}  // namespace

std::vector<MainProject> MainProjects(const Timesheets& stored,
                                      const DaySpan& span) {
  std::map<std::string, PersonProjects> people;
  for (const EntryRecord& entry : stored.entries) {
    if (!span.Contains(entry.date)) continue;
    PersonProjects& person = people[entry.person_key];
    if (!entry.hours) ++person.unreadable;
    ProjectHours& project = person.projects[entry.key];
    project.hours += entry.hours.value_or(0);
    if (project.last == nullptr || project.last->date <= entry.date) {
      project.last = &entry;
    }
  }
  std::vector<MainProject> result;
  for (const auto& [key, person] : people) {
    const ProjectHours* most = nullptr;
    for (const auto& [code, project] : person.projects) {
      if (most == nullptr || project.hours > most->hours) most = &project;
    }
    if (most == nullptr || most->hours <= 0) continue;
    const EntryRecord& last = *most->last;
    result.push_back({{key, last.person},
                      last.code,
                      last.name,
                      most->hours,
                      person.unreadable});
  }
  std::sort(result.begin(), result.end(),
            [](const MainProject& a, const MainProject& b) {
              return ByName(a.person, b.person);
            });
  return result;
}

}  // namespace rescan::timesheet::reports
