// Made-up results, and a second pair of eyes on a database of records.
#ifndef RESCAN_TESTS_ENGINE_RECORDS_RECORD_SAMPLES_H_
#define RESCAN_TESTS_ENGINE_RECORDS_RECORD_SAMPLES_H_

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/records/store.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {

// How many of what a made-up page has.
struct PageShape {
  int lines = 3;
  int words_per_line = 3;
  int letters_per_word = 4;
};
// About what Tesseract reads on a receipt: 50 lines, 200 words, 1000 letters.
inline constexpr PageShape kReceiptShape = {50, 4, 5};

// A page with gaps in its ids, any UTF-8 and awkward confidences.
[[nodiscard]] Page MakePage(std::mt19937& rng, const PageShape& shape);
// The same for the same number; other numbers give other bytes.
[[nodiscard]] Sha256Digest MakeDigest(int number);
[[nodiscard]] ImageFacts MakeFacts(int number);
// Version "1.NUMBER.0".
[[nodiscard]] OcrVersion MakeVersion(int number = 0);

// The outcome of reading the file MakeDigest(number).
[[nodiscard]] Outcome MakeSuccess(int number, const PageShape& shape = {});
// It was opened, then failed.
[[nodiscard]] Outcome MakeFailure(int number,
                                  FailureType type = FailureType::kOcr);

// "/in/NUMBER.png" with the bytes MakeDigest(number).
[[nodiscard]] std::string MakePath(int number);
[[nodiscard]] PlanItem MakeItem(int number);
[[nodiscard]] std::vector<PlanItem> MakeItems(int first, int end);

// All rows of one SQL statement, each value as text ("NULL" for NULL), over a
// connection of its own. Throws std::runtime_error.
using SqlRow = std::vector<std::string>;
std::vector<SqlRow> Sql(const std::string& database, const std::string& sql);
// The first value of the first row as a number.
std::int64_t SqlNumber(const std::string& database, const std::string& sql);

// Every way in which the rows contradict each other: an image that ended
// without its mark, a mark without its rows, counts that do not match, an
// image read twice. Empty when all is well.
[[nodiscard]] std::vector<std::string> Contradictions(
    const std::string& database);

// A workspace with a store in it. Every step throws std::runtime_error with
// the error's message, so that a test reads straight.
class Records {
 public:
  explicit Records(const StoreOptions& options = {});

  [[nodiscard]] const std::string& workspace() const { return folder_.path(); }
  [[nodiscard]] std::string database() const { return folder_ / "rescan.db"; }
  RecordStore& operator*() { return *store_; }
  RecordStore* operator->() { return store_.get(); }
  void Close() { store_.reset(); }
  void Open(StoreMode mode = StoreMode::kReadWrite,
            const StoreOptions& options = {});

  // Begins a run of the version MakeVersion(version).
  RunId Begin(RunMode mode = RunMode::kMissing, int version = 0,
              const std::string& user = "u");
  std::vector<RunItem> Plan(RunId run, const std::vector<PlanItem>& items,
                            std::int64_t unchanged = 0,
                            std::int64_t failed_earlier = 0);
  // A run that reads the images [first, end).
  RunId ReadAll(int first, int end, int version = 0);
  RunCounts Count(RunId run);
  std::vector<ExportedImage> Exported(const ExportRequest& request = {});

 private:
  TemporaryFolder folder_;
  std::unique_ptr<RecordStore> store_;
};

// The value, or std::runtime_error with the error's message.
template <class T>
T Must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
void Must(const Status& status);

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_ENGINE_RECORDS_RECORD_SAMPLES_H_
