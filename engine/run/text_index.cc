#include "engine/run/text_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/records/hex.h"
#include "engine/records/sqlite_ledger.h"
#include "engine/records/vector_records.h"
#include "engine/run/delta_builder.h"
#include "index/collection_store.h"

namespace rescan {
namespace {

// Hits asked for beyond k, in place of those that turn out to be outdated; four
// times as many for as long as that is not enough.
constexpr std::size_t kSpare = 32;

int IntegerOf(const nlohmann::json& metadata, const char* name) {
  const auto found = metadata.find(name);
  return found != metadata.end() && found->is_number() ? found->get<int>() : 0;
}

// What the record's metadata says; an entry that is not there stays empty.
SimilarText TextOf(const index::VectorRecord& record) {
  SimilarText text;
  text.id = record.id;
  text.sha256 = DigestOfHex(record.asset).value_or(Sha256Digest{});
  const auto metadata = nlohmann::json::parse(record.metadata, nullptr,
                                              /*allow_exceptions=*/false);
  if (!metadata.is_object()) return text;
  if (const auto found = metadata.find("text");
      found != metadata.end() && found->is_string()) {
    text.text = found->get<std::string>();
  }
  text.line_id = IntegerOf(metadata, "line_id");
  text.word_id = IntegerOf(metadata, "word_id");
  text.box = {IntegerOf(metadata, "x"), IntegerOf(metadata, "y"),
              IntegerOf(metadata, "width"), IntegerOf(metadata, "height")};
  return text;
}

}  // namespace

struct TextIndex::Impl {
  std::string collection;
  TextCollections collections;
  std::unique_ptr<SqliteLedger> ledger;
  std::unique_ptr<VectorRecords> records;
  index::OpenedCollection opened;
  std::int64_t waiting_vectors = 0;
  std::int64_t readings_without_delta = 0;

  [[nodiscard]] const index::TextEmbedder& embedder() const {
    return *collections.EmbedderOf(collection);
  }
  Result<std::vector<index::SearchHit>> Nearest(const TextIndexQuery& query);
  // Takes out hits that are of no current reading.
  Status KeepCurrent(std::vector<index::SearchHit>* hits);
  Status CountWaiting();
};

Result<std::vector<index::SearchHit>> TextIndex::Impl::Nearest(
    const TextIndexQuery& query) {
  std::vector<float> vector(static_cast<std::size_t>(embedder().dimension()));
  if (const Status embedded = embedder().Embed(query.text, vector); !embedded) {
    return Fail(
        embedded.error().code == ErrorCode::kUnsupported
            ? ErrorCode::kInvalidArgument
            : embedded.error().code,
        "nothing in the text can be searched for: " + embedded.error().message);
  }
  index::SearchRequest request;
  if (query.min_similarity) {
    request.min_score =
        embedder().bare_calibration().ScoreAt(*query.min_similarity);
  }
  const auto k = static_cast<std::size_t>(query.k);
  for (std::size_t spare = kSpare;; spare *= 4) {
    const std::size_t wanted = std::min(k + spare, opened.collection.size());
    request.k = k > 0 ? static_cast<int>(wanted) : 0;
    auto hits = opened.collection.Search(vector, request);
    if (!hits) return hits;
    const bool all =
        k == 0 || hits->size() < wanted || wanted == opened.collection.size();
    RESCAN_TRY(KeepCurrent(&*hits));
    if (k > 0 && hits->size() > k) {
      hits->erase(hits->begin() + query.k, hits->end());
    }
    if (all || hits->size() == k) return hits;
  }
}

Status TextIndex::Impl::KeepCurrent(std::vector<index::SearchHit>* hits) {
  std::vector<std::string> assets;
  for (const index::SearchHit& hit : *hits) {
    assets.push_back(hit.record->asset);
  }
  const auto revisions = ledger->CurrentRevisions(collection, assets);
  if (!revisions) return tl::unexpected(revisions.error());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < hits->size(); ++i) {
    if (revisions->at(i) != (*hits)[i].record->revision) continue;
    (*hits)[kept++] = (*hits)[i];
  }
  hits->erase(hits->begin() + static_cast<std::ptrdiff_t>(kept), hits->end());
  return {};
}

Status TextIndex::Impl::CountWaiting() {
  const auto totals = records->Totals();
  if (!totals) return tl::unexpected(totals.error());
  for (const DeltaTotals& total : *totals) {
    if (total.collection == collection) waiting_vectors = total.open_vectors;
  }
  const auto missing = records->CountWithoutDelta();
  if (!missing) return tl::unexpected(missing.error());
  readings_without_delta = *missing;
  return {};
}

TextIndex::TextIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextIndex::~TextIndex() = default;

Result<std::unique_ptr<TextIndex>> TextIndex::Open(
    const std::string& workspace, const std::string& collection,
    const StoreOptions& store) {
  auto collections = TextCollections::Create();
  if (!collections) return tl::unexpected(collections.error());
  if (collections->EmbedderOf(collection) == nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                "there is no collection " + collection);
  }
  auto ledger = SqliteLedger::Open(workspace, StoreMode::kReadOnly, store);
  if (!ledger) return tl::unexpected(ledger.error());
  auto records = VectorRecords::Open(workspace, StoreMode::kReadOnly, store);
  if (!records) return tl::unexpected(records.error());
  auto opened = index::OpenCurrent(**ledger, workspace, collection);
  if (!opened) return tl::unexpected(opened.error());
  if (!*opened) {
    return Fail(ErrorCode::kNotFound,
                fmt::format("there is no index of {} yet: rescan compact makes"
                            " it",
                            collection));
  }
  // Of the one that was opened: it may stand in for a damaged one.
  RESCAN_TRY(
      CheckModel(collection, (*opened)->collection.spec().model, *collections));
  auto impl = std::make_unique<Impl>(
      Impl{collection, *std::move(collections), *std::move(ledger),
           *std::move(records), **std::move(opened)});
  RESCAN_TRY(impl->CountWaiting());
  return std::unique_ptr<TextIndex>(new TextIndex(std::move(impl)));
}

Result<std::vector<SimilarText>> TextIndex::Find(const TextIndexQuery& query) {
  const auto hits = impl_->Nearest(query);
  if (!hits) return tl::unexpected(hits.error());
  const index::MatchPolicy policy;
  std::vector<SimilarText> found;
  for (const index::SearchHit& hit : *hits) {
    SimilarText text = TextOf(*hit.record);
    text.score = hit.score;
    text.similarity = impl_->embedder().bare_calibration().Percent(hit.score);
    text.band = policy.BandOf(text.similarity);
    const auto paths = impl_->records->Paths(text.sha256);
    if (!paths) return tl::unexpected(paths.error());
    text.path = paths->first;
    text.other_paths = paths->others;
    found.push_back(std::move(text));
  }
  return found;
}

const std::string& TextIndex::version() const { return impl_->opened.version; }

const std::vector<std::string>& TextIndex::warnings() const {
  return impl_->opened.warnings;
}

std::int64_t TextIndex::waiting_vectors() const {
  return impl_->waiting_vectors;
}

std::int64_t TextIndex::readings_without_delta() const {
  return impl_->readings_without_delta;
}

}  // namespace rescan
