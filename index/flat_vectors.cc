#include "index/flat_vectors.h"

#include <faiss/IndexFlat.h>
#include <faiss/impl/FaissException.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

namespace rescan::index {
namespace {

// Header of faiss::write_index for an IndexFlat, in the machine's byte order:
//   0 "IxFI"   4 int32 d   8 int64 ntotal   16 int64 1<<20   24 int64 1<<20
//   32 uint8 is_trained   33 int32 metric (0 = inner product)
//   37 uint64 number of floats   45 the floats
constexpr std::size_t kHeaderBytes = 45;
using Header = std::array<std::byte, kHeaderBytes>;

template <class T>
void Put(T value, std::size_t at, Header* header) {
  std::memcpy(header->data() + at, &value, sizeof(value));
}

// The only header that a well-formed index of this size has.
Header HeaderOf(std::size_t rows, std::size_t dimension) {
  Header header{};
  std::memcpy(header.data(), "IxFI", 4);
  Put(static_cast<std::int32_t>(dimension), 4, &header);
  Put(static_cast<std::int64_t>(rows), 8, &header);
  Put(std::int64_t{1} << 20, 16, &header);
  Put(std::int64_t{1} << 20, 24, &header);
  Put(std::uint8_t{1}, 32, &header);
  Put(static_cast<std::int32_t>(faiss::METRIC_INNER_PRODUCT), 33, &header);
  Put(static_cast<std::uint64_t>(rows * dimension), 37, &header);
  return header;
}

class SinkWriter : public faiss::IOWriter {
 public:
  explicit SinkWriter(const FlatVectors::ByteSink& sink) : sink_(sink) {}

  size_t operator()(const void* data, size_t size, size_t count) override {
    if (failure_.has_value()) return 0;
    const Status written =
        sink_({static_cast<const std::byte*>(data), size * count});
    if (!written.has_value()) {
      failure_ = written.error();
      return 0;
    }
    return count;
  }

  const std::optional<Error>& failure() const { return failure_; }

 private:
  const FlatVectors::ByteSink& sink_;
  std::optional<Error> failure_;
};

class SpanReader : public faiss::IOReader {
 public:
  explicit SpanReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  size_t operator()(void* data, size_t size, size_t count) override {
    const std::size_t whole = size == 0 ? 0 : bytes_.size() / size;
    const std::size_t items = std::min(count, whole);
    if (items > 0) std::memcpy(data, bytes_.data(), items * size);
    bytes_ = bytes_.subspan(items * size);
    return items;
  }

 private:
  std::span<const std::byte> bytes_;
};

// Growth by a quarter: a doubling would hold twice the memory for nothing.
void GrowTo(std::size_t bytes, std::vector<std::uint8_t>* codes) {
  if (bytes <= codes->capacity()) return;
  codes->reserve(std::max(bytes, codes->capacity() + codes->capacity() / 4));
}

}  // namespace

struct FlatVectors::State {
  explicit State(int dimension) : flat(dimension) {}

  [[nodiscard]] std::uint8_t* at(std::size_t row) {
    return flat.codes.data() + row * flat.code_size;
  }

  faiss::IndexFlatIP flat;
};

FlatVectors::FlatVectors(int dimension)
    : state_(std::make_unique<State>(dimension)) {}
FlatVectors::FlatVectors(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
FlatVectors::FlatVectors(FlatVectors&&) noexcept = default;
FlatVectors& FlatVectors::operator=(FlatVectors&&) noexcept = default;
FlatVectors::~FlatVectors() = default;

std::size_t FlatVectors::size() const {
  return static_cast<std::size_t>(state_->flat.ntotal);
}
std::size_t FlatVectors::dimension() const {
  return static_cast<std::size_t>(state_->flat.d);
}
kernels::FloatRows FlatVectors::rows() const {
  return {std::as_const(state_->flat).get_xb(), size(), dimension(),
          dimension()};
}
std::span<const float> FlatVectors::row(std::size_t i) const {
  assert(i < size());
  return {rows().row(i), dimension()};
}

void FlatVectors::Reserve(std::size_t rows) {
  state_->flat.codes.reserve(rows * state_->flat.code_size);
}

void FlatVectors::Append(std::span<const float> vector) {
  assert(vector.size() == dimension());
  faiss::IndexFlatIP& flat = state_->flat;
  const std::size_t before = flat.codes.size();
  GrowTo(before + flat.code_size, &flat.codes);
  flat.codes.resize(before + flat.code_size);
  std::memcpy(flat.codes.data() + before, vector.data(), flat.code_size);
  ++flat.ntotal;
}

void FlatVectors::Replace(std::size_t row, std::span<const float> vector) {
  assert(row < size() && vector.size() == dimension());
  std::memcpy(state_->at(row), vector.data(), state_->flat.code_size);
}

void FlatVectors::Remove(std::size_t row) {
  assert(row < size());
  faiss::IndexFlatIP& flat = state_->flat;
  if (row != size() - 1) {
    std::memcpy(state_->at(row), state_->at(size() - 1), flat.code_size);
  }
  flat.codes.resize(flat.codes.size() - flat.code_size);
  --flat.ntotal;
}

Status FlatVectors::Save(const ByteSink& sink) const {
  SinkWriter writer(sink);
  try {
    faiss::write_index(&state_->flat, &writer);
  } catch (const faiss::FaissException& exception) {
    if (writer.failure().has_value()) return tl::unexpected(*writer.failure());
    return Fail(ErrorCode::kInternal,
                std::string("writing a vector index: ") + exception.what());
  }
  return {};
}

std::size_t FlatVectors::SavedBytes(std::size_t rows, std::size_t dimension) {
  return kHeaderBytes + rows * dimension * sizeof(float);
}

Result<FlatVectors> FlatVectors::Load(std::span<const std::byte> bytes,
                                      std::size_t rows, int dimension) {
  assert(bytes.size() == SavedBytes(rows, static_cast<std::size_t>(dimension)));
  const Header wanted = HeaderOf(rows, static_cast<std::size_t>(dimension));
  if (!std::equal(wanted.begin(), wanted.end(), bytes.begin())) {
    return Fail(ErrorCode::kCorruption,
                "the vector index is not a flat inner-product index of " +
                    std::to_string(rows) + " vectors of dimension " +
                    std::to_string(dimension));
  }
  auto state = std::make_unique<State>(dimension);
  try {
    SpanReader reader(bytes);
    const std::unique_ptr<faiss::Index> read(faiss::read_index(&reader));
    auto* flat = dynamic_cast<faiss::IndexFlat*>(read.get());
    if (flat == nullptr || flat->codes.size() != rows * state->flat.code_size) {
      return Fail(ErrorCode::kCorruption, "the vector index is of no use");
    }
    state->flat.codes.swap(flat->codes);
    state->flat.ntotal = static_cast<faiss::Index::idx_t>(rows);
  } catch (const faiss::FaissException& exception) {
    return Fail(ErrorCode::kCorruption,
                std::string("reading a vector index: ") + exception.what());
  }
  return FlatVectors(std::move(state));
}

}  // namespace rescan::index
