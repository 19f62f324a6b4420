#include "tests/engine/records/record_samples.h"

#include <sqlite3.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "tests/support/random.h"

namespace rescan::testing {
namespace {

using support::Below;

int Int(std::mt19937& rng, std::uint32_t bound) {
  return static_cast<int>(Below(rng, bound));
}

// (0, 1], with all bits of a float in use.
float Confidence(std::mt19937& rng) {
  return static_cast<float>(1 + Below(rng, 1u << 30)) /
         static_cast<float>(1u << 30);
}

std::string Character(std::mt19937& rng) {
  static constexpr std::array kRare = {"é", "€", "中", "😀", "\"", "'", "\n"};
  if (Below(rng, 20) == 0) return kRare[Below(rng, kRare.size())];
  return std::string(1, static_cast<char>('!' + Below(rng, 94)));
}

// Mostly the next id, sometimes with a gap.
int NextId(std::mt19937& rng, int last) {
  return last + 1 + (Below(rng, 10) == 0 ? Int(rng, 3) : 0);
}

Word MakeWord(std::mt19937& rng, int id, PixelBox box, int letters) {
  Word word;
  word.id = id;
  word.box = box;
  word.confidence = Confidence(rng);
  word.is_noise = Below(rng, 8) == 0;
  if (id == 1) {
    word.correction = static_cast<Correction>(1 + box.left % 3);
    word.first_text = word.correction == Correction::kFound ? "" : "f,rst t";
  }
  int last = 0;
  for (int i = 0; i < letters; ++i) {
    Letter letter;
    letter.text = Character(rng);
    letter.box = {box.left + i * 12 - 1, box.top + Int(rng, 9) - 2,
                  8 + Int(rng, 8), 14 + Int(rng, 14)};
    letter.confidence = Confidence(rng);
    word.text += letter.text;
    last = NextId(rng, last);
    word.letter_ids.push_back(last);
    word.letters.push_back(std::move(letter));
  }
  return word;
}

constexpr std::array<std::pair<const char*, const char*>, 16> kChecks = {{
    {"an item ended well without a good mark",
     "SELECT t.image_id FROM run_items t LEFT JOIN processed p"
     " ON p.image_id = t.image_id WHERE t.state IN ('done', 'duplicate')"
     " AND p.image_id IS NULL AND NOT EXISTS (SELECT 1 FROM images i JOIN"
     " sheets s ON s.content_id = i.content_id AND s.user = i.user"
     " WHERE i.id = t.image_id AND s.rejected_by_hand = 1)"},
    {"an item failed without a failure row of the run",
     "SELECT t.image_id FROM run_items t WHERE t.state = 'failed' AND NOT"
     " EXISTS (SELECT 1 FROM failures f WHERE f.image_id = t.image_id"
     " AND f.run_id = t.run_id)"},
    {"a good mark without exactly one current reading",
     "SELECT p.image_id FROM processed p WHERE p.status = 'SUCCESS' AND 1 <>"
     " (SELECT count(*) FROM readings r WHERE r.content_id = p.content_id"
     " AND r.superseded = 0)"},
    {"a mark for other bytes than the image's",
     "SELECT p.image_id FROM processed p JOIN images i ON i.id = p.image_id"
     " WHERE p.content_id IS NOT NULL AND p.content_id IS NOT i.content_id"},
    {"a reading without all its lines",
     "SELECT id FROM readings r WHERE line_count <>"
     " (SELECT count(*) FROM lines l WHERE l.reading_id = r.id)"},
    {"a reading without all its words",
     "SELECT id FROM readings r WHERE word_count <>"
     " (SELECT count(*) FROM words w WHERE w.reading_id = r.id)"},
    {"attempts that are not 1, 2, 3",
     "SELECT image_id FROM failures GROUP BY image_id"
     " HAVING max(attempt) <> count(*)"},
    {"a reading that belongs to no image",
     "SELECT r.id FROM readings r WHERE r.content_id NOT IN"
     " (SELECT p.content_id FROM processed p WHERE p.content_id IS NOT NULL"
     " UNION SELECT content_id FROM images WHERE content_id IS NOT NULL"
     " UNION SELECT content_id FROM earlier_contents)"},
    {"rows of a sheet that is not stored",
     "SELECT s.id FROM sheets s WHERE state <> 'stored' AND (EXISTS"
     " (SELECT 1 FROM entries e WHERE e.sheet_id = s.id) OR EXISTS"
     " (SELECT 1 FROM zero_hour_weeks z WHERE z.sheet_id = s.id))"},
    {"a rejected sheet without its rejection, or the reverse",
     "SELECT s.id FROM sheets s WHERE (s.state = 'rejected') <> EXISTS"
     " (SELECT 1 FROM rejections r WHERE r.sheet_id = s.id)"},
    {"a stored week without hours that has no marker",
     "SELECT s.id FROM sheets s WHERE s.state = 'stored' AND s.zero_hour = 1"
     " AND NOT EXISTS (SELECT 1 FROM zero_hour_weeks z"
     " WHERE z.sheet_id = s.id)"},
    {"a week with hours and without",
     "SELECT z.sheet_id FROM zero_hour_weeks z JOIN entries e"
     " ON e.user = z.user AND e.person_key = z.person_key"
     " AND e.week = z.week"},
    {"a rejection beside hours of its week",
     "SELECT r.sheet_id FROM rejections r WHERE EXISTS (SELECT 1 FROM sheets s"
     " WHERE s.user = r.user AND s.person_key = r.person_key"
     " AND s.week = r.week AND s.state = 'stored')"},
    {"a week of several sheets",
     "SELECT week FROM entries WHERE by_hand = 0 GROUP BY user, person_key,"
     " week HAVING count(DISTINCT sheet_id) > 1"},
    {"a mark that does not count the rows of its sheet",
     "SELECT p.image_id FROM processed p JOIN images i ON i.id = p.image_id"
     " JOIN sheets s ON s.content_id = p.content_id AND s.user = i.user"
     " WHERE p.status = 'SUCCESS' AND p.entry_count <>"
     " (SELECT count(*) FROM entries e WHERE e.sheet_id = s.id) +"
     " (SELECT count(*) FROM zero_hour_weeks z WHERE z.sheet_id = s.id)"},
    {"a correction by rule of a row that is gone",
     "SELECT id FROM corrections WHERE by_hand = 0 AND entry_id IS NULL"
     " AND date IS NOT NULL"},
}};

}  // namespace

Page MakePage(std::mt19937& rng, const PageShape& shape) {
  Page page;
  page.width = 1000;
  page.height = 2400;
  int line_id = 0;
  for (int i = 0; i < shape.lines; ++i) {
    Line line;
    line_id = NextId(rng, line_id);
    line.id = line_id;
    line.box = {40 + Int(rng, 30), 30 + i * 45, 900, 38};
    line.angle_degrees = Confidence(rng) * 4 - 2;
    line.confidence = Confidence(rng);
    line.is_noise = Below(rng, 8) == 0;
    int word_id = 0;
    for (int k = 0; k < shape.words_per_line; ++k) {
      word_id = NextId(rng, word_id);
      const PixelBox box = {line.box.left + k * 200, line.box.top + Int(rng, 9),
                            80 + Int(rng, 90), 20 + Int(rng, 15)};
      line.words.push_back(MakeWord(rng, word_id, box, shape.letters_per_word));
      if (k > 0) line.text += ' ';
      line.text += line.words.back().text;
    }
    page.lines.push_back(std::move(line));
  }
  return page;
}

Sha256Digest MakeDigest(int number) {
  return Sha256Of("file " + std::to_string(number));
}

ImageFacts MakeFacts(int number) {
  ImageFacts facts;
  facts.format = ImageFormat::kPng;
  facts.mode = "RGB";
  facts.width = 1000;
  facts.height = 2400;
  facts.exif_orientation = 1 + number % 8;
  facts.frame_count = 1 + number % 3;
  facts.dpi_x = facts.dpi_y = 95.98;
  facts.file_size = 100'000 + static_cast<std::uint64_t>(number);
  facts.file_sha256 = MakeDigest(number);
  facts.pixel_sha256 = Sha256Of("pixels " + std::to_string(number));
  if (number % 4 == 1) facts.warnings = {"first\nline", "second"};
  return facts;
}

OcrVersion MakeVersion(int number) {
  OcrVersion version;
  OcrProfile& profile = version.profile;
  profile.name = "profile-" + std::to_string(number);
  profile.version = "1." + std::to_string(number) + ".0";
  profile.build_date = "2026-11-21";
  profile.description = "made up";
  profile.engine = "tesseract";
  profile.language = "eng";
  profile.preprocessing_version = "none";
  profile.parameters = {{"a", "1"}, {"b", "x y"}};
  // Every other one prepares its pages.
  if (number % 2 == 0) {
    profile.preparation = ParsePreparation(R"({
      "detect_orientation": false, "reduce_above_megapixels": 0,
      "native": {"page_segmentation_mode": 11, "parameters": {}, "steps": []},
      "photo": {"page_segmentation_mode": 4, "parameters": {}, "steps": []},
      "scan": {"page_segmentation_mode": 4, "parameters": {},
               "steps": [{"step": "blur", "sigma": 0.8}]}})")
                              .value();
  }
  version.full_version = profile.version + "-" + profile.build_date;
  version.engine_version = "5.3.0";
  version.library_build = "tesseract 5.3.0, leptonica 1.82.0";
  version.traineddata_path = "/usr/share/eng.traineddata";
  version.traineddata_sha256 = ToHex(Sha256Of("eng"));
  version.fingerprint = ToHex(Sha256Of(version.full_version));
  return version;
}

Outcome MakeSuccess(int number, const PageShape& shape) {
  std::mt19937 rng(static_cast<std::uint32_t>(number));
  Outcome outcome;
  outcome.facts = MakeFacts(number);
  Reading reading;
  reading.page = MakePage(rng, shape);
  Classification& classes = reading.classification;
  classes.image_class = number % 2 ? ImageClass::kNative : ImageClass::kScan;
  classes.rule = number % 2 ? DecidingRule::kMargins : DecidingRule::kPixels;
  classes.margins = {0.001 * number, -0.25, 1.0 / 3, 1};
  classes.scan_distance = 1234.56789;
  classes.photo_distance = 1e-9;
  classes.pixels = {0.1, 0.2, 0.3, 0.7};
  if (number % 3 != 0) {
    classes.content =
        ContentVerdict{0.5, 1.0 / 3, 1.0 / 6, number % 3 == 1, "1-abc"};
    reading.prepared_scale = 2.0 / number;
    reading.osd_orientation = 90 * (number % 4);
  }
  outcome.reading = std::move(reading);
  outcome.seconds = {0.01, 0.05, 0.002, 0.04, 0.3, 2.5, 2.9};
  return outcome;
}

Outcome MakeFailure(int number, FailureType type) {
  Outcome outcome;
  outcome.facts = MakeFacts(number);
  Failure failure;
  failure.type = type;
  failure.message = MakePath(number) + ": it would not be read";
  failure.error_code = "Internal";
  outcome.failure = std::move(failure);
  outcome.seconds.wall = 1.5;
  return outcome;
}

std::string MakePath(int number) {
  return "/in/" + std::to_string(number) + ".png";
}

PlanItem MakeItem(int number) {
  return PlanItem{MakePath(number), MakeDigest(number),
                  100'000 + static_cast<std::uint64_t>(number)};
}

std::vector<PlanItem> MakeItems(int first, int end) {
  std::vector<PlanItem> items;
  for (int i = first; i < end; ++i) items.push_back(MakeItem(i));
  return items;
}

std::vector<SqlRow> Sql(const std::string& database, const std::string& sql) {
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(database.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> db(
      raw, &sqlite3_close_v2);
  if (opened != SQLITE_OK) throw std::runtime_error(database + ": not opened");
  sqlite3_busy_timeout(raw, 5000);
  std::vector<SqlRow> rows;
  char* message = nullptr;
  const int rc = sqlite3_exec(
      raw, sql.c_str(),
      [](void* target, int count, char** values, char**) {
        SqlRow row;
        for (int i = 0; i < count; ++i) {
          row.emplace_back(values[i] == nullptr ? "NULL" : values[i]);
        }
        static_cast<std::vector<SqlRow>*>(target)->push_back(std::move(row));
        return 0;
      },
      &rows, &message);
  if (rc != SQLITE_OK) {
    std::string text = sql + ": " + (message == nullptr ? "" : message);
    sqlite3_free(message);
    throw std::runtime_error(text);
  }
  return rows;
}

std::int64_t SqlNumber(const std::string& database, const std::string& sql) {
  return std::stoll(Sql(database, sql).at(0).at(0));
}

std::vector<std::string> Contradictions(const std::string& database) {
  std::vector<std::string> found;
  for (const auto& [what, sql] : kChecks) {
    for (const SqlRow& row : Sql(database, sql)) {
      found.push_back(std::string(what) + ": " + row.at(0));
    }
  }
  return found;
}

void Must(const Status& status) {
  if (!status) throw std::runtime_error(status.error().message);
}

Records::Records(const StoreOptions& options) {
  Open(StoreMode::kCreate, options);
}

void Records::Open(StoreMode mode, const StoreOptions& options) {
  store_.reset();
  store_ = Must(RecordStore::Open(workspace(), mode, options));
}

RunId Records::Begin(RunMode mode, int version, const std::string& user) {
  RunKey key;
  key.inputs = {"/in"};
  key.mode = mode;
  key.kind = "auto";
  key.user = user;
  key.version = Must(store_->RegisterVersion(MakeVersion(version)));
  return Must(store_->BeginRun(key));
}

std::vector<RunItem> Records::Plan(RunId run,
                                   const std::vector<PlanItem>& items,
                                   std::int64_t unchanged,
                                   std::int64_t failed_earlier) {
  return Must(store_->SetPlan(run, items, unchanged, failed_earlier));
}

RunId Records::ReadAll(int first, int end, int version) {
  const RunId run = Begin(RunMode::kAll, version);
  const std::vector<RunItem> items = Plan(run, MakeItems(first, end));
  for (int i = first; i < end; ++i) {
    Must(store_->RecordOutcome(run,
                               items.at(static_cast<std::size_t>(i - first)),
                               {}, MakeSuccess(i)));
  }
  Must(store_->EndRun(run, RunState::kFinished, ""));
  return run;
}

RunCounts Records::Count(RunId run) { return Must(store_->CountRun(run)); }

std::vector<ExportedImage> Records::Exported(const ExportRequest& request) {
  std::vector<ExportedImage> images;
  Must(store_->Export(request, [&images](const ExportedImage& image) {
    images.push_back(image);
    return Status();
  }));
  return images;
}

}  // namespace rescan::testing
