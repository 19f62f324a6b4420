#include "engine/documents/timesheet/verdict.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/documents/timesheet/checks.h"
#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/validate.h"

namespace rescan::timesheet {
namespace {

constexpr std::size_t kMostReasons = 20;

// Findings that keep a sheet from being stored without a look, though no rule
// is broken.
bool AsksForReview(const Finding& finding) {
  constexpr std::array<std::string_view, 8> kRules = {"60H",
                                                      "header.day_unreadable",
                                                      "header.hours_missing",
                                                      "header.missing",
                                                      "header.no_days",
                                                      "header.no_total",
                                                      "repair",
                                                      "hours.excessive"};
  return std::find(kRules.begin(), kRules.end(), finding.rule) != kRules.end();
}

template <class T>
bool IsDoubtful(const Value<T>& value) {
  return value.state == ValueState::kNeedsReview ||
         value.state == ValueState::kUnreadable;
}

bool AnyDoubtful(const WeekHours& hours) {
  return std::any_of(hours.begin(), hours.end(), IsDoubtful<Hundredths>);
}

void Say(Interpretation* result, Verdict verdict, std::string reason) {
  result->verdict = verdict;
  if (result->reasons.size() < kMostReasons) {
    result->reasons.push_back(std::move(reason));
  }
}

void SayErrors(Interpretation* result, Verdict verdict) {
  for (const Finding& finding : result->findings) {
    if (finding.severity != Severity::kError) continue;
    Say(result, verdict, finding.rule + ": " + finding.message);
  }
}

bool OnlyHeaderIsWrong(const Interpretation& result) {
  const SheetChecks checks = CheckSums(result.sheet);
  const bool other_errors = std::any_of(
      result.findings.begin(), result.findings.end(), [](const Finding& f) {
        return f.severity == Severity::kError && f.rule != "V1" &&
               f.rule != "V3";
      });
  return checks.header.broken() && checks.week.exact() && !other_errors;
}

void AskAboutValues(Interpretation* result) {
  constexpr Verdict kAsk = Verdict::kNeedsReview;
  const Sheet& sheet = result->sheet;
  if (IsDoubtful(sheet.person)) Say(result, kAsk, "the person is uncertain");
  if (IsDoubtful(sheet.week)) Say(result, kAsk, "the week is uncertain");
  if (sheet.zero_hour) return;
  if (AnyDoubtful(sheet.daily_totals) ||
      (IsDoubtful(sheet.weekly_total) && !sheet.without_total)) {
    Say(result, kAsk, "totals of the header are not proved");
  }
  for (const Project& project : sheet.projects) {
    const std::string name = Quoted(project.name.value.value_or(""));
    if (IsDoubtful(project.code)) {
      Say(result, kAsk, "the code of project " + name + " is uncertain");
    }
    if (IsDoubtful(project.name)) {
      Say(result, kAsk, "the name of project " + name + " is uncertain");
    }
    if (!project.doubt.empty()) Say(result, kAsk, project.doubt);
    if (AnyDoubtful(project.hours)) {
      Say(result, kAsk, "hours of project " + name + " are not proved");
    }
  }
}

void DecideHours(Interpretation* result) {
  if (!result->valid) {
    const bool header = OnlyHeaderIsWrong(*result);
    SayErrors(result, header ? Verdict::kNeedsReview : Verdict::kInvalid);
    if (header) {
      Say(result, Verdict::kNeedsReview,
          "all hours sum to the week's total: a day's total in the header is "
          "probably misread");
    }
    return;
  }
  for (const Finding& finding : result->findings) {
    if (AsksForReview(finding)) {
      Say(result, Verdict::kNeedsReview, finding.message);
    }
  }
  AskAboutValues(result);
  if (result->reasons.empty()) {
    Say(result, Verdict::kStore, "every sum agrees");
  }
}

void DecideUnreadable(ZeroHours zero, Interpretation* result) {
  const Sheet& sheet = result->sheet;
  constexpr Verdict kUnread = Verdict::kNotReadable;
  for (const Finding& finding : result->findings) {
    if (finding.rule != "page") continue;
    // What is missing besides follows from it.
    Say(result, kUnread, finding.message);
    return;
  }
  if (!sheet.person.value) Say(result, kUnread, "the person's name is missing");
  if (!sheet.week.value) Say(result, kUnread, "the week could not be read");
  if (sheet.zero_hour || !sheet.projects.empty()) return;
  Say(result, kUnread,
      zero == ZeroHours::kDoubtful
          ? "there are no hours, but nothing else says that it is a week "
            "without hours"
          : "the table could not be read");
}

}  // namespace

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kStore:
      return "store";
    case Verdict::kZeroHour:
      return "zero_hour";
    case Verdict::kRejectedStatus:
      return "rejected_status";
    case Verdict::kInvalid:
      return "invalid";
    case Verdict::kNeedsReview:
      return "needs_review";
    case Verdict::kNotReadable:
      return "not_readable";
  }
  return "";
}

void Decide(StatusGate status, ZeroHours zero, Interpretation* result) {
  if (status == StatusGate::kOther) {
    Say(result, Verdict::kRejectedStatus,
        "the status is " + Quoted(result->sheet.status.value.value_or("")) +
            ", not Posted");
    return;
  }
  DecideUnreadable(zero, result);
  if (!result->reasons.empty()) return;
  if (status == StatusGate::kDoubtful) {
    Say(result, Verdict::kNeedsReview, "the status is uncertain");
    return;
  }
  if (!result->sheet.zero_hour) return DecideHours(result);
  AskAboutValues(result);
  if (result->reasons.empty()) {
    Say(result, Verdict::kZeroHour,
        "the sheet shows 0 % and no hours: a week without hours");
  }
}

}  // namespace rescan::timesheet
