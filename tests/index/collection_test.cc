#include "index/collection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <map>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernels/vector/dot.h"
#include "kernels/vector/normalize.h"
#include "tests/support/random.h"
#include "tests/support/reference_vectors.h"

namespace rescan::index {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kDimension = 6;

CollectionSpec Spec(int dimension = kDimension) {
  return {.name = "lines", .model = "ngram-1", .dimension = dimension};
}

Collection MakeCollection(int dimension = kDimension) {
  auto collection = Collection::Create(Spec(dimension));
  EXPECT_TRUE(collection.has_value());
  return std::move(*collection);
}

VectorRecord Record(std::string id, std::string asset = "asset",
                    std::int64_t revision = 1, std::string owner = "") {
  return {.id = std::move(id),
          .asset = std::move(asset),
          .revision = revision,
          .owner = std::move(owner),
          .metadata = R"({"text":"x"})"};
}

// A unit vector with ones where `pattern` has them.
std::vector<float> Vector(const std::string& pattern) {
  std::vector<float> vector;
  for (const char c : pattern) vector.push_back(static_cast<float>(c - '0'));
  return vector;
}

std::vector<std::string> Ids(const std::vector<SearchHit>& hits) {
  std::vector<std::string> ids;
  for (const SearchHit& hit : hits) ids.push_back(hit.record->id);
  return ids;
}

std::vector<std::string> Found(const Collection& collection,
                               const std::vector<float>& query,
                               const SearchRequest& request) {
  const auto hits = collection.Search(query, request);
  EXPECT_TRUE(hits.has_value()) << (hits ? "" : hits.error().message);
  return hits ? Ids(*hits) : std::vector<std::string>{};
}

template <class T>
void ExpectError(ErrorCode code, const std::string& part,
                 const Result<T>& result) {
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(code, result.error().code) << result.error().message;
  EXPECT_THAT(result.error().message, HasSubstr(part));
}

std::vector<std::byte> Saved(const Collection& collection) {
  std::vector<std::byte> bytes;
  EXPECT_TRUE(collection
                  .SaveIndex([&](std::span<const std::byte> piece) -> Status {
                    bytes.insert(bytes.end(), piece.begin(), piece.end());
                    return {};
                  })
                  .has_value());
  return bytes;
}

TEST(CollectionTest, SpecsThatCannotBe) {
  using S = CollectionSpec;
  const auto refused = [](const S& spec, const std::string& part) {
    ExpectError(ErrorCode::kInvalidArgument, part, Collection::Create(spec));
  };
  refused({"", "m", 4, "Flat"}, "name");
  refused({"c", "", 4, "Flat"}, "model");
  refused({"c", "m", 0, "Flat"}, "dimension 0");
  refused({"c", "m", -1, "Flat"}, "dimension -1");
  refused({"c", "m", kMaxDimension + 1, "Flat"}, "dimension 65537");
  refused({"c", "m", 4, "flat"}, "'flat'");
  refused({"c", "m", 4, ""}, "index_spec");
}

TEST(CollectionTest, UpsertedVectorsHaveUnitLengthAndAreFound) {
  Collection collection = MakeCollection();
  const std::vector<VectorRecord> records = {Record("a"), Record("b")};
  std::vector<float> vectors = Vector("300000040000");
  ASSERT_TRUE(collection.Upsert(records, vectors).has_value());
  EXPECT_EQ(2U, collection.size());
  EXPECT_EQ(1.0f, collection.vector(0)[0]);
  EXPECT_EQ(records[1], *collection.Find("b"));
  EXPECT_EQ(nullptr, collection.Find("c"));
  EXPECT_TRUE(collection.Contains("a"));
  const auto hits = collection.Search(Vector("050000"), {.k = 1});
  ASSERT_TRUE(hits.has_value());
  ASSERT_EQ(1U, hits->size());
  EXPECT_EQ("b", hits->front().record->id);
  EXPECT_EQ(1.0f, hits->front().score);
}

TEST(CollectionTest, BadVectorsAreRefusedByIdAndNothingChanges) {
  Collection collection = MakeCollection();
  ASSERT_TRUE(collection.Upsert({{Record("a")}}, Vector("100000")).has_value());
  const float bad[] = {std::nanf(""), std::numeric_limits<float>::infinity(),
                       -std::numeric_limits<float>::infinity()};
  for (const float value : bad) {
    std::vector<float> vectors = Vector("010000000001");
    vectors[8] = value;
    ExpectError(ErrorCode::kInvalidArgument, "'hostile'",
                collection.Upsert({{Record("a"), Record("hostile")}}, vectors));
  }
  ExpectError(ErrorCode::kInvalidArgument, "'null' is zero",
              collection.Upsert({{Record("a"), Record("null")}},
                                Vector("010000000000")));
  ExpectError(ErrorCode::kInvalidArgument, "no id",
              collection.Upsert({{Record("")}}, Vector("100000")));
  ExpectError(ErrorCode::kInvalidArgument, "no asset",
              collection.Upsert({{Record("x", "")}}, Vector("100000")));
  EXPECT_EQ(1U, collection.size());
  EXPECT_EQ(1.0f, collection.vector(0)[0]);
}

TEST(CollectionTest, AnotherNumberOfNumbersIsRefused) {
  Collection collection = MakeCollection();
  for (const std::size_t size : {0, 1, 5, 7, 11, 13, 18}) {
    const std::vector<float> vectors(size, 1.0f);
    ExpectError(ErrorCode::kInvalidArgument, "'a'",
                collection.Upsert({{Record("a"), Record("b")}}, vectors));
  }
  EXPECT_TRUE(collection.Upsert({}, {}).has_value());
  ExpectError(ErrorCode::kInvalidArgument, "dimension is 6",
              collection.Upsert({}, std::vector<float>(6, 1.0f)));
  EXPECT_EQ(0U, collection.size());
}

TEST(CollectionTest, OfAnIdGivenTwiceTheLaterCounts) {
  Collection collection = MakeCollection();
  ASSERT_TRUE(collection
                  .Upsert({{Record("a", "one"), Record("a", "two")}},
                          Vector("100000010000"))
                  .has_value());
  EXPECT_EQ(1U, collection.size());
  EXPECT_EQ("two", collection.Find("a")->asset);
  EXPECT_EQ(1.0f, collection.vector(0)[1]);
  EXPECT_EQ(0U, collection.RemoveAsset("one"));
  EXPECT_EQ(1U, collection.RemoveAsset("two"));
}

TEST(CollectionTest, HostileQueriesAndRequests) {
  Collection collection = MakeCollection();
  ASSERT_TRUE(collection.Upsert({{Record("a")}}, Vector("100000")).has_value());
  const auto refused = [&](const std::vector<float>& query,
                           const SearchRequest& request) {
    ExpectError(ErrorCode::kInvalidArgument, "",
                collection.Search(query, request));
    ExpectError(ErrorCode::kInvalidArgument, "",
                collection.SearchMany(query, request));
  };
  std::vector<float> query = Vector("100000");
  refused(query, {.k = -1});
  refused(query, {.k = 0});
  refused(query, {.k = 1, .min_score = std::nanf("")});
  refused(Vector("000000"), {});
  refused(Vector("10000"), {});
  query[3] = std::nanf("");
  refused(query, {});
  query[3] = HUGE_VALF;
  refused(query, {});
  ExpectError(ErrorCode::kInvalidArgument, "", collection.Search({}, {}));
  ExpectError(ErrorCode::kInvalidArgument, "",
              collection.Search(Vector("100000100000"), {}));
  EXPECT_THAT(*collection.SearchMany({}, {}), IsEmpty());
}

TEST(CollectionTest, HugeKGivesAllThereIs) {
  Collection collection = MakeCollection();
  EXPECT_THAT(Found(collection, Vector("100000"), {.k = 5}), IsEmpty());
  ASSERT_TRUE(
      collection.Upsert({{Record("a"), Record("b")}}, Vector("100000010000"))
          .has_value());
  EXPECT_THAT(Found(collection, Vector("210000"),
                    {.k = std::numeric_limits<int>::max()}),
              ElementsAre("a", "b"));
}

TEST(CollectionTest, EqualScoresAreOrderedById) {
  Collection collection = MakeCollection();
  std::vector<VectorRecord> records;
  std::vector<float> vectors;
  for (const char* id : {"d", "b", "e", "a", "c"}) {
    records.push_back(Record(id));
    const auto vector = Vector("100000");
    vectors.insert(vectors.end(), vector.begin(), vector.end());
  }
  ASSERT_TRUE(collection.Upsert(records, vectors).has_value());
  EXPECT_THAT(Found(collection, Vector("110000"), {.k = 3}),
              ElementsAre("a", "b", "c"));
}

TEST(CollectionTest, AllAboveASimilarityIncludesTheBound) {
  Collection collection = MakeCollection();
  ASSERT_TRUE(collection
                  .Upsert({{Record("same"), Record("near"), Record("far")}},
                          Vector("100000"
                                 "110000"
                                 "001000"))
                  .has_value());
  const float near = std::sqrt(0.5f);
  const auto query = Vector("100000");
  EXPECT_THAT(Found(collection, query, {.k = 0, .min_score = near - 1e-6f}),
              ElementsAre("same", "near"));
  EXPECT_THAT(Found(collection, query, {.k = 0, .min_score = 1.0f}),
              ElementsAre("same"));
  EXPECT_THAT(Found(collection, query, {.k = 0, .min_score = 0.0f}),
              ElementsAre("same", "near", "far"));
  EXPECT_THAT(Found(collection, query, {.k = 1, .min_score = 0.0f}),
              ElementsAre("same"));
}

TEST(CollectionTest, FiltersGiveTheFilteredTopK) {
  Collection collection = MakeCollection();
  std::vector<VectorRecord> records;
  std::vector<float> vectors;
  std::mt19937 rng(support::Seed(401));
  for (int i = 0; i < 100; ++i) {
    records.push_back(Record("id" + std::to_string(1000 + i),
                             "asset" + std::to_string(i % 5), 1,
                             i % 50 == 7 ? "eve" : "adam"));
  }
  vectors = support::RandomUnitRows(rng, records.size(), kDimension);
  ASSERT_TRUE(collection.Upsert(records, vectors).has_value());
  const auto query = support::RandomUnitRows(rng, 1, kDimension);
  const auto all = Found(collection, query, {.k = 100});

  // Only two of a hundred pass, and k is met all the same.
  EXPECT_THAT(Found(collection, query, {.k = 2, .filter = {.owner = "eve"}}),
              ::testing::UnorderedElementsAre("id1007", "id1057"));
  EXPECT_THAT(Found(collection, query, {.filter = {.owner = "nobody"}}),
              IsEmpty());
  const std::vector<std::string> first(all.begin(), all.begin() + 10);
  const auto without =
      Found(collection, query, {.k = 5, .filter = {.exclude_ids = first}});
  EXPECT_EQ(std::vector<std::string>(all.begin() + 10, all.begin() + 15),
            without);
  for (const std::string& id :
       Found(collection, query,
             {.k = 80, .filter = {.exclude_asset = "asset3"}})) {
    EXPECT_NE("asset3", collection.Find(id)->asset);
  }
}

TEST(CollectionTest, RemovingAnAssetKeepsItsCurrentRevision) {
  Collection collection = MakeCollection();
  ASSERT_TRUE(collection
                  .Upsert({{Record("a", "x", 1), Record("b", "x", 2),
                            Record("c", "y", 1), Record("d", "x", 1)}},
                          Vector("100000"
                                 "010000"
                                 "001000"
                                 "000100"))
                  .has_value());
  EXPECT_EQ(2U, collection.RemoveAsset("x", 2));
  EXPECT_EQ(0U, collection.RemoveAsset("x", 2));
  EXPECT_TRUE(collection.Contains("b"));
  EXPECT_TRUE(collection.Contains("c"));
  EXPECT_EQ(2U, collection.size());
  EXPECT_EQ(0U, collection.RemoveAsset("nobody"));
  EXPECT_EQ(1U, collection.RemoveAsset("x"));
  const std::vector<std::string> ids = {"c", "c", "gone"};
  EXPECT_EQ(1U, collection.Remove(ids));
  EXPECT_EQ(0U, collection.size());
}

TEST(CollectionTest, PatchesMergeIntoTheMetadataOfOneAsset) {
  Collection collection = MakeCollection();
  ASSERT_TRUE(collection
                  .Upsert({{Record("a", "x"), Record("b", "y")}},
                          Vector("100000010000"))
                  .has_value());
  EXPECT_EQ(1U, *collection.PatchAsset("x", R"({"z":1,"text":null})"));
  EXPECT_EQ(R"({"z":1})", collection.Find("a")->metadata);
  EXPECT_EQ(R"({"text":"x"})", collection.Find("b")->metadata);
  EXPECT_EQ(0U, *collection.PatchAsset("nobody", "{}"));
  ExpectError(ErrorCode::kInvalidArgument, "patch",
              collection.PatchAsset("x", "[1]"));
  ExpectError(ErrorCode::kInvalidArgument, "patch",
              collection.PatchAsset("nobody", "{"));
}

TEST(CollectionTest, APatchOfBadMetadataChangesNoneOfTheAsset) {
  Collection collection = MakeCollection();
  VectorRecord bad = Record("b", "x");
  bad.metadata = "{";
  ASSERT_TRUE(
      collection.Upsert({{Record("a", "x"), bad}}, Vector("100000010000"))
          .has_value());
  ExpectError(ErrorCode::kCorruption, "'b'",
              collection.PatchAsset("x", R"({"z":1})"));
  EXPECT_EQ(R"({"text":"x"})", collection.Find("a")->metadata);
}

// What a collection must do, as plainly as possible.
class NaiveCollection {
 public:
  struct Entry {
    VectorRecord record;
    std::vector<float> vector;
  };

  void Upsert(const VectorRecord& record, std::vector<float> vector) {
    (void)kernels::Normalize(vector);
    entries_[record.id] = {record, std::move(vector)};
  }
  void Remove(const std::string& id) { entries_.erase(id); }
  void RemoveAsset(const std::string& asset, std::int64_t keep) {
    std::erase_if(entries_, [&](const auto& item) {
      return item.second.record.asset == asset &&
             item.second.record.revision != keep;
    });
  }
  [[nodiscard]] std::vector<std::pair<std::string, float>> Search(
      std::vector<float> query, const SearchRequest& request) const {
    (void)kernels::Normalize(query);
    std::vector<std::pair<std::string, float>> found;
    for (const auto& [id, entry] : entries_) {
      const SearchFilter& filter = request.filter;
      const float score = kernels::InnerProduct(query, entry.vector);
      if (filter.owner && entry.record.owner != *filter.owner) continue;
      if (filter.exclude_asset && entry.record.asset == *filter.exclude_asset) {
        continue;
      }
      if (std::count(filter.exclude_ids.begin(), filter.exclude_ids.end(),
                     id)) {
        continue;
      }
      if (request.min_score && score < *request.min_score) continue;
      found.emplace_back(id, score);
    }
    std::stable_sort(
        found.begin(), found.end(),
        [](const auto& a, const auto& b) { return a.second > b.second; });
    const auto k = static_cast<std::size_t>(request.k);
    if (k > 0 && found.size() > k) found.resize(k);
    return found;
  }
  [[nodiscard]] const std::map<std::string, Entry>& entries() const {
    return entries_;
  }

 private:
  std::map<std::string, Entry> entries_;  // by id
};

void ExpectSame(const NaiveCollection& naive, const Collection& collection) {
  ASSERT_EQ(naive.entries().size(), collection.size());
  for (std::size_t row = 0; row < collection.size(); ++row) {
    const VectorRecord& record = collection.records()[row];
    const auto found = naive.entries().find(record.id);
    ASSERT_NE(naive.entries().end(), found) << record.id;
    ASSERT_EQ(found->second.record, record);
    const auto vector = collection.vector(row);
    ASSERT_TRUE(
        std::equal(vector.begin(), vector.end(), found->second.vector.begin()));
    ASSERT_EQ(&record, collection.Find(record.id));
  }
}

// Few ids, assets and directions, so that replacements and ties are common.
class Changes {
 public:
  explicit Changes(std::uint32_t seed) : rng_(seed) {}

  void Step(NaiveCollection* naive, Collection* collection) {
    switch (support::Below(rng_, 4)) {
      case 0: {
        const std::vector<std::string> ids = {Id(), Id()};
        for (const std::string& id : ids) naive->Remove(id);
        collection->Remove(ids);
        break;
      }
      case 1: {
        const std::string asset = Asset();
        const std::int64_t keep = support::Below(rng_, 3);
        naive->RemoveAsset(asset, keep);
        collection->RemoveAsset(asset, keep);
        break;
      }
      default: {
        std::vector<VectorRecord> records;
        std::vector<float> vectors;
        for (std::uint32_t i = 0; i < support::Below(rng_, 9); ++i) {
          records.push_back(Record(Id(), Asset(), support::Below(rng_, 3),
                                   support::Below(rng_, 2) == 0 ? "u" : "v"));
          const auto vector = Direction();
          vectors.insert(vectors.end(), vector.begin(), vector.end());
          naive->Upsert(records.back(), vector);
        }
        ASSERT_TRUE(collection->Upsert(records, vectors).has_value());
      }
    }
  }

  SearchRequest Request() {
    SearchRequest request;
    request.k = 1 + static_cast<int>(support::Below(rng_, 12));
    request.exact = support::Below(rng_, 2) == 0;
    if (support::Below(rng_, 3) == 0) {
      request.min_score = static_cast<float>(support::Below(rng_, 10)) / 10;
      if (support::Below(rng_, 2) == 0) request.k = 0;
    }
    if (support::Below(rng_, 3) == 0) request.filter.owner = "u";
    if (support::Below(rng_, 3) == 0) request.filter.exclude_asset = Asset();
    for (std::uint32_t i = 0; i < support::Below(rng_, 4); ++i) {
      request.filter.exclude_ids.push_back(Id());
    }
    return request;
  }

  std::vector<float> Direction() {
    std::vector<float> vector(kDimension, 0.0f);
    vector[support::Below(rng_, kDimension)] = 1;
    vector[support::Below(rng_, kDimension)] +=
        static_cast<float>(support::Below(rng_, 3));
    return vector;
  }

 private:
  std::string Id() { return "id" + std::to_string(support::Below(rng_, 140)); }
  std::string Asset() {
    return "as" + std::to_string(support::Below(rng_, 30));
  }

  std::mt19937 rng_;
};

// Without lists and with; those that pay are never used for these requests,
// the others not at all.
class CollectionSpecTest : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Specs, CollectionSpecTest,
                         ::testing::Values("Auto", "Flat", "IVF2"));

TEST_P(CollectionSpecTest, RandomChangesAndSearchesMatchANaiveMap) {
  Changes changes(support::Seed(402));
  NaiveCollection naive;
  CollectionSpec spec = Spec();
  spec.index_spec = GetParam();
  Collection collection = std::move(*Collection::Create(spec));
  for (int round = 0; round < 1500; ++round) {
    ASSERT_NO_FATAL_FAILURE(changes.Step(&naive, &collection));
    if (round % 10 == 0) {
      ASSERT_NO_FATAL_FAILURE(ExpectSame(naive, collection));
    }
    const SearchRequest request = changes.Request();
    const auto query = changes.Direction();
    const auto wanted = naive.Search(query, request);
    const auto hits = collection.Search(query, request);
    ASSERT_TRUE(hits.has_value());
    ASSERT_EQ(wanted.size(), hits->size()) << "round " << round;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      ASSERT_EQ(wanted[i].first, (*hits)[i].record->id) << "round " << round;
      ASSERT_EQ(wanted[i].second, (*hits)[i].score) << "round " << round;
    }
    if (round % 100 == 0) {
      auto again = Collection::Restore(
          collection.spec(),
          {collection.records().begin(), collection.records().end()},
          Saved(collection));
      ASSERT_TRUE(again.has_value()) << again.error().message;
      collection = std::move(*again);
    }
  }
}

TEST(CollectionTest, ManyQueriesGiveTheAnswersOfOneAtATime) {
  std::mt19937 rng(support::Seed(403));
  Collection collection = MakeCollection(40);
  std::vector<VectorRecord> records;
  for (int i = 0; i < 700; ++i) records.push_back(Record(std::to_string(i)));
  ASSERT_TRUE(collection.Upsert(records, support::RandomUnitRows(rng, 700, 40))
                  .has_value());
  const auto queries = support::RandomFloats(rng, 37 * 40);
  const auto many = collection.SearchMany(queries, {.k = 7});
  ASSERT_TRUE(many.has_value());
  ASSERT_EQ(37U, many->size());
  for (std::size_t q = 0; q < many->size(); ++q) {
    const auto one =
        collection.Search(std::span(queries).subspan(q * 40, 40), {.k = 7});
    ASSERT_EQ(Ids(*one), Ids((*many)[q]));
    for (std::size_t i = 0; i < one->size(); ++i) {
      ASSERT_EQ((*one)[i].score, (*many)[q][i].score);
    }
  }
}

// Many vectors in a few directions: what lists are for.
class ListedCollectionTest : public ::testing::Test {
 protected:
  static constexpr int kWide = 32;
  static constexpr std::size_t kCount = 3000;

  ListedCollectionTest() {
    centres_ = support::RandomUnitRows(rng_, 30, kWide);
    CollectionSpec spec = Spec(kWide);
    spec.index_spec = "IVF30";
    listed_ = std::move(*Collection::Create(spec));
    spec.index_spec = "Flat";
    flat_ = std::move(*Collection::Create(spec));
    std::vector<VectorRecord> records;
    std::vector<float> vectors;
    for (std::size_t i = 0; i < kCount; ++i) {
      records.push_back(Record("id" + std::to_string(i),
                               "asset" + std::to_string(i / 10), 1,
                               i % 100 == 0 ? "eve" : "adam"));
      const auto vector = Draw();
      vectors.insert(vectors.end(), vector.begin(), vector.end());
    }
    // In parts, so that lists are made on the way, twice.
    constexpr std::size_t kPart = 500;
    for (std::size_t first = 0; first < kCount; first += kPart) {
      const auto part = std::span(records).subspan(first, kPart);
      const auto its_vectors =
          std::span(vectors).subspan(first * kWide, kPart * kWide);
      EXPECT_TRUE(listed_.Upsert(part, its_vectors).has_value());
      EXPECT_TRUE(flat_.Upsert(part, its_vectors).has_value());
    }
  }

  std::vector<float> Draw() {
    std::vector<float> vector = support::RandomUnitRows(rng_, 1, kWide);
    const std::size_t centre = support::Below(rng_, 30) * kWide;
    for (std::size_t i = 0; i < kWide; ++i) {
      vector[i] = 0.5f * vector[i] + centres_[centre + i];
    }
    return vector;
  }
  // How many of the flat collection's hits the other has.
  [[nodiscard]] double Recall(const SearchRequest& request) {
    std::size_t wanted = 0, found = 0;
    for (int q = 0; q < 200; ++q) {
      const auto query = Draw();
      const auto truth = Found(flat_, query, request);
      const auto got = Found(listed_, query, request);
      EXPECT_EQ(truth.size(), got.size());
      wanted += truth.size();
      for (const std::string& id : truth) {
        found +=
            static_cast<std::size_t>(std::count(got.begin(), got.end(), id));
      }
    }
    return static_cast<double>(found) / static_cast<double>(wanted);
  }

  std::mt19937 rng_{support::Seed(404)};
  std::vector<float> centres_;
  Collection listed_ = MakeCollection();
  Collection flat_ = MakeCollection();
};

TEST_F(ListedCollectionTest, NearlyAllAreFoundAndAllWhereItIsAskedFor) {
  EXPECT_GE(Recall({.k = 5}), 0.98);
  EXPECT_EQ(1.0, Recall({.k = 5, .exact = true}));
  EXPECT_EQ(1.0, Recall({.k = 5, .filter = {.owner = "eve"}}));
  EXPECT_EQ(1.0, Recall({.k = 5, .filter = {.exclude_asset = "asset7"}}));
  EXPECT_EQ(1.0, Recall({.k = 5, .filter = {.exclude_ids = {"id5"}}}));
  EXPECT_EQ(1.0, Recall({.k = 0, .min_score = 0.7f}));
  EXPECT_EQ(1.0, Recall({.k = 1000}));
}

TEST_F(ListedCollectionTest, RemovedAndReplacedVectorsAreNotFound) {
  std::vector<std::string> gone;
  for (std::size_t i = 0; i < kCount; i += 3) {
    gone.push_back("id" + std::to_string(i));
  }
  EXPECT_EQ(gone.size(), listed_.Remove(gone));
  EXPECT_EQ(gone.size(), flat_.Remove(gone));
  for (std::size_t i = 1; i < kCount; i += 30) {
    const auto vector = Draw();
    const std::vector<VectorRecord> record = {Record("id" + std::to_string(i))};
    EXPECT_TRUE(listed_.Upsert(record, vector).has_value());
    EXPECT_TRUE(flat_.Upsert(record, vector).has_value());
  }
  EXPECT_EQ(1.0, Recall({.k = 5, .exact = true}));
  EXPECT_GE(Recall({.k = 5}), 0.97);
}

TEST_F(ListedCollectionTest, IsRestoredWithItsLists) {
  const auto restored = Collection::Restore(
      listed_.spec(), {listed_.records().begin(), listed_.records().end()},
      Saved(listed_));
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  EXPECT_EQ(Saved(listed_), Saved(*restored));
  for (int q = 0; q < 50; ++q) {
    const auto query = Draw();
    EXPECT_EQ(Found(listed_, query, {.k = 5}),
              Found(*restored, query, {.k = 5}));
  }
}

TEST_F(ListedCollectionTest, ListsOfAFlatCollectionAreRefused) {
  ExpectError(
      ErrorCode::kCorruption, "does not hold",
      Collection::Restore(flat_.spec(),
                          {listed_.records().begin(), listed_.records().end()},
                          Saved(listed_)));
}

TEST_F(ListedCollectionTest, DamagedListsAreRefused) {
  const std::vector<VectorRecord> records(listed_.records().begin(),
                                          listed_.records().end());
  const std::vector<std::byte> bytes = Saved(listed_);
  const std::size_t flat = 45 + kCount * kWide * sizeof(float);
  for (const std::size_t size :
       {flat - 1, flat + 1, flat + 8, flat + 24, bytes.size() - 1}) {
    ExpectError(ErrorCode::kCorruption, "",
                Collection::Restore(listed_.spec(), records,
                                    std::span(bytes).first(size)));
  }
}

class RestoreTest : public ::testing::Test {
 protected:
  RestoreTest() {
    EXPECT_TRUE(
        collection_
            .Upsert({{Record("a"), Record("b"), Record("c")}}, Vector("100000"
                                                                      "010000"
                                                                      "001000"))
            .has_value());
    bytes_ = Saved(collection_);
    records_.assign(collection_.records().begin(), collection_.records().end());
  }

  [[nodiscard]] Result<Collection> Restored(
      std::span<const std::byte> bytes) const {
    return Collection::Restore(Spec(), records_, bytes);
  }

  // The bytes with a number of another value at `at`.
  template <class T>
  [[nodiscard]] std::vector<std::byte> With(std::size_t at, T value) const {
    std::vector<std::byte> changed = bytes_;
    std::memcpy(changed.data() + at, &value, sizeof(value));
    return changed;
  }

  Collection collection_ = MakeCollection();
  std::vector<std::byte> bytes_;
  std::vector<VectorRecord> records_;
};

TEST_F(RestoreTest, GivesTheSameCollection) {
  const auto restored = Restored(bytes_);
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  EXPECT_EQ(collection_.spec(), restored->spec());
  EXPECT_EQ(bytes_, Saved(*restored));
  EXPECT_THAT(Found(*restored, Vector("321000"), {.k = 2}),
              ElementsAre("a", "b"));
}

TEST_F(RestoreTest, OfNothing) {
  const Collection empty = MakeCollection();
  const auto restored = Collection::Restore(Spec(), {}, Saved(empty));
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  EXPECT_EQ(0U, restored->size());
}

TEST_F(RestoreTest, EveryLengthButTheRightOneIsRefused) {
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    ExpectError(ErrorCode::kCorruption, "",
                Restored(std::span(bytes_).first(size)));
  }
  std::vector<std::byte> longer = bytes_;
  longer.push_back({});
  ExpectError(ErrorCode::kCorruption, "", Restored(longer));
}

TEST_F(RestoreTest, ForgedHeadersAreRefused) {
  const auto refused = [&](const std::vector<std::byte>& bytes) {
    ExpectError(ErrorCode::kCorruption, "", Restored(bytes));
  };
  refused(With(0, std::array<char, 4>{'I', 'x', 'F', '2'}));
  refused(With(0, std::array<char, 4>{'I', 'H', 'N', 'f'}));
  refused(With(0, std::array<char, 4>{'I', 'w', 'F', 'l'}));
  for (const int dimension : {0, -1, 3, 9, 1 << 30})
    refused(With(4, dimension));
  for (const std::int64_t count :
       {std::int64_t{0}, std::int64_t{2}, std::int64_t{4}, std::int64_t{-1},
        std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max()}) {
    refused(With(8, count));
    refused(With(37, count));
  }
  refused(With(32, std::uint8_t{0}));  // not trained
  refused(With(33, 1));                // L2
  refused(With(33, 4));                // a metric with an argument
}

TEST_F(RestoreTest, EveryFlippedByteIsRefusedOrANumberOfNearlyUnitLength) {
  for (std::size_t at = 0; at < bytes_.size(); ++at) {
    for (const int bit : {0, 7}) {
      std::vector<std::byte> flipped = bytes_;
      flipped[at] ^= static_cast<std::byte>(1 << bit);
      const auto restored = Restored(flipped);
      if (!restored.has_value()) continue;
      EXPECT_GE(at, 45U) << "a header byte does not matter";
      for (std::size_t row = 0; row < restored->size(); ++row) {
        EXPECT_TRUE(kernels::IsUnit(restored->vector(row)));
      }
    }
  }
}

TEST_F(RestoreTest, VectorsThatAreNoUnitsAreRefused) {
  constexpr std::size_t kSecondRow = 45 + kDimension * sizeof(float);
  for (const float value : {std::nanf(""), HUGE_VALF, 0.5f, 2.0f}) {
    ExpectError(ErrorCode::kCorruption, "'b'",
                Restored(With(kSecondRow + sizeof(float), value)));
  }
}

TEST_F(RestoreTest, RecordsThatDoNotFitAreRefused) {
  records_[2].id = "a";
  ExpectError(ErrorCode::kCorruption, "'a'", Restored(bytes_));
  records_[2].id = "";
  ExpectError(ErrorCode::kCorruption, "''", Restored(bytes_));
  records_.pop_back();
  ExpectError(ErrorCode::kCorruption, "2 vectors", Restored(bytes_));
}

TEST_F(RestoreTest, AnotherDimensionIsRefused) {
  for (const int dimension : {1, 5, 7, 12}) {
    ExpectError(ErrorCode::kCorruption, "",
                Collection::Restore(Spec(dimension), records_, bytes_));
  }
}

TEST_F(RestoreTest, TheSinksErrorEndsSaving) {
  int calls = 0;
  const Status saved =
      collection_.SaveIndex([&](std::span<const std::byte>) -> Status {
        if (++calls < 3) return {};
        return Fail(ErrorCode::kStorageFull, "no space");
      });
  ExpectError(ErrorCode::kStorageFull, "no space", saved);
  EXPECT_EQ(3, calls);
}

}  // namespace
}  // namespace rescan::index
