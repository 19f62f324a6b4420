#include "bench/index/compaction_subjects.h"

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/index_io.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "index/collection_store.h"
#include "index/compaction.h"
#include "index/delta.h"
#include "index/index_spec.h"
#include "index/snapshot_store.h"
#include "kernels/base/sha256.h"
#include "tests/support/memory_ledger.h"

namespace rescan::bench {
namespace {

using testing::MemoryLedger;

constexpr const char* kCollection = "lines";
constexpr int kLinesPerImage = 20;
// Of index/row_lists.cc; FAISS takes 256 vectors per list if not told.
constexpr int kLeanSample = 64;
constexpr int kLeanIterations = 10;

[[noreturn]] void Die(const std::string& message) {
  fmt::print(stderr, "{}\n", message);
  std::exit(2);
}

template <class T>
T ValueOrDie(Result<T> result) {
  if (!result.has_value()) Die(result.error().message);
  return std::move(*result);
}

// Clustered, as real ones are: a common middle per image and something own.
class VectorSource {
 public:
  explicit VectorSource(const Subjects& subjects)
      : dimension_(static_cast<std::size_t>(subjects.dimension)) {}

  // Appends a unit vector.
  void Append(std::int64_t image, std::vector<float>* out) {
    if (image != image_) {
      image_ = image;
      middle_ = Direction();
    }
    std::vector<float> vector = Direction();
    float squares = 0;
    for (std::size_t i = 0; i < dimension_; ++i) {
      vector[i] += middle_[i];
      squares += vector[i] * vector[i];
    }
    const float scale = 1 / std::sqrt(squares);
    for (float& value : vector) value *= scale;
    out->insert(out->end(), vector.begin(), vector.end());
  }

 private:
  std::vector<float> Direction() {
    std::vector<float> values(dimension_);
    for (float& value : values) {
      value = static_cast<float>(rng_() >> 8) * 0x1p-24f - 0.5f;
    }
    return values;
  }

  const std::size_t dimension_;
  std::mt19937 rng_{4};
  std::int64_t image_ = -1;
  std::vector<float> middle_;
};

std::string AssetOf(std::int64_t image) {
  return ToHex(Sha256Of(std::to_string(image)));
}

index::VectorRecord RecordOf(std::int64_t number) {
  const std::int64_t line = number % kLinesPerImage + 1;
  index::VectorRecord record;
  record.asset = AssetOf(number / kLinesPerImage);
  record.id = fmt::format("IMAGE#{}#LINE#{:05}", record.asset, line);
  record.revision = 1;
  record.metadata = fmt::format(
      R"({{"avg_word_confidence":93.25,"confidence":91.5,)"
      R"("embedding_type":"line","height":38,"line_id":{},"row_line_ids":[{}],)"
      R"("text":"TOTAL DUE {} EUR","width":812,"x":104,"y":{}}})",
      line, line, number, 40 * line);
  return record;
}

std::string RunIdOf(std::int64_t delta) {
  return fmt::format("run-{:06}", delta);
}

void WriteDelta(const Subjects& subjects, std::int64_t number,
                VectorSource* source, std::ofstream* runs,
                std::ofstream* vectors) {
  index::Delta delta;
  delta.run_id = RunIdOf(number);
  delta.collection = kCollection;
  delta.model = "bench";
  delta.dimension = subjects.dimension;
  for (std::int64_t i = 0; i < subjects.count; ++i) {
    const std::int64_t entity = number * subjects.count + i;
    delta.records.push_back(RecordOf(entity));
    source->Append(entity / kLinesPerImage, &delta.vectors);
  }
  const index::DeltaFile file = ValueOrDie(
      index::WriteDelta(index::FileSystem::Real(), subjects.folder, delta));
  *runs << ToHex(file.sha256) << '\n';
  if (number < subjects.deltas) {
    vectors->write(
        reinterpret_cast<const char*>(delta.vectors.data()),
        static_cast<std::streamsize>(delta.vectors.size() * sizeof(float)));
  }
}

Sha256Digest DigestOf(const std::string& hex) {
  Sha256Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] =
        static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  }
  return digest;
}

// A ledger with the runs `first` to `last` waiting, and every image current.
void Fill(const Subjects& subjects, std::int64_t first, std::int64_t last,
          MemoryLedger* ledger) {
  std::ifstream file(subjects.folder + "/runs");
  ledger->store()->Transact([&](testing::LedgerState& state) {
    auto& lines = state.collections[kCollection];
    std::string hex;
    for (std::int64_t i = 0; std::getline(file, hex) && i <= last; ++i) {
      if (i < first) continue;
      index::DeltaRun run;
      run.run_id = RunIdOf(i);
      run.delta_path = index::DeltaPath(kCollection, run.run_id);
      run.count = subjects.count;
      run.sha256 = DigestOf(hex);
      lines.runs.push_back({run, 0});
    }
    const std::int64_t entities = (subjects.deltas + 1) * subjects.count;
    for (std::int64_t image = 0; image * kLinesPerImage < entities; ++image) {
      state.revisions[AssetOf(image)] = 1;
    }
    return true;
  });
}

index::CompactionOptions OptionsOf(const Subjects& subjects) {
  index::CompactionOptions options;
  options.workspace = subjects.folder;
  options.collection = kCollection;
  options.spec.model = "bench";
  options.spec.dimension = subjects.dimension;
  options.spec.index_spec = subjects.index_spec;
  return options;
}

// A line "NAME: 1234 kB" of /proc/self/status, in bytes.
double StatusBytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with(name + ":")) {
      return std::stod(line.substr(name.size() + 1)) * 1024;
    }
  }
  return 0;
}

// Of the whole process.
double CpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Times `work` and prints the result; whatever stands in memory before does
// not count.
template <class Work>
void Timed(double allowed, Work work) {
  const double before = StatusBytes("VmRSS");
  const double cpu = CpuSeconds();
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> wall =
      std::chrono::steady_clock::now() - start;
  fmt::print("{} {} {} {}\n", wall.count(), CpuSeconds() - cpu,
             StatusBytes("VmHWM") - before, allowed);
}

// Every run is COMPLETED, and vectors here and there are found by searching.
void CheckCompacted(const Subjects& subjects, MemoryLedger& ledger,
                    std::int64_t vectors) {
  for (const auto& run : ValueOrDie(ledger.Runs(kCollection))) {
    if (run.merged != subjects.count) Die(run.run_id + ": not merged");
  }
  const auto opened =
      ValueOrDie(index::OpenCurrent(ledger, subjects.folder, kCollection));
  if (!opened.has_value() ||
      static_cast<std::int64_t>(opened->collection.size()) != vectors) {
    Die("the snapshot holds another number of vectors");
  }
  for (std::int64_t i = 0; i < 100; ++i) {
    const std::string id = RecordOf(i * (vectors / 100)).id;
    const auto* record = opened->collection.Find(id);
    if (record == nullptr) Die(id + ": not in the snapshot");
    const auto row =
        static_cast<std::size_t>(record - opened->collection.records().data());
    const auto hits = ValueOrDie(
        opened->collection.Search(opened->collection.vector(row), {.k = 1}));
    if (hits.empty() || hits.front().record->id != id) {
      Die(id + ": there but not found");
    }
  }
}

double Allowed(const Subjects& subjects, std::int64_t n, std::int64_t n0) {
  const index::VectorRecord record = RecordOf(n - 1);
  return static_cast<double>(index::CompactionMemory(
      n, n0, subjects.count, subjects.dimension,
      static_cast<std::int64_t>(record.id.size() + record.asset.size() +
                                record.metadata.size())));
}

void CompactAll(const Subjects& subjects) {
  const std::int64_t n = subjects.deltas * subjects.count;
  MemoryLedger ledger;
  Fill(subjects, 0, subjects.deltas - 1, &ledger);
  const auto options = OptionsOf(subjects);
  std::string version;
  Timed(Allowed(subjects, n, 0), [&] {
    const auto report = ValueOrDie(index::Compact(ledger, options));
    if (!report.warnings.empty()) Die(report.warnings.front());
    version = report.version;
  });
  CheckCompacted(subjects, ledger, n);
  std::ofstream(subjects.folder + "/version") << version;
}

void MergeOne(const Subjects& subjects) {
  const std::int64_t n0 = subjects.deltas * subjects.count;
  MemoryLedger ledger;
  Fill(subjects, subjects.deltas, subjects.deltas, &ledger);
  ledger.store()->Transact([&](testing::LedgerState& state) {
    index::SnapshotVersion version;
    std::ifstream(subjects.folder + "/version") >> version.version;
    version.count = n0;
    version.model = "bench";
    version.dimension = subjects.dimension;
    auto& lines = state.collections[kCollection];
    lines.greatest = version.version;
    lines.versions.push_back(version);
    return true;
  });
  const auto options = OptionsOf(subjects);
  const std::int64_t n = n0 + subjects.count;
  Timed(Allowed(subjects, n, n0), [&] {
    const auto report = ValueOrDie(index::Compact(ledger, options));
    if (report.vectors != n) Die("not merged");
  });
  CheckCompacted(subjects, ledger, n);
}

std::vector<float> ReadVectors(const Subjects& subjects) {
  std::vector<float> vectors(static_cast<std::size_t>(
      subjects.deltas * subjects.count * subjects.dimension));
  std::ifstream file(subjects.folder + "/vectors.f32", std::ios::binary);
  file.read(reinterpret_cast<char*>(vectors.data()),
            static_cast<std::streamsize>(vectors.size() * sizeof(float)));
  if (!file) Die("vectors.f32 is too short");
  return vectors;
}

void WriteIndex(const faiss::Index& index, const std::string& path) {
  faiss::write_index(&index, path.c_str());
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 || fsync(file) != 0) Die("cannot sync " + path);
  close(file);
}

// The index FAISS offers for what the collection would be: as many lists, made
// of all vectors at once.
void Build(const Subjects& subjects, const std::string& how) {
  const auto n = static_cast<std::size_t>(subjects.deltas * subjects.count);
  const auto dimension = static_cast<std::size_t>(subjects.dimension);
  const std::size_t lists =
      ValueOrDie(index::IndexSpec::Parse(subjects.index_spec))
          .ListsFor(n, dimension);
  const std::vector<float> vectors = ReadVectors(subjects);
  std::unique_ptr<faiss::IndexFlatIP> quantizer;
  std::unique_ptr<faiss::Index> built;
  Timed(0, [&] {
    const auto rows = static_cast<faiss::Index::idx_t>(n);
    if (lists == 0) {
      built = std::make_unique<faiss::IndexFlatIP>(subjects.dimension);
    } else {
      quantizer = std::make_unique<faiss::IndexFlatIP>(subjects.dimension);
      auto by_lists = std::make_unique<faiss::IndexIVFFlat>(
          quantizer.get(), dimension, lists, faiss::METRIC_INNER_PRODUCT);
      if (how == "build-lean") {
        by_lists->cp.max_points_per_centroid = kLeanSample;
        by_lists->cp.niter = kLeanIterations;
      }
      by_lists->train(rows, vectors.data());
      built = std::move(by_lists);
    }
    built->add(rows, vectors.data());
    if (how == "build-written")
      WriteIndex(*built, subjects.folder + "/faiss-index");
  });
  if (built->ntotal != static_cast<faiss::Index::idx_t>(n)) {
    Die("FAISS has lost vectors");
  }
  std::filesystem::remove(subjects.folder + "/faiss-index");
}

}  // namespace

void WriteDeltas(const Subjects& subjects) {
  VectorSource source(subjects);
  std::ofstream runs(subjects.folder + "/runs");
  std::ofstream vectors(subjects.folder + "/vectors.f32", std::ios::binary);
  for (std::int64_t i = 0; i <= subjects.deltas; ++i) {
    WriteDelta(subjects, i, &source, &runs, &vectors);
  }
  if (!runs.flush() || !vectors.flush()) Die("cannot write the deltas");
}

void ForgetSnapshots(const Subjects& subjects) {
  std::filesystem::remove_all(
      index::SnapshotsFolder(subjects.folder, kCollection));
}

int RunSubjectHere(const Subjects& subjects, const std::string& name) {
  if (name == "compact") {
    CompactAll(subjects);
  } else if (name == "merge-one") {
    MergeOne(subjects);
  } else if (name.starts_with("build")) {
    Build(subjects, name);
  } else {
    Die(name + ": no such subject");
  }
  return 0;
}

}  // namespace rescan::bench
