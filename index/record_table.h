#ifndef RESCAN_INDEX_RECORD_TABLE_H_
#define RESCAN_INDEX_RECORD_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "index/vector_record.h"

namespace rescan::index {

// Records by row, found by id and by asset. The row of a record is that of its
// vector elsewhere. Thread-compatible. Neither copied nor moved: its look-up
// tables point into it.
class RecordTable {
 public:
  RecordTable();
  RecordTable(const RecordTable&) = delete;
  RecordTable& operator=(const RecordTable&) = delete;

  [[nodiscard]] std::size_t size() const { return records_.size(); }
  [[nodiscard]] std::span<const VectorRecord> records() const {
    return records_;
  }
  [[nodiscard]] const VectorRecord& operator[](std::uint32_t row) const {
    return records_[row];
  }

  [[nodiscard]] std::optional<std::uint32_t> RowOf(std::string_view id) const;
  // In no particular order. Valid until the next change.
  [[nodiscard]] std::span<const std::uint32_t> RowsOf(
      std::string_view asset) const;

  void Reserve(std::size_t rows);

  // Adds a row at the end. REQUIRES: the id is not there; size() < 2^31 - 1.
  void Append(VectorRecord record);
  // REQUIRES: row < size(); the id is that row's.
  void Replace(std::uint32_t row, VectorRecord record);
  void SetMetadata(std::uint32_t row, std::string metadata) noexcept;
  // The last row takes the place of this one. REQUIRES: row < size().
  void Remove(std::uint32_t row);

 private:
  // Both tables of ids compare the strings of records_, so an id is stored
  // once.
  struct IdHash {
    using is_transparent = void;
    const RecordTable* table;
    std::size_t operator()(std::uint32_t row) const;
    std::size_t operator()(std::string_view id) const;
  };
  struct IdEqual {
    using is_transparent = void;
    const RecordTable* table;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::uint32_t row, std::string_view id) const;
    bool operator()(std::string_view id, std::uint32_t row) const;
  };
  struct AssetHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view asset) const;
  };

  void Enlist(std::uint32_t row);
  void Delist(std::uint32_t row);

  std::vector<VectorRecord> records_;
  // slots_[row]: where `row` stands in its asset's list.
  std::vector<std::uint32_t> slots_;
  std::unordered_set<std::uint32_t, IdHash, IdEqual> ids_;
  std::unordered_map<std::string, std::vector<std::uint32_t>, AssetHash,
                     std::equal_to<>>
      assets_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_RECORD_TABLE_H_
