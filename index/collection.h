#ifndef RESCAN_INDEX_COLLECTION_H_
#define RESCAN_INDEX_COLLECTION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/vector_record.h"
#include "kernels/base/result.h"

namespace rescan::index {

// Pinned when a collection is made; vectors of another model or dimension are
// refused.
struct CollectionSpec {
  std::string name;
  std::string model;
  int dimension = 0;                // 1 to kMaxDimension
  std::string index_spec = "Auto";  // index_spec.h

  friend bool operator==(const CollectionSpec&,
                         const CollectionSpec&) = default;
};

inline constexpr int kMaxDimension = 65536;

// Which records a search may return. An empty filter lets all pass.
struct SearchFilter {
  std::optional<std::string> owner = {};          // this owner's alone
  std::vector<std::string> exclude_ids = {};      // not these
  std::optional<std::string> exclude_asset = {};  // none of this asset
};

struct SearchRequest {
  // At most this many hits; more than there are is no error. 0 is for use with
  // min_score: all that score at least that.
  int k = 10;
  // Hits score at least this.
  std::optional<float> min_score = {};
  // Applied while searching: k hits are found if k records pass.
  SearchFilter filter = {};
  // Compare with every vector, whatever index_spec says. That is done anyway
  // with a filter, with min_score and for k beyond RowLists::kNeighbours, so
  // that none is missed that was asked for.
  bool exact = false;
};

// `record` is the collection's; valid until it is changed or gone.
struct SearchHit {
  const VectorRecord* record;
  float score;  // cosine, -1 to 1 (plus rounding)
};

// A set of vectors with records, unique by id, in memory, searched by cosine.
//
// Thread-compatible: const functions may run in parallel, changes need the
// collection alone. Movable; a moved-from collection may only be destroyed or
// assigned to.
//
// Memory: 4 bytes a number of each vector, one a number (up to the next 32) and
// 20 for the first pass of a search, and the record. Growing moves by quarters;
// Reserve() avoids that.
//
// Rows: records and vectors have the same order. An upsert of a new id appends,
// of a known one replaces in place; removal moves the last row into the gap.
class Collection {
 public:
  // kInvalidArgument for an empty name or model, a dimension out of range or
  // an unknown index_spec.
  [[nodiscard]] static Result<Collection> Create(CollectionSpec spec);

  Collection(Collection&&) noexcept;
  Collection& operator=(Collection&&) noexcept;
  ~Collection();

  // Adds the records, or replaces those whose id is known, all or nothing.
  // `vectors` is row-major, records.size() x dimension; each row is
  // L2-normalised on its way in. Of one id given twice in a call the later one
  // counts. kInvalidArgument, naming the id: NaN, infinite or zero vector;
  // empty id or asset; also when `vectors` has another length. kLimit beyond
  // 2^31 - 1 rows. If memory runs out (kLimit) or FAISS fails (kInternal), only
  // part may be there: drop the collection. Now and then a large collection is
  // put in lists anew, which takes seconds (index_spec.h).
  [[nodiscard]] Status Upsert(std::span<const VectorRecord> records,
                              std::span<const float> vectors);

  // Makes room for this many rows at once, so that growing to them moves
  // nothing. kLimit when memory runs out.
  [[nodiscard]] Status Reserve(std::size_t rows);

  // Removes those that are there; returns how many.
  std::size_t Remove(std::span<const std::string> ids);
  // Removes the asset's vectors, those of `keep_revision` excepted.
  std::size_t RemoveAsset(std::string_view asset,
                          std::optional<std::int64_t> keep_revision = {});

  // Applies a JSON merge patch (RFC 7396) to the metadata of all vectors of
  // the asset, all or nothing; returns how many there were. kInvalidArgument
  // if the patch is no JSON object, kCorruption if a record's metadata is not.
  [[nodiscard]] Result<std::size_t> PatchAsset(std::string_view asset,
                                               std::string_view merge_patch);

  // nullptr if it is not there. Valid until the next change.
  [[nodiscard]] const VectorRecord* Find(std::string_view id) const;
  [[nodiscard]] bool Contains(std::string_view id) const;

  // Best first, equal scores by id. The query is normalised; NaN, infinity,
  // zero, a wrong length, k < 0 and k == 0 without min_score are
  // kInvalidArgument.
  [[nodiscard]] Result<std::vector<SearchHit>> Search(
      std::span<const float> query, const SearchRequest& request) const;
  // One answer per query, the same as Search gives. `queries` is row-major.
  // Faster than as many calls.
  [[nodiscard]] Result<std::vector<std::vector<SearchHit>>> SearchMany(
      std::span<const float> queries, const SearchRequest& request) const;

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const CollectionSpec& spec() const;

  // By row, for snapshots and verification. Valid until the next change.
  [[nodiscard]] std::span<const VectorRecord> records() const;
  // Unit length. REQUIRES: row < size().
  [[nodiscard]] std::span<const float> vector(std::size_t row) const;

  // Hands the index to `sink` piece by piece: what FAISS writes for the vectors
  // and, if there are any, the lists (engine/doc/formats.md). Stops at the
  // sink's first error and returns it.
  using ByteSink = std::function<Status(std::span<const std::byte>)>;
  [[nodiscard]] Status SaveIndex(const ByteSink& sink) const;

  // The inverse: `records` in row order and what SaveIndex wrote. The caller
  // has checked a hash over the bytes, so they are what some program wrote;
  // they are still believed in nothing: kind, metric, dimension, number of
  // rows, every length, unique ids, unit vectors. kCorruption says what is
  // wrong. Takes the vectors' memory once, besides `index_bytes` itself.
  [[nodiscard]] static Result<Collection> Restore(
      CollectionSpec spec, std::vector<VectorRecord> records,
      std::span<const std::byte> index_bytes);

 private:
  struct State;
  explicit Collection(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_COLLECTION_H_
