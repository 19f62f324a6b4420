#include "tools/samples/sheet_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace rescan::samples {
namespace {

using Words = std::string_view;

constexpr std::array kJobTitles = std::to_array<Words>(
    {"Solution Designer", "Project Manager", "Network Engineer", "Test Analyst",
     "Service Architect", "Field Technician", "Delivery Lead",
     "Business Analyst", "Systems Engineer", "Principal Consultant",
     "Software Developer", "Programme Office"});
constexpr std::array kRegions =
    std::to_array<Words>({"IN", "UK", "EMEA", "Nordic", "Iberia", "Central",
                          "Northern", "Group", "Retail", "HQ"});
constexpr std::array kWork = std::to_array<Words>(
    {"Renewal",           "Core Migration",     "Store Refit",
     "Network Refresh",   "Payroll Upgrade",    "Data Centre Exit",
     "Till Rollout",      "Service Desk",       "Fleet Tracking",
     "Archive Move",      "Print Services",     "Warehouse Automation",
     "Storage Expansion", "Backup Replacement", "Identity Platform",
     "Contact Centre",    "Campus Wireless",    "Office 4 Fit-out",
     "SD-WAN Pilot",      "Firewall Review"});
constexpr std::array kParts = std::to_array<Words>(
    {"Phase 1", "Phase 2", "Phase 3", "Wave 2", "Lot 3", "Site 14", "Year 2",
     "Pilot", "Extension", "Hardware", "Licences", "R&D", "2025"});
constexpr std::array kRemarks = std::to_array<Words>(
    {"Phase 2", "Parent", "UK & IE", "DESIGN", "shared", "was Lot 7", "v2.1"});

struct Subtask {
  Words name;
  Words label;
};
constexpr std::array kSubtasks =
    std::to_array<Subtask>({{"Build / Deploy and Test", "BLDDPLYTEST"},
                            {"Design", "DESIGN"},
                            {"Detailed Design", "DESIGNA"},
                            {"Labour", "LABOUR"},
                            {"Testing", "TESTING"},
                            {"Build", "BUILD"},
                            {"Deploy", "DEPLOY"},
                            {"Project Management", "PM"},
                            {"Requirements and Analysis", "REQS"},
                            {"Handover to Support", "SUPPORT"}});

constexpr std::array kNotPosted = std::to_array<Words>(
    {"Draft", "Submitted", "Open", "Returned", "Approved"});

std::string PersonName(TextSource& source) {
  const int kind = source.rng().Between(0, 9);
  const std::string first = source.FirstName();
  std::string last = source.LastName();
  if (kind == 0) last += '-' + source.LastName();
  if (kind == 1) {
    const char initial = source.FirstName()[0];
    last = fmt::format("{}. {}", initial, last);
  }
  if (kind == 2) last = source.LastName() + ' ' + last;
  return first + ' ' + last;
}

std::string CodeOf(std::string_view prefix, TextSource& source) {
  Rng& rng = source.rng();
  if (prefix == "PJ") {
    // Most begin with a nought; some are longer.
    if (rng.Chance(0.8)) return "PJ0" + source.Digits(5);
    return "PJ" + source.Digits(rng.Chance(0.5) ? 6 : 8);
  }
  if (prefix == "P") return fmt::format("P{:03}", rng.Between(1, 999));
  if (prefix == "WEB") {
    const int year = rng.Between(2023, 2026);
    return fmt::format("WEB-{}-Q{}", year, rng.Between(1, 4));
  }
  if (prefix == "REAG" && rng.Chance(0.5)) return "REAG0" + source.Digits(5);
  if (prefix == "DATA" || prefix == "INFRA") {
    return fmt::format("{}{:04}", prefix, rng.Between(1, 2999));
  }
  const bool four = prefix == "sps" || prefix == "SCR";
  return std::string(prefix) + source.Digits(four ? 4 : 6);
}

std::string PlainName(TextSource& source) {
  Rng& rng = source.rng();
  const int kind = rng.Between(0, 3);
  const std::string work(rng.Pick(kWork));
  const Words part = rng.Pick(kParts);
  const Words region = rng.Pick(kRegions);
  if (kind == 0) return work;
  if (kind == 1) return fmt::format("{} - {}", work, part);
  if (kind == 2) return fmt::format("{} {}", region, work);
  return fmt::format("{} {} - {}", region, work, part);
}

std::string WithParentheses(TextSource& source) {
  const std::string name = PlainName(source);
  Rng& rng = source.rng();
  const int kind = rng.Between(0, 2);
  const Words remark = rng.Pick(kRemarks);
  if (kind == 0) return fmt::format("(NDA) {} ({})", name, remark);
  if (kind == 1) return fmt::format("{} ({})", name, remark);
  return fmt::format("({}) {}", remark, name);
}

std::string LongName(int letters, TextSource& source) {
  std::string name = PlainName(source);
  while (name.size() < static_cast<std::size_t>(letters)) {
    name += source.rng().Chance(0.5) ? " and " : " for ";
    name += source.rng().Chance(0.5) ? source.Company() : PlainName(source);
  }
  return name;
}

std::vector<SheetSubtask> InventSubtasks(int count, Rng& rng) {
  std::vector<SheetSubtask> subtasks;
  while (static_cast<int>(subtasks.size()) < count) {
    const Subtask& task = rng.Pick(kSubtasks);
    const bool used = std::any_of(
        subtasks.begin(), subtasks.end(),
        [&](const auto& other) { return other.label == task.label; });
    if (used) continue;
    SheetSubtask& subtask = subtasks.emplace_back();
    subtask.name = task.name;
    subtask.label = task.label;
  }
  return subtasks;
}

std::vector<SheetProject> InventProjects(const SheetDimensions& dimensions,
                                         int long_name, TextSource& source) {
  std::vector<SheetProject> projects;
  for (const std::string& prefix : dimensions.prefixes) {
    SheetProject project;
    do {
      project.code = CodeOf(prefix, source);
    } while (std::any_of(
        projects.begin(), projects.end(),
        [&](const auto& other) { return other.code == project.code; }));
    const bool first = projects.empty();
    const bool special = first || source.rng().Chance(0.4);
    const std::string name =
        special && dimensions.names == "wrapped" ? LongName(long_name, source)
        : special && dimensions.names == "parentheses" ? WithParentheses(source)
                                                       : PlainName(source);
    project.name = fmt::format("{} ({})", name, project.code);
    const int count = first ? dimensions.subtasks
                            : source.rng().Between(1, dimensions.subtasks);
    project.subtasks = InventSubtasks(count, source.rng());
    projects.push_back(std::move(project));
  }
  return projects;
}

// One day ten times too large, as if its point had been lost; if there is
// one, a day below ten hours.
void SpoilHeader(SheetTruth& truth) {
  const auto rank = [](int hours) { return hours >= 1000 ? 1 : hours; };
  *std::ranges::max_element(truth.daily_totals, {}, rank) *= 10;
}

SheetContent SpecimenSheet(std::chrono::sys_days monday) {
  SheetContent content;
  SheetTruth& truth = content.truth;
  truth.resource_name = "Avery Brooks";
  truth.job_title = "Solution Designer";
  truth.status = "Posted";
  truth.date_range = PeriodText(monday, "plain");
  truth.week_start = IsoDate(monday);
  content.header_days = HeaderDays(monday);
  return content;
}

}  // namespace

SheetContent InventSheet(const SheetDimensions& dimensions, int long_name,
                         TextSource& source) {
  SheetContent content;
  SheetTruth& truth = content.truth;
  Rng& rng = source.rng();
  truth.dimensions = dimensions;
  truth.resource_name = PersonName(source);
  truth.job_title = rng.Pick(kJobTitles);
  truth.status = dimensions.variant == SheetVariant::kStatus
                     ? rng.Pick(kNotPosted)
                     : Words("Posted");
  const std::chrono::sys_days monday = PickWeek(dimensions.week, rng);
  truth.date_range = PeriodText(monday, dimensions.dates);
  truth.week_start = IsoDate(monday);
  content.header_days = dimensions.variant == SheetVariant::kWrongDay
                            ? WrongHeaderDays(monday, rng)
                            : HeaderDays(monday);
  truth.is_zero_hour = dimensions.variant == SheetVariant::kZeroHour;
  if (truth.is_zero_hour) return content;
  truth.projects = InventProjects(dimensions, long_name, source);
  InventHours(monday, dimensions.variant == SheetVariant::kOverLimit, truth,
              rng);
  truth.project_time = rng.Chance(0.7) ? 100 : rng.Between(5, 99);
  if (dimensions.variant == SheetVariant::kHeaderError) SpoilHeader(truth);
  return content;
}

SheetContent SampleSheetA() {
  using namespace std::chrono_literals;
  SheetContent content = SpecimenSheet(std::chrono::sys_days(2025y / 9 / 22));
  SheetTruth& truth = content.truth;
  truth.project_time = 100;
  const WeekHours hours = {750, 2250, 750, 750, 750, 0, 0};
  truth.projects = {
      {"IN Renewal - HPE (PJ023275)",
       "PJ023275",
       hours,
       {{"Build / Deploy and Test", "BLDDPLYTEST", hours, 5250, 29938}}}};
  truth.daily_totals = hours;
  truth.weekly_total = 5250;
  return content;
}

SheetContent SampleSheetB() {
  using namespace std::chrono_literals;
  SheetContent content = SpecimenSheet(std::chrono::sys_days(2025y / 9 / 15));
  content.truth.is_zero_hour = true;
  return content;
}

}  // namespace rescan::samples
