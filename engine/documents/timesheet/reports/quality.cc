#include "engine/documents/timesheet/reports/quality.h"

#include <algorithm>

#include "engine/documents/timesheet/codes.h"
#include "engine/documents/timesheet/plain_text.h"

namespace rescan::timesheet::reports {
namespace {

using QualityFindings = std::vector<QualityFinding>;

bool HasCode(const EntryRecord& entry) {
  return !entry.code.empty() && !entry.key.empty() && entry.key.front() != '?';
}

void CheckName(const EntryRecord& entry, std::size_t index,
               QualityFindings* found) {
  const NameParts parts = SplitName(entry.name);
  const std::string wanted = "(" + entry.code + ")";
  if (!parts.has_group ||
      (!IsCategoryLabel(parts.group) && !IsStorableCode(parts.group))) {
    found->push_back({index, QualityIssue::kMissingCode,
                      "The name does not end with " + wanted + "."});
  } else if (IsCategoryLabel(parts.group)) {
    found->push_back({index, QualityIssue::kCategoryLabel,
                      "The name ends with the label " + Quoted(parts.group) +
                          ", not with " + wanted + "."});
  } else if (NormaliseCode(parts.group) != NormaliseCode(entry.code)) {
    found->push_back({index, QualityIssue::kWrongCode,
                      "The name ends with " + Quoted(parts.group) +
                          ", not with " + wanted + "."});
  }
}

void CheckCode(const EntryRecord& entry, std::size_t index,
               QualityFindings* found) {
  const std::string doubt = CodeDoubt(entry.code);
  if (!doubt.empty()) {
    found->push_back({index, QualityIssue::kSuspectedCode, doubt});
  } else if (FamilyOf(entry.code) == CodeFamily::kOther) {
    found->push_back({index, QualityIssue::kUnusualCode,
                      "The code is of no known kind (PJ, REAG, HCST, NTC, "
                      "sps)."});
  }
}

}  // namespace

std::string_view QualityIssueName(QualityIssue issue) {
  switch (issue) {
    case QualityIssue::kMissingCode:
      return "MISSING_CODE";
    case QualityIssue::kWrongCode:
      return "WRONG_CODE";
    case QualityIssue::kCategoryLabel:
      return "CATEGORY_LABEL";
    case QualityIssue::kSuspectedCode:
      return "SUSPECTED_CODE";
    case QualityIssue::kUnusualCode:
      return "UNUSUAL_CODE";
    case QualityIssue::kUnreadableCode:
      return "UNREADABLE_CODE";
    case QualityIssue::kUnreadableHours:
      return "UNREADABLE_HOURS";
  }
  return "";
}

bool IsFormatViolation(QualityIssue issue) {
  return issue == QualityIssue::kMissingCode ||
         issue == QualityIssue::kWrongCode ||
         issue == QualityIssue::kCategoryLabel;
}

QualityReport CheckQuality(const Timesheets& sheets) {
  QualityReport report;
  report.rows = sheets.entries.size();
  std::map<std::string, std::size_t> people;
  for (std::size_t i = 0; i < sheets.entries.size(); ++i) {
    const EntryRecord& entry = sheets.entries[i];
    QualityFindings found;
    if (HasCode(entry)) {
      CheckName(entry, i, &found);
      CheckCode(entry, i, &found);
    } else {
      found.push_back(
          {i, QualityIssue::kUnreadableCode, "The code could not be read."});
    }
    if (!entry.hours) {
      found.push_back(
          {i, QualityIssue::kUnreadableHours,
           "The hours could not be read" +
               (entry.raw.empty() ? std::string(".")
                                  : ": " + Quoted(entry.raw) + ".")});
    }
    const auto violations = std::count_if(
        found.begin(), found.end(),
        [](const QualityFinding& f) { return IsFormatViolation(f.issue); });
    report.violations += violations > 0;
    report.suspected += found.size() > static_cast<std::size_t>(violations);
    report.faulty += !found.empty();
    if (!found.empty()) ++people[entry.person];
    for (QualityFinding& finding : found) {
      ++report.issues[finding.issue];
      report.findings.push_back(std::move(finding));
    }
  }
  report.people.assign(people.begin(), people.end());
  std::stable_sort(
      report.people.begin(), report.people.end(),
      [](const auto& a, const auto& b) { return a.second > b.second; });
  return report;
}

}  // namespace rescan::timesheet::reports
