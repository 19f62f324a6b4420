#ifndef RESCAN_INDEX_ROW_LISTS_H_
#define RESCAN_INDEX_ROW_LISTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "index/scan_list.h"
#include "kernels/base/result.h"
#include "kernels/vector/float_rows.h"

namespace rescan::index {

// The rows of a table of unit vectors as bytes, in lists: one at first; after
// Train() as many as wished for, each with a centre and the rows nearest to it
// (an inverted file). All lists together give an exact answer, those nearest
// to a query an approximate one.
//
// Thread-compatible. Takes ByteRowStride(dimension) + 20 bytes a row and the
// centres. What grows it throws std::bad_alloc.
class RowLists {
 public:
  explicit RowLists(std::size_t dimension);
  RowLists(RowLists&&) noexcept;
  RowLists& operator=(RowLists&&) noexcept;
  ~RowLists();

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] std::span<const ScanList> lists() const { return lists_; }
  // How many rows there were when Train() was called; 0 = never.
  [[nodiscard]] std::size_t trained_rows() const { return trained_rows_; }
  // How many lists an approximate search has to look at.
  [[nodiscard]] std::size_t probes() const { return probes_; }
  // Is that little enough to be faster than all lists one after the other?
  // Not where the vectors have no structure.
  [[nodiscard]] bool ProbingPays() const {
    return probes_ > 0 && probes_ * 3 <= lists_.size();
  }

  void Reserve(std::size_t rows);
  // Rows size(), size() + 1, ... of the table. REQUIRES: the dimension fits.
  void Append(const kernels::FloatRows& vectors);
  void Replace(std::uint32_t row, std::span<const float> vector);
  // As in the table, the last row takes this one's number.
  void Remove(std::uint32_t row);

  // Makes `lists` lists of all rows, which are `rows`: spherical k-means over a
  // sample, then every row to the nearest centre; and finds out how many
  // lists hold nearly all neighbours of a row (see kNeighbours). Deterministic
  // on one machine. Some seconds for a million rows of 128.
  // REQUIRES: rows.count == size(); 2 <= lists <= rows.count.
  // kInternal if FAISS refuses.
  [[nodiscard]] Status Train(const kernels::FloatRows& rows, std::size_t lists);

  // probes() is the least number for which the exact kNeighbours nearest of a
  // sample of rows are found with a recall of at least kRecall.
  static constexpr std::size_t kNeighbours = 20;
  static constexpr double kRecall = 0.995;

  // The lists nearest to a query, best first.
  [[nodiscard]] std::vector<std::size_t> Nearest(std::span<const float> query,
                                                 std::size_t count) const;

  using ByteSink = std::function<Status(std::span<const std::byte>)>;
  // Centres and the list of every row; nothing unless trained. Layout, in the
  // machine's byte order: "RSLISTS1", uint32 lists, uint32 probes, uint64
  // trained_rows, float centres[lists][dimension], uint32 list of each row.
  [[nodiscard]] Status Save(const ByteSink& sink) const;
  // Takes what Save wrote (maybe nothing) and the rows it is about.
  // REQUIRES: size() == 0. kCorruption if any length or number cannot be.
  [[nodiscard]] Status Load(std::span<const std::byte> bytes,
                            const kernels::FloatRows& rows,
                            std::size_t max_lists);

 private:
  struct Place {
    std::uint32_t list;
    std::uint32_t place;  // in that list
  };
  struct Centres;

  [[nodiscard]] std::vector<std::uint32_t> NearestOf(
      const kernels::FloatRows& vectors) const;
  void Add(std::uint32_t list, std::span<const float> vector);
  void Refill(const kernels::FloatRows& rows,
              std::span<const std::uint32_t> list_of_row);
  [[nodiscard]] std::size_t NeededProbes(const kernels::FloatRows& rows) const;

  std::size_t dimension_;
  std::vector<ScanList> lists_;
  std::vector<Place> places_;  // by row
  std::unique_ptr<Centres> centres_;
  std::size_t trained_rows_ = 0;
  std::size_t probes_ = 0;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_ROW_LISTS_H_
