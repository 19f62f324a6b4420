#include "engine/run/breaker.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "kernels/base/text.h"

namespace rescan {
namespace {

// The key with the highest count; the first of equal ones.
template <class Key>
Key MostFrequent(const std::map<Key, std::size_t>& counts) {
  return std::max_element(
             counts.begin(), counts.end(),
             [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

std::string_view Trim(std::string_view text) {
  const std::string_view blank = " \t\"':";
  const std::size_t begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\"'") - begin + 1);
}

}  // namespace

std::string CauseOf(std::string_view message, std::string_view path) {
  std::string cause(message);
  for (const std::string& name :
       {PathForDisplay(path), PathToText(path), std::string(path)}) {
    if (name.empty()) continue;
    const std::size_t at = cause.find(name);
    if (at != std::string::npos) cause.erase(at, name.size());
  }
  const std::string_view line =
      std::string_view(cause).substr(0, cause.find('\n'));
  return std::string(TruncateCharacters(Trim(line), 100));
}

void CircuitBreaker::AddSuccess() {
  consecutive_ = 0;
  Add(Entry{});
}

void CircuitBreaker::AddFailure(FailureType type, std::string cause) {
  ++consecutive_;
  Add(Entry{true, type, std::move(cause)});
}

void CircuitBreaker::Add(Entry entry) {
  last_.push_back(std::move(entry));
  const auto keep = static_cast<std::size_t>(
      std::max(limits_.max_consecutive, limits_.window));
  if (last_.size() > keep) last_.pop_front();
  if (open()) return;

  if (consecutive_ >= limits_.max_consecutive) {
    message_ = fmt::format(
        "stopped by the circuit breaker: {} consecutive failures (limit {}); "
        "most common cause: {}",
        consecutive_, limits_.max_consecutive,
        MostCommonCause(static_cast<std::size_t>(consecutive_)));
    return;
  }
  const auto window = static_cast<std::size_t>(limits_.window);
  if (last_.size() < window) return;
  const std::size_t failed = FailuresAmongLast(window);
  // A quotient, not a product: 29 / 100 equals 0.29, 0.29 * 100 is below 29.
  if (static_cast<double>(failed) / limits_.window > limits_.rate) {
    message_ = fmt::format(
        "stopped by the circuit breaker: {} of the last {} images failed "
        "(limit {:g} %); most common cause: {}",
        failed, window, limits_.rate * 100, MostCommonCause(window));
  }
}

std::size_t CircuitBreaker::FailuresAmongLast(std::size_t n) const {
  return static_cast<std::size_t>(
      std::count_if(last_.end() - static_cast<std::ptrdiff_t>(n), last_.end(),
                    [](const Entry& entry) { return entry.failed; }));
}

std::string CircuitBreaker::MostCommonCause(std::size_t n) const {
  const auto begin = last_.end() - static_cast<std::ptrdiff_t>(n);
  std::map<FailureType, std::size_t> types;
  for (auto it = begin; it != last_.end(); ++it) {
    if (it->failed) ++types[it->type];
  }
  const FailureType type = MostFrequent(types);
  std::map<std::string, std::size_t> causes;
  for (auto it = begin; it != last_.end(); ++it) {
    if (it->failed && it->type == type) ++causes[it->cause];
  }
  std::string text = fmt::format("{} ({} of {})", FailureTypeName(type),
                                 types[type], FailuresAmongLast(n));
  const std::string cause = MostFrequent(causes);
  if (!cause.empty()) text += ": " + cause;
  return text;
}

}  // namespace rescan
