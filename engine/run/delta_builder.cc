#include "engine/run/delta_builder.h"

#include <fmt/format.h>

#include <array>
#include <random>
#include <utility>

#include "engine/records/sqlite_ledger.h"
#include "kernels/base/thread_cpu.h"

namespace rescan {
namespace {

constexpr std::array kCollections = {kLinesCollection, kWordsCollection};

// A UUID of version 4 (RFC 4122): random but for version and variant.
std::string NewUuid() {
  std::random_device device;
  std::array<std::uint32_t, 4> words{};
  for (std::uint32_t& word : words) word = device();
  words[1] = (words[1] & 0xffff0fffU) | 0x00004000U;
  words[2] = (words[2] & 0x3fffffffU) | 0x80000000U;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0],
                     words[1] >> 16, words[1] & 0xffff, words[2] >> 16,
                     words[2] & 0xffff, words[3]);
}

Status CheckModels(const DeltaBuilderOptions& options,
                   const TextCollections& collections) {
  const auto ledger = SqliteLedger::Open(options.workspace,
                                         StoreMode::kReadWrite, options.store);
  if (!ledger) return tl::unexpected(ledger.error());
  for (const char* name : kCollections) {
    RESCAN_TRY(CheckModel(**ledger, name, collections));
  }
  return {};
}

// As NewUuid makes them: what has another name is not ours.
bool IsUuid(std::string_view name) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (name.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool hex = std::string_view("0123456789abcdef").find(name[i]) !=
                     std::string_view::npos;
    if (kShape[i] == '-' ? name[i] != '-' : !hex) return false;
  }
  return true;
}

Result<EntityVectors> VectorsOf(const std::string& collection,
                                const TextCollections& collections,
                                const Page& page,
                                const CurrentReading& reading) {
  const std::string image = ToHex(reading.sha256);
  return collection == kLinesCollection
             ? LineVectors(page, image, reading.id, collections.lines)
             : WordVectors(page, image, reading.id, collections.words);
}

// Not of the machine or the program, which every page would meet.
bool IsOfThePage(const Error& error) {
  return error.code != ErrorCode::kInternal && error.code != ErrorCode::kLimit;
}

template <class T>
void MoveBehind(std::vector<T>&& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()),
            std::make_move_iterator(from.end()));
}

// A page has five times as many words as rows. Half the dimension halves their
// deltas, snapshots and memory, and finds 0.3 points fewer
// (engine/doc/decisions.md, "Text embedding").
constexpr int kWordDimension = 256;

}  // namespace

Result<TextCollections> TextCollections::Create() {
  Result<index::TextEmbedder> lines =
      index::TextEmbedder::Create(index::TextUnit::kLine);
  if (!lines) return tl::unexpected(lines.error());
  Result<index::TextEmbedder> words =
      index::TextEmbedder::Create(index::TextUnit::kWord, kWordDimension);
  if (!words) return tl::unexpected(words.error());
  return TextCollections{*std::move(lines), *std::move(words)};
}

const index::TextEmbedder* TextCollections::EmbedderOf(
    const std::string& collection) const {
  if (collection == kLinesCollection) return &lines;
  if (collection == kWordsCollection) return &words;
  return nullptr;
}

Status CheckModel(const std::string& collection, const std::string& model,
                  const TextCollections& collections) {
  const auto* embedder = collections.EmbedderOf(collection);
  if (embedder == nullptr || model == embedder->model()) return {};
  return Fail(ErrorCode::kUnsupported,
              fmt::format("the index of {0} is of the model {1}, this program"
                          " embeds with {2}: `rescan index rebuild"
                          " --collection {0}` makes it anew",
                          collection, model, embedder->model()));
}

Status CheckModel(index::CompactionLedger& ledger,
                  const std::string& collection,
                  const TextCollections& collections) {
  const auto versions = ledger.Versions(collection);
  if (!versions) return tl::unexpected(versions.error());
  if (versions->empty()) return {};
  return CheckModel(collection, versions->front().model, collections);
}

// Readings that become one compaction run.
struct DeltaBuilder::Batch {
  index::Delta lines;
  index::Delta words;
  NewCompactionRun run;
};

DeltaBuilder::DeltaBuilder(DeltaBuilderOptions options,
                           TextCollections collections,
                           std::unique_ptr<VectorRecords> records)
    : options_(std::move(options)),
      collections_(std::move(collections)),
      records_(std::move(records)) {}

Result<std::unique_ptr<DeltaBuilder>> DeltaBuilder::Open(
    DeltaBuilderOptions options) {
  Result<TextCollections> collections = TextCollections::Create();
  if (!collections) return tl::unexpected(collections.error());
  RESCAN_TRY(CheckModels(options, *collections));
  Result<std::unique_ptr<VectorRecords>> records = VectorRecords::Open(
      options.workspace, StoreMode::kReadWrite, options.store);
  if (!records) return tl::unexpected(records.error());
  return std::unique_ptr<DeltaBuilder>(new DeltaBuilder(
      std::move(options), *std::move(collections), *std::move(records)));
}

Status DeltaBuilder::RemoveOrphans() {
  for (const char* name : kCollections) RESCAN_TRY(RemoveOrphansOf(name));
  return {};
}

Status DeltaBuilder::RemoveOrphansOf(const std::string& collection) {
  const std::string folder = options_.workspace + "/deltas/" + collection;
  const Result<std::vector<index::FolderEntry>> entries =
      options_.files->List(folder);
  if (!entries && entries.error().code == ErrorCode::kNotFound) return {};
  if (!entries) return tl::unexpected(entries.error());
  for (const index::FolderEntry& entry : *entries) {
    if (entry.kind != index::EntryKind::kFolder || !IsUuid(entry.name)) {
      continue;
    }
    const Result<bool> known = records_->HasRun(entry.name);
    if (!known) return tl::unexpected(known.error());
    if (*known) continue;
    const Result<bool> removed =
        index::RemoveTree(*options_.files, folder + "/" + entry.name);
    if (!removed) return tl::unexpected(removed.error());
    ++tally_.orphans_removed;
  }
  return {};
}

Result<std::vector<CurrentReading>> DeltaBuilder::NextReadings() {
  std::int64_t after = 0;
  while (true) {
    Result<std::vector<CurrentReading>> readings =
        records_->WithoutDelta(after, options_.batch_entities);
    if (!readings || readings->empty()) return readings;
    after = readings->back().id;
    std::erase_if(*readings, [this](const CurrentReading& reading) {
      return passed_over_.contains(reading.id);
    });
    if (!readings->empty()) return readings;
  }
}

Status DeltaBuilder::Embed(const CurrentReading& reading, Batch& batch) {
  const Result<Page> page = records_->PageOf(reading.id);
  if (!page) return tl::unexpected(page.error());
  Result<EntityVectors> lines =
      VectorsOf(kLinesCollection, collections_, *page, reading);
  Result<EntityVectors> words =
      VectorsOf(kWordsCollection, collections_, *page, reading);
  if (!lines || !words) {
    const Error& error = (lines ? words : lines).error();
    if (!IsOfThePage(error)) return tl::unexpected(error);
    passed_over_.insert(reading.id);
    warnings_.push_back(fmt::format("image {} (reading {}) gets no vectors: {}",
                                    ToHex(reading.sha256), reading.id,
                                    error.message));
    return {};
  }
  batch.run.readings.push_back(
      {reading.id, static_cast<std::int64_t>(lines->records.size()),
       static_cast<std::int64_t>(words->records.size())});
  MoveBehind(std::move(lines->records), batch.lines.records);
  MoveBehind(std::move(lines->vectors), batch.lines.vectors);
  MoveBehind(std::move(words->records), batch.words.records);
  MoveBehind(std::move(words->vectors), batch.words.vectors);
  return {};
}

Status DeltaBuilder::Write(Batch& batch) {
  batch.run.run_id = NewUuid();
  batch.run.image_run = image_run_;
  std::int64_t bytes = 0;
  for (index::Delta* delta : {&batch.lines, &batch.words}) {
    if (delta->records.empty()) continue;
    delta->run_id = batch.run.run_id;
    const Result<index::DeltaFile> file = index::WriteDelta(
        *options_.files, options_.workspace, *delta, options_.delta);
    if (!file) return tl::unexpected(file.error());
    batch.run.deltas.push_back(
        {delta->collection, file->path, delta->model, delta->dimension,
         file->count, static_cast<std::int64_t>(file->bytes), file->sha256});
    bytes += static_cast<std::int64_t>(file->bytes);
  }
  RESCAN_TRY(records_->AddRun(batch.run));
  ++tally_.runs;
  tally_.deltas += static_cast<std::int64_t>(batch.run.deltas.size());
  tally_.readings += static_cast<std::int64_t>(batch.run.readings.size());
  tally_.line_vectors += static_cast<std::int64_t>(batch.lines.records.size());
  tally_.word_vectors += static_cast<std::int64_t>(batch.words.records.size());
  tally_.bytes += bytes;
  return {};
}

Result<bool> DeltaBuilder::BuildBatch() {
  const double start = ThreadCpuSeconds();
  const Result<std::vector<CurrentReading>> readings = NextReadings();
  if (!readings) return tl::unexpected(readings.error());
  if (readings->empty()) return false;
  Batch batch;
  batch.lines.collection = kLinesCollection;
  batch.lines.model = collections_.lines.model();
  batch.lines.dimension = collections_.lines.dimension();
  batch.words.collection = kWordsCollection;
  batch.words.model = collections_.words.model();
  batch.words.dimension = collections_.words.dimension();
  for (const CurrentReading& reading : *readings) {
    RESCAN_TRY(Embed(reading, batch));
  }
  if (!batch.run.readings.empty()) RESCAN_TRY(Write(batch));
  tally_.cpu_seconds += ThreadCpuSeconds() - start;
  return true;
}

std::vector<std::string> DeltaBuilder::TakeWarnings() {
  return std::exchange(warnings_, {});
}

Result<VectorSource> CurrentVectors(const std::string& workspace,
                                    const std::string& collection,
                                    const TextCollections& collections,
                                    const StoreOptions& store) {
  Result<std::unique_ptr<VectorRecords>> opened =
      VectorRecords::Open(workspace, StoreMode::kReadOnly, store);
  if (!opened) return tl::unexpected(opened.error());
  if (collections.EmbedderOf(collection) == nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                "there is no collection " + collection);
  }
  // Shared: std::function copies what it holds.
  std::shared_ptr<VectorRecords> records = *std::move(opened);
  constexpr std::int64_t kBatchEntities = 10'000;
  return VectorSource(
      [records, collection, &collections, after = std::int64_t{0}](
          std::vector<index::VectorRecord>* out_records,
          std::vector<float>* out_vectors) mutable -> Result<bool> {
        const auto readings = records->Current(after, kBatchEntities);
        if (!readings) return tl::unexpected(readings.error());
        if (readings->empty()) return false;
        for (const CurrentReading& reading : *readings) {
          after = reading.id;
          const Result<Page> page = records->PageOf(reading.id);
          if (!page) return tl::unexpected(page.error());
          Result<EntityVectors> vectors =
              VectorsOf(collection, collections, *page, reading);
          if (!vectors && IsOfThePage(vectors.error())) continue;
          if (!vectors) return tl::unexpected(vectors.error());
          MoveBehind(std::move(vectors->records), *out_records);
          MoveBehind(std::move(vectors->vectors), *out_vectors);
        }
        return true;
      });
}

}  // namespace rescan
