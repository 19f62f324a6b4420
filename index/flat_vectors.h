#ifndef RESCAN_INDEX_FLAT_VECTORS_H_
#define RESCAN_INDEX_FLAT_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "kernels/base/result.h"
#include "kernels/vector/float_rows.h"

namespace rescan::index {

// The vectors of a collection by row: one float32 copy, inside a
// faiss::IndexFlatIP, so that it is saved and loaded by FAISS.
// Thread-compatible. Functions that grow it throw std::bad_alloc.
class FlatVectors {
 public:
  explicit FlatVectors(int dimension);
  FlatVectors(FlatVectors&&) noexcept;
  FlatVectors& operator=(FlatVectors&&) noexcept;
  ~FlatVectors();

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t dimension() const;
  [[nodiscard]] kernels::FloatRows rows() const;
  [[nodiscard]] std::span<const float> row(std::size_t i) const;

  void Reserve(std::size_t rows);
  // REQUIRES: vector.size() == dimension().
  void Append(std::span<const float> vector);
  void Replace(std::size_t row, std::span<const float> vector);
  // The last row takes the place of this one.
  void Remove(std::size_t row);

  using ByteSink = std::function<Status(std::span<const std::byte>)>;
  // faiss::write_index of an inner-product IndexFlat ("IxFI").
  [[nodiscard]] Status Save(const ByteSink& sink) const;
  // Bytes that Save makes of `rows` rows of `dimension`.
  [[nodiscard]] static std::size_t SavedBytes(std::size_t rows,
                                              std::size_t dimension);
  // REQUIRES: bytes.size() == SavedBytes(rows, dimension).
  // kCorruption unless the header says exactly that kind and size: FAISS
  // itself believes what it reads.
  [[nodiscard]] static Result<FlatVectors> Load(
      std::span<const std::byte> bytes, std::size_t rows, int dimension);

 private:
  struct State;
  explicit FlatVectors(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_FLAT_VECTORS_H_
