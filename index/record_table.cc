#include "index/record_table.h"

#include <cassert>
#include <functional>
#include <utility>

namespace rescan::index {

std::size_t RecordTable::IdHash::operator()(std::uint32_t row) const {
  return (*this)(std::string_view(table->records_[row].id));
}
std::size_t RecordTable::IdHash::operator()(std::string_view id) const {
  return std::hash<std::string_view>()(id);
}
bool RecordTable::IdEqual::operator()(std::uint32_t row,
                                      std::string_view id) const {
  return table->records_[row].id == id;
}
bool RecordTable::IdEqual::operator()(std::string_view id,
                                      std::uint32_t row) const {
  return table->records_[row].id == id;
}
std::size_t RecordTable::AssetHash::operator()(std::string_view asset) const {
  return std::hash<std::string_view>()(asset);
}

RecordTable::RecordTable() : ids_(0, IdHash{this}, IdEqual{this}) {}

std::optional<std::uint32_t> RecordTable::RowOf(std::string_view id) const {
  const auto found = ids_.find(id);
  if (found == ids_.end()) return std::nullopt;
  return *found;
}

std::span<const std::uint32_t> RecordTable::RowsOf(
    std::string_view asset) const {
  const auto found = assets_.find(asset);
  if (found == assets_.end()) return {};
  return found->second;
}

void RecordTable::Reserve(std::size_t rows) {
  records_.reserve(rows);
  slots_.reserve(rows);
  ids_.reserve(rows);
}

void RecordTable::Append(VectorRecord record) {
  assert(!RowOf(record.id).has_value());
  const auto row = static_cast<std::uint32_t>(records_.size());
  records_.push_back(std::move(record));
  slots_.push_back(0);
  ids_.insert(row);
  Enlist(row);
}

void RecordTable::Replace(std::uint32_t row, VectorRecord record) {
  assert(row < size() && records_[row].id == record.id);
  Delist(row);
  records_[row] = std::move(record);
  Enlist(row);
}

void RecordTable::SetMetadata(std::uint32_t row,
                              std::string metadata) noexcept {
  records_[row].metadata = std::move(metadata);
}

void RecordTable::Remove(std::uint32_t row) {
  assert(row < size());
  const auto last = static_cast<std::uint32_t>(size() - 1);
  Delist(row);
  ids_.erase(row);
  if (row != last) {
    // A number in ids_ is found by the id behind it, so it is renamed while
    // both places hold the right one.
    ids_.erase(last);
    records_[row] = std::move(records_[last]);
    ids_.insert(row);
    slots_[row] = slots_[last];
    assets_.find(records_[row].asset)->second[slots_[row]] = row;
  }
  records_.pop_back();
  slots_.pop_back();
}

void RecordTable::Enlist(std::uint32_t row) {
  std::vector<std::uint32_t>& rows = assets_[records_[row].asset];
  slots_[row] = static_cast<std::uint32_t>(rows.size());
  rows.push_back(row);
}

void RecordTable::Delist(std::uint32_t row) {
  const auto found = assets_.find(records_[row].asset);
  std::vector<std::uint32_t>& rows = found->second;
  const std::uint32_t moved = rows.back();
  rows[slots_[row]] = moved;
  slots_[moved] = slots_[row];
  rows.pop_back();
  if (rows.empty()) assets_.erase(found);
}

}  // namespace rescan::index
