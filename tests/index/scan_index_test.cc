#include "index/scan_index.h"

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexRefine.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <faiss/impl/FaissException.h>
#include <faiss/impl/IDSelector.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "tests/support/random.h"
#include "tests/support/reference_vectors.h"

namespace rescan::index {
namespace {

using Idx = faiss::Index::idx_t;

constexpr int kDimension = 20;
constexpr std::size_t kRows = 1000;
constexpr std::size_t kQueries = 37;

struct Answer {
  std::vector<float> distances;
  std::vector<Idx> labels;
};

Answer Search(const faiss::Index& index, std::span<const float> queries, Idx k,
              const faiss::SearchParameters* params = nullptr) {
  const std::size_t count = queries.size() / static_cast<std::size_t>(index.d);
  Answer answer{std::vector<float>(count * static_cast<std::size_t>(k)),
                std::vector<Idx>(count * static_cast<std::size_t>(k))};
  index.search(static_cast<Idx>(count), queries.data(), k,
               answer.distances.data(), answer.labels.data(), params);
  return answer;
}

// Random data has no ties, so labels are the same whatever rounds how.
void ExpectSame(const Answer& wanted, const Answer& got) {
  ASSERT_EQ(wanted.labels, got.labels);
  for (std::size_t i = 0; i < wanted.distances.size(); ++i) {
    ASSERT_NEAR(wanted.distances[i], got.distances[i], 1e-5) << i;
  }
}

class ScanIndexTest : public ::testing::TestWithParam<ScanMetric> {
 protected:
  ScanIndexTest() {
    std::mt19937 rng(support::Seed(421));
    rows_ = support::RandomFloats(rng, kRows * kDimension);
    queries_ = support::RandomFloats(rng, kQueries * kDimension);
    ours_ = MakeScanIndex(kDimension, GetParam());
    ours_->add(kRows, rows_.data());
    flat_.add(kRows, rows_.data());
  }

  [[nodiscard]] faiss::MetricType metric() const {
    return GetParam() == ScanMetric::kInnerProduct ? faiss::METRIC_INNER_PRODUCT
                                                   : faiss::METRIC_L2;
  }
  // An empty one, with nothing but the metric.
  [[nodiscard]] static std::unique_ptr<faiss::Index> Make() {
    return MakeScanIndex(kDimension, GetParam());
  }

  std::vector<float> rows_;
  std::vector<float> queries_;
  std::unique_ptr<faiss::Index> ours_;
  faiss::IndexFlat flat_{kDimension, metric()};
};

INSTANTIATE_TEST_SUITE_P(Metrics, ScanIndexTest,
                         ::testing::Values(ScanMetric::kInnerProduct,
                                           ScanMetric::kSquaredDistance));

TEST_P(ScanIndexTest, FindsWhatFaissFinds) {
  for (const Idx k : {1, 5, 100}) {
    ExpectSame(Search(flat_, queries_, k), Search(*ours_, queries_, k));
  }
}

TEST_P(ScanIndexTest, MoreThanThereIsIsMinusOne) {
  const auto few = Make();
  few->add(2, rows_.data());
  const Answer answer = Search(*few, std::span(queries_).first(kDimension), 4);
  EXPECT_GE(answer.labels[0], 0);
  EXPECT_GE(answer.labels[1], 0);
  EXPECT_EQ(-1, answer.labels[2]);
  EXPECT_EQ(-1, answer.labels[3]);
  EXPECT_TRUE(std::isinf(answer.distances[3]));
}

TEST_P(ScanIndexTest, EqualScoresByTheLowerRow) {
  const auto index = Make();
  for (int i = 0; i < 3; ++i) index->add(100, rows_.data());
  const Answer answer = Search(*index, queries_, 3);
  for (std::size_t q = 0; q < kQueries; ++q) {
    const Idx best = answer.labels[3 * q];
    EXPECT_EQ((std::vector<Idx>{best, best + 100, best + 200}),
              std::vector<Idx>(answer.labels.begin() + 3 * q,
                               answer.labels.begin() + 3 * q + 3));
    EXPECT_LT(best, 100);
  }
}

TEST_P(ScanIndexTest, RangeSearchFindsTheSameSet) {
  const float radius = GetParam() == ScanMetric::kInnerProduct ? 2.0f : 8.0f;
  faiss::RangeSearchResult wanted(kQueries), got(kQueries);
  flat_.range_search(kQueries, queries_.data(), radius, &wanted);
  ours_->range_search(kQueries, queries_.data(), radius, &got);
  ASSERT_GT(wanted.lims[kQueries], 100U);
  for (std::size_t q = 0; q < kQueries; ++q) {
    const auto rows = [q](const faiss::RangeSearchResult& result) {
      return std::set<Idx>(result.labels + result.lims[q],
                           result.labels + result.lims[q + 1]);
    };
    EXPECT_EQ(rows(wanted), rows(got)) << q;
  }
}

TEST_P(ScanIndexTest, RangeSearchExcludesTheBound) {
  const auto index = Make();
  std::vector<float> one(kDimension, 0.0f), query(kDimension, 0.0f);
  one[0] = 3;
  query[0] = 1;  // inner product 3, squared distance 4
  index->add(1, one.data());
  const float bound = GetParam() == ScanMetric::kInnerProduct ? 3.0f : 4.0f;
  faiss::RangeSearchResult at(1), beyond(1);
  index->range_search(1, query.data(), bound, &at);
  EXPECT_EQ(0U, at.lims[1]);
  index->range_search(1, query.data(),
                      GetParam() == ScanMetric::kInnerProduct ? 2.99f : 4.01f,
                      &beyond);
  EXPECT_EQ(1U, beyond.lims[1]);
}

TEST_P(ScanIndexTest, SelectorsAreRespected) {
  faiss::IDSelectorRange range(100, 120);
  faiss::SearchParameters params;
  params.sel = &range;
  const Answer answer = Search(*ours_, queries_, 30, &params);
  for (std::size_t q = 0; q < kQueries; ++q) {
    const std::set<Idx> found(answer.labels.begin() + 30 * q,
                              answer.labels.begin() + 30 * q + 20);
    EXPECT_EQ(20U, found.size());
    EXPECT_EQ(100, *found.begin());
    EXPECT_EQ(119, *found.rbegin());
    EXPECT_EQ(-1, answer.labels[30 * q + 20]);
  }
}

TEST_P(ScanIndexTest, RemovalShiftsLikeFaiss) {
  faiss::IDSelectorRange range(3, 700);
  EXPECT_EQ(697U, flat_.remove_ids(range));
  EXPECT_EQ(697U, ours_->remove_ids(range));
  ExpectSame(Search(flat_, queries_, 7), Search(*ours_, queries_, 7));
  ours_->reset();
  EXPECT_EQ(0, ours_->ntotal);
  EXPECT_EQ(-1, Search(*ours_, queries_, 1).labels[0]);
  ours_->add(2, rows_.data());
  EXPECT_EQ(2, ours_->ntotal);
}

TEST_P(ScanIndexTest, MergingMovesTheRows) {
  const auto other = Make();
  other->add(kQueries, queries_.data());
  faiss::IndexFlat copy(kDimension, metric());
  copy.add(kRows, rows_.data());
  copy.add(kQueries, queries_.data());
  ours_->merge_from(*other);
  EXPECT_EQ(0, other->ntotal);
  EXPECT_EQ(-1, Search(*other, queries_, 1).labels[0]);
  ExpectSame(Search(copy, queries_, 7), Search(*ours_, queries_, 7));
  faiss::IndexFlat another(kDimension + 1, metric());
  EXPECT_THROW(ours_->merge_from(another), faiss::FaissException);
}

TEST_P(ScanIndexTest, HostileNumbersAreNeverFoundAndHideNothing) {
  const auto index = Make();
  std::vector<float> rows(rows_.begin(), rows_.begin() + 10 * kDimension);
  rows[2 * kDimension + 3] = std::nanf("");
  rows[5 * kDimension + 7] = 1e38f;
  rows[6 * kDimension + 7] = 1e-38f;
  std::fill_n(rows.begin() + 8 * kDimension, kDimension, 0.0f);
  index->add(10, rows.data());
  const Answer answer = Search(*index, queries_, 10);
  for (std::size_t q = 0; q < kQueries; ++q) {
    const std::set<Idx> found(answer.labels.begin() + 10 * q,
                              answer.labels.begin() + 10 * q + 10);
    EXPECT_EQ((std::set<Idx>{-1, 0, 1, 3, 4, 5, 6, 7, 8, 9}), found) << q;
  }
  std::vector<float> query(kDimension, 0.0f);
  EXPECT_GE(Search(*index, query, 1).labels[0], 0);
  query[0] = std::nanf("");
  EXPECT_EQ(-1, Search(*index, query, 1).labels[0]);
  EXPECT_THROW(Search(*index, query, 0), faiss::FaissException);
}

TEST_P(ScanIndexTest, WorksUnderAnIdMap) {
  ours_->reset();
  faiss::IndexIDMap2 map(ours_.get());
  std::vector<Idx> ids;
  for (std::size_t i = 0; i < kRows; ++i) {
    ids.push_back(static_cast<Idx>(1000000 - 7 * i));
  }
  map.add_with_ids(kRows, rows_.data(), ids.data());
  faiss::IDSelectorBatch selector(2, ids.data() + 4);
  EXPECT_EQ(2U, map.remove_ids(selector));
  Answer wanted = Search(flat_, queries_, 5);
  // Of the flat index's answer what was not removed, as ids.
  const Answer more = Search(flat_, queries_, 7);
  for (std::size_t q = 0; q < kQueries; ++q) {
    std::size_t to = 5 * q;
    for (std::size_t i = 7 * q; i < 7 * (q + 1) && to < 5 * (q + 1); ++i) {
      if (more.labels[i] == 4 || more.labels[i] == 5) continue;
      wanted.labels[to] = ids[static_cast<std::size_t>(more.labels[i])];
      wanted.distances[to++] = more.distances[i];
    }
  }
  ExpectSame(wanted, Search(map, queries_, 5));
}

TEST_P(ScanIndexTest, WorksAsTheQuantiserOfAnIvf) {
  const auto quantiser = Make();
  faiss::IndexIVFFlat ivf(quantiser.get(), kDimension, 16, metric());
  ivf.cp.min_points_per_centroid = 1;
  ivf.train(kRows, rows_.data());
  EXPECT_EQ(16, quantiser->ntotal);
  ivf.add(kRows, rows_.data());
  ivf.nprobe = 16;  // all lists: as exact as a scan
  ExpectSame(Search(flat_, queries_, 5), Search(ivf, queries_, 5));
}

TEST_P(ScanIndexTest, WorksBelowARefinement) {
  faiss::IndexRefineFlat refined(ours_.get(), rows_.data());
  refined.k_factor = 3;
  ExpectSame(Search(flat_, queries_, 5), Search(refined, queries_, 5));
}

TEST_P(ScanIndexTest, WorksAsARefinement) {
  faiss::IndexScalarQuantizer coarse(kDimension,
                                     faiss::ScalarQuantizer::QT_8bit, metric());
  coarse.train(kRows, rows_.data());
  coarse.add(kRows, rows_.data());
  faiss::IndexRefine refined(&coarse, ours_.get());
  refined.k_factor = 10;
  ExpectSame(Search(flat_, queries_, 5), Search(refined, queries_, 5));
}

TEST_P(ScanIndexTest, WorksAsTheStorageOfAGraph) {
  const auto storage = Make();
  faiss::IndexHNSW graph(storage.get(), 16);
  graph.hnsw.efSearch = 500;
  graph.hnsw.efConstruction = 100;
  graph.add(kRows, rows_.data());
  const Answer wanted = Search(flat_, queries_, 5);
  const Answer got = Search(graph, queries_, 5);
  std::size_t same = 0;
  for (std::size_t i = 0; i < wanted.labels.size(); ++i) {
    same += wanted.labels[i] == got.labels[i] ? 1 : 0;
  }
  // A graph may miss some; with the wrong distances it would miss most.
  EXPECT_GE(same, wanted.labels.size() * 95 / 100);
}

TEST_P(ScanIndexTest, IsWrittenAsAFlatIndex) {
  faiss::VectorIOWriter writer;
  faiss::write_index(ours_.get(), &writer);
  faiss::VectorIOReader reader;
  reader.data = writer.data;
  const std::unique_ptr<faiss::Index> read(faiss::read_index(&reader));
  EXPECT_NE(nullptr, dynamic_cast<faiss::IndexFlat*>(read.get()));
  ExpectSame(Search(*read, queries_, 5), Search(*ours_, queries_, 5));
}

}  // namespace
}  // namespace rescan::index
