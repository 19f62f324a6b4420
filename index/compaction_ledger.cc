#include "index/compaction_ledger.h"

#include <array>
#include <utility>

namespace rescan::index {
namespace {

constexpr std::array<std::pair<CompactionState, std::string_view>, 4> kNames = {
    {{CompactionState::kPending, "PENDING"},
     {CompactionState::kProcessing, "PROCESSING"},
     {CompactionState::kCompleted, "COMPLETED"},
     {CompactionState::kFailed, "FAILED"}}};

}  // namespace

std::string_view CompactionStateName(CompactionState state) {
  return kNames[static_cast<std::size_t>(state)].second;
}

std::optional<CompactionState> CompactionStateOf(std::string_view name) {
  for (const auto& [state, text] : kNames) {
    if (text == name) return state;
  }
  return std::nullopt;
}

}  // namespace rescan::index
