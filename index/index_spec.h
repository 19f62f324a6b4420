#ifndef RESCAN_INDEX_INDEX_SPEC_H_
#define RESCAN_INDEX_INDEX_SPEC_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "kernels/base/result.h"

namespace rescan::index {

// How a collection is searched, as a short text that the command line, tests
// and benches share:
//   Auto    exact while that is fast, then by lists, as many as fit the size
//   Flat    exact at every size
//   IVF64   by 64 lists (2 to kMaxLists), as soon as there are enough vectors
// The reasons are in engine/doc/decisions.md, "Vector index".
class IndexSpec {
 public:
  static constexpr std::size_t kMaxLists = 65536;

  // kInvalidArgument for anything else, naming what there is.
  [[nodiscard]] static Result<IndexSpec> Parse(std::string_view text);

  // Number of lists that `rows` vectors of `dimension` should be in; 0 = none.
  [[nodiscard]] std::size_t ListsFor(std::size_t rows,
                                     std::size_t dimension) const;

  // Should they be put in lists (again), if they were last when there were
  // `then` of them (0 = never)? The lists of a collection that grew a lot no
  // longer fit it.
  [[nodiscard]] bool IsDue(std::size_t rows, std::size_t dimension,
                           std::size_t then) const;

  // Can there be lists at all?
  [[nodiscard]] bool AllowsLists() const { return kind_ != Kind::kFlat; }

 private:
  enum class Kind { kAuto, kFlat, kLists };
  explicit IndexSpec(Kind kind, std::size_t lists = 0)
      : kind_(kind), lists_(lists) {}

  Kind kind_;
  std::size_t lists_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_INDEX_SPEC_H_
