#ifndef RESCAN_ENGINE_RUN_BREAKER_H_
#define RESCAN_ENGINE_RUN_BREAKER_H_

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "engine/records/outcome.h"

namespace rescan {

// Stops a run whose images keep failing. Two rules, looked at after each
// outcome: `max_consecutive` failures in a row, or strictly more than `rate`
// of the last `window` outcomes, the latter only once there are that many.
// Outcomes of an earlier session do not count: make a new one.
// Not thread-safe.
class CircuitBreaker {
 public:
  struct Limits {
    int max_consecutive = 10;  // >= 1
    int window = 20;           // >= 1
    double rate = 0.5;         // 0..1
  };
  explicit CircuitBreaker(const Limits& limits) : limits_(limits) {}

  void AddSuccess();
  // `cause` is what failures of one sort have in common: see CauseOf.
  void AddFailure(FailureType type, std::string cause);

  [[nodiscard]] bool open() const { return !message_.empty(); }
  // Why the run must stop: the rule, the count and the most common cause.
  // Empty while the breaker is closed; the first reason stays.
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  struct Entry {
    bool failed = false;
    FailureType type = FailureType::kOcr;
    std::string cause;
  };
  void Add(Entry entry);
  [[nodiscard]] std::size_t FailuresAmongLast(std::size_t n) const;
  [[nodiscard]] std::string MostCommonCause(std::size_t n) const;

  const Limits limits_;
  std::deque<Entry> last_;  // oldest first; as many as the longer rule needs
  int consecutive_ = 0;
  std::string message_;
};

// The part of a failure's message that other images share: its first line
// without the path, at most 100 characters.
[[nodiscard]] std::string CauseOf(std::string_view message,
                                  std::string_view path);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RUN_BREAKER_H_
