#include "engine/documents/timesheet/stored.h"

#include <array>

namespace rescan::timesheet {
namespace {

template <class E, std::size_t kCount>
std::optional<E> FromName(std::string_view name,
                          const std::array<E, kCount>& all,
                          std::string_view (*name_of)(E)) {
  for (const E value : all) {
    if (name_of(value) == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view SheetStateName(SheetState state) {
  switch (state) {
    case SheetState::kStored:
      return "stored";
    case SheetState::kPending:
      return "pending";
    case SheetState::kRejected:
      return "rejected";
    case SheetState::kDiscarded:
      return "discarded";
    case SheetState::kReplaced:
      return "replaced";
  }
  return "";
}

std::optional<SheetState> SheetStateFromName(std::string_view name) {
  constexpr std::array kAll = {SheetState::kStored, SheetState::kPending,
                               SheetState::kRejected, SheetState::kDiscarded,
                               SheetState::kReplaced};
  return FromName(name, kAll, SheetStateName);
}

std::string_view ValueStateName(ValueState state) {
  switch (state) {
    case ValueState::kOk:
      return "ok";
    case ValueState::kCorrected:
      return "corrected";
    case ValueState::kNeedsReview:
      return "needs_review";
    case ValueState::kUnreadable:
      return "unreadable";
  }
  return "";
}

std::optional<ValueState> ValueStateFromName(std::string_view name) {
  constexpr std::array kAll = {ValueState::kOk, ValueState::kCorrected,
                               ValueState::kNeedsReview,
                               ValueState::kUnreadable};
  return FromName(name, kAll, ValueStateName);
}

std::optional<Verdict> VerdictFromName(std::string_view name) {
  constexpr std::array kAll = {Verdict::kStore,          Verdict::kZeroHour,
                               Verdict::kRejectedStatus, Verdict::kInvalid,
                               Verdict::kNeedsReview,    Verdict::kNotReadable};
  return FromName(name, kAll, VerdictName);
}

}  // namespace rescan::timesheet
