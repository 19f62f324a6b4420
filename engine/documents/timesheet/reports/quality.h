#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_QUALITY_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_QUALITY_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/stored.h"

namespace rescan::timesheet::reports {

enum class QualityIssue {
  // The name does not end with the row's code in parentheses.
  kMissingCode,    // it ends with no code
  kWrongCode,      // with another one
  kCategoryLabel,  // with the label of a subtask
  // The code or the hours may be misread, or are.
  kSuspectedCode,    // the form of its kind is broken, or PJ9 (CodeDoubt)
  kUnusualCode,      // of no known kind
  kUnreadableCode,   // there is none
  kUnreadableHours,  // there are none
};

// "MISSING_CODE", "WRONG_CODE", "CATEGORY_LABEL", "SUSPECTED_CODE",
// "UNUSUAL_CODE", "UNREADABLE_CODE", "UNREADABLE_HOURS" (persistent).
[[nodiscard]] std::string_view QualityIssueName(QualityIssue issue);

// One of the first three.
[[nodiscard]] bool IsFormatViolation(QualityIssue issue);

struct QualityFinding {
  std::size_t entry = 0;  // of Timesheets::entries
  QualityIssue issue = QualityIssue::kMissingCode;
  std::string description;  // one sentence
};

struct QualityReport {
  std::size_t rows = 0;  // of hours
  // Rows with a format violation, with a suspected error, with any of both.
  std::size_t violations = 0, suspected = 0, faulty = 0;
  std::vector<QualityFinding> findings;  // in the order of the entries
  std::map<QualityIssue, std::size_t> issues;
  // Faulty rows of each person, the most first, then by name.
  std::vector<std::pair<std::string, std::size_t>> people;
};

[[nodiscard]] QualityReport CheckQuality(const Timesheets& sheets);

}  // namespace rescan::timesheet::reports

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_REPORTS_QUALITY_H_
