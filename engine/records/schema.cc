#include "engine/records/schema.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "engine/records/schema_timesheets.h"
#include "engine/records/store.h"

namespace rescan {
namespace {

// Persistent: a released script is never changed, only followed by another.
// Every table and column is described in engine/doc/formats.md.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ocr_versions (
  id                 INTEGER PRIMARY KEY,
  fingerprint        TEXT NOT NULL UNIQUE,
  name               TEXT NOT NULL,
  version            TEXT NOT NULL,
  build_date         TEXT NOT NULL,
  description        TEXT NOT NULL,
  full_version       TEXT NOT NULL,
  engine             TEXT NOT NULL,
  engine_version     TEXT NOT NULL,
  library_build      TEXT NOT NULL,
  language           TEXT NOT NULL,
  page_segmentation_mode INTEGER NOT NULL,
  preprocessing_version  TEXT NOT NULL,
  traineddata_path   TEXT NOT NULL,
  traineddata_sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE ocr_version_parameters (
  version_id INTEGER NOT NULL REFERENCES ocr_versions (id),
  name       TEXT NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (version_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE contents (
  id                  INTEGER PRIMARY KEY,
  file_sha256         BLOB NOT NULL UNIQUE CHECK (length(file_sha256) = 32),
  file_size           INTEGER NOT NULL,
  pixel_sha256        BLOB CHECK (length(pixel_sha256) = 32),
  exif_orientation    INTEGER,
  frame_count         INTEGER,
  image_width         INTEGER,
  image_height        INTEGER,
  image_format        TEXT,
  image_mode          TEXT,
  aspect_ratio        REAL,
  megapixels          REAL,
  quality_category    TEXT,
  file_size_kb        REAL,
  bytes_per_pixel     REAL,
  dpi_x               REAL,
  dpi_y               REAL,
  resolution_category TEXT
) STRICT;

CREATE TABLE content_warnings (
  content_id INTEGER NOT NULL REFERENCES contents (id),
  seq        INTEGER NOT NULL,
  message    TEXT NOT NULL,
  PRIMARY KEY (content_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE images (
  id         INTEGER PRIMARY KEY,
  path       TEXT NOT NULL,
  user       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  content_id INTEGER REFERENCES contents (id),
  UNIQUE (path, user)
) STRICT;
CREATE INDEX images_of_content ON images (content_id, user, path);

CREATE TABLE runs (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  key_sha256     BLOB NOT NULL CHECK (length(key_sha256) = 32),
  mode           TEXT NOT NULL,
  kind           TEXT NOT NULL,
  rule           TEXT NOT NULL,
  user           TEXT NOT NULL,
  version_id     INTEGER NOT NULL REFERENCES ocr_versions (id),
  state          TEXT NOT NULL CHECK (state IN
                   ('running', 'finished', 'stopped', 'broken', 'abandoned')),
  stop_reason    TEXT NOT NULL DEFAULT '',
  unchanged      INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
  failed_earlier INTEGER NOT NULL DEFAULT 0 CHECK (failed_earlier >= 0),
  sessions       INTEGER NOT NULL DEFAULT 1,
  started_at     TEXT NOT NULL,
  ended_at       TEXT
) STRICT;
CREATE INDEX runs_unfinished ON runs (key_sha256)
  WHERE state NOT IN ('finished', 'abandoned');

CREATE TABLE earlier_contents (
  image_id   INTEGER NOT NULL REFERENCES images (id),
  content_id INTEGER NOT NULL REFERENCES contents (id),
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  PRIMARY KEY (image_id, content_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_inputs (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  seq    INTEGER NOT NULL,
  path   TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_items (
  run_id     INTEGER NOT NULL REFERENCES runs (id),
  image_id   INTEGER NOT NULL REFERENCES images (id),
  content_id INTEGER REFERENCES contents (id),
  seq        INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN
               ('pending', 'done', 'duplicate', 'failed')),
  kills      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, image_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE readings (
  id                    INTEGER PRIMARY KEY,
  content_id            INTEGER NOT NULL REFERENCES contents (id),
  version_id            INTEGER NOT NULL REFERENCES ocr_versions (id),
  run_id                INTEGER NOT NULL REFERENCES runs (id),
  created_at            TEXT NOT NULL,
  superseded            INTEGER NOT NULL CHECK (superseded IN (0, 1)),
  page_width            INTEGER NOT NULL,
  page_height           INTEGER NOT NULL,
  line_count            INTEGER NOT NULL,
  word_count            INTEGER NOT NULL,
  image_class           TEXT NOT NULL,
  deciding_rule         TEXT NOT NULL,
  margin_left           REAL,
  margin_right          REAL,
  margin_top            REAL,
  margin_bottom         REAL,
  scan_distance         REAL,
  photo_distance        REAL,
  border_white          REAL,
  mean_saturation       REAL,
  border_mean_luminance REAL,
  border_stddev         REAL,
  open_seconds          REAL,
  decode_seconds        REAL,
  classify_seconds      REAL,
  layout_seconds        REAL,
  recognise_seconds     REAL,
  wall_seconds          REAL
) STRICT;
CREATE UNIQUE INDEX readings_current ON readings (content_id)
  WHERE superseded = 0;
CREATE INDEX readings_superseded ON readings (content_id)
  WHERE superseded = 1;

CREATE TABLE lines (
  reading_id    INTEGER NOT NULL REFERENCES readings (id),
  line_id       INTEGER NOT NULL,
  text          TEXT NOT NULL,
  left          INTEGER NOT NULL,
  top           INTEGER NOT NULL,
  width         INTEGER NOT NULL,
  height        INTEGER NOT NULL,
  angle_degrees REAL,
  confidence    REAL,
  is_noise      INTEGER NOT NULL,
  letters       BLOB NOT NULL,
  UNIQUE (reading_id, line_id)
) STRICT;

CREATE TABLE words (
  reading_id INTEGER NOT NULL,
  line_id    INTEGER NOT NULL,
  word_id    INTEGER NOT NULL,
  text       TEXT NOT NULL,
  left       INTEGER NOT NULL,
  top        INTEGER NOT NULL,
  width      INTEGER NOT NULL,
  height     INTEGER NOT NULL,
  confidence REAL,
  is_noise   INTEGER NOT NULL,
  PRIMARY KEY (reading_id, line_id, word_id),
  FOREIGN KEY (reading_id, line_id) REFERENCES lines (reading_id, line_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE failures (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  image_id           INTEGER NOT NULL REFERENCES images (id),
  content_id         INTEGER REFERENCES contents (id),
  run_id             INTEGER NOT NULL REFERENCES runs (id),
  failed_at          TEXT NOT NULL,
  failure_type       TEXT NOT NULL,
  message            TEXT NOT NULL,
  error_code         TEXT NOT NULL,
  ocr_version        TEXT NOT NULL DEFAULT 'unknown',
  ocr_build_date     TEXT NOT NULL DEFAULT 'unknown',
  ocr_description    TEXT NOT NULL DEFAULT 'unknown',
  ocr_full_version   TEXT NOT NULL DEFAULT 'unknown',
  model_id           TEXT NOT NULL,
  processing_seconds REAL,
  validation_errors  TEXT NOT NULL,
  image_folder       TEXT NOT NULL,
  region             TEXT NOT NULL DEFAULT 'local',
  image_size         INTEGER NOT NULL,
  attempt            INTEGER NOT NULL CHECK (attempt >= 1),
  log_stream         TEXT NOT NULL,
  raw_ocr_output     TEXT NOT NULL,
  stack_trace        TEXT NOT NULL,
  UNIQUE (image_id, attempt)
) STRICT;

CREATE TABLE processed (
  image_id      INTEGER PRIMARY KEY REFERENCES images (id),
  content_id    INTEGER REFERENCES contents (id),
  version_id    INTEGER NOT NULL REFERENCES ocr_versions (id),
  run_id        INTEGER NOT NULL REFERENCES runs (id),
  status        TEXT NOT NULL CHECK (status IN ('SUCCESS', 'FAILED')),
  entry_count   INTEGER NOT NULL,
  processed_at  TEXT NOT NULL,
  failures_seen INTEGER NOT NULL
) STRICT;
)sql";

// NULL in rows of version 1: not known.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE readings ADD COLUMN classifier         TEXT;
ALTER TABLE readings ADD COLUMN native_probability REAL;
ALTER TABLE readings ADD COLUMN photo_probability  REAL;
ALTER TABLE readings ADD COLUMN scan_probability   REAL;
ALTER TABLE readings ADD COLUMN class_uncertain    INTEGER
  CHECK (class_uncertain IN (0, 1));
ALTER TABLE readings ADD COLUMN prepare_seconds    REAL;
ALTER TABLE readings ADD COLUMN prepared_scale     REAL;
ALTER TABLE readings ADD COLUMN osd_orientation    INTEGER;
ALTER TABLE ocr_versions ADD COLUMN preparation    TEXT;
)sql";

// What both triggers do when the last path of some bytes goes.
#define RESCAN_FORGET_OLD_BYTES                                  \
  "BEGIN\n"                                                      \
  "  INSERT INTO vector_changes (kind, asset)\n"                 \
  "    SELECT 'REMOVE', lower(hex(c.file_sha256))\n"             \
  "    FROM contents c JOIN readings r ON r.content_id = c.id\n" \
  "    WHERE c.id = old.content_id AND r.superseded = 0;\n"      \
  "  UPDATE readings SET delta_run_id = NULL\n"                  \
  "    WHERE content_id = old.content_id AND superseded = 0;\n"  \
  "END;\n"

// Vectors: which delta archives hold which readings, what has been merged into
// which snapshot, and what a compaction must take away. And the full text.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE compaction_runs (
  id         INTEGER PRIMARY KEY,
  run_id     TEXT NOT NULL UNIQUE,
  image_run  INTEGER REFERENCES runs (id),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE compaction_deltas (
  run_id           TEXT NOT NULL REFERENCES compaction_runs (run_id),
  collection       TEXT NOT NULL,
  delta_path       TEXT NOT NULL,
  model            TEXT NOT NULL,
  dimension        INTEGER NOT NULL,
  vector_count     INTEGER NOT NULL CHECK (vector_count >= 0),
  bytes            INTEGER NOT NULL,
  sha256           BLOB NOT NULL CHECK (length(sha256) = 32),
  state            TEXT NOT NULL DEFAULT 'PENDING' CHECK (state IN
                     ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED')),
  started_at       TEXT,
  finished_at      TEXT,
  error            TEXT NOT NULL DEFAULT '',
  merged_vectors   INTEGER NOT NULL DEFAULT 0 CHECK (merged_vectors >= 0),
  skipped_vectors  INTEGER NOT NULL DEFAULT 0 CHECK (skipped_vectors >= 0),
  merged_version   TEXT,
  delta_deleted_at TEXT,
  PRIMARY KEY (run_id, collection)
) STRICT;

-- The pointer of a collection stands on its greatest version. through_change:
-- changes up to this one are in the snapshot. forgotten_at: it is no longer on
-- disk.
CREATE TABLE snapshot_versions (
  collection     TEXT NOT NULL,
  version        TEXT NOT NULL,
  vector_count   INTEGER NOT NULL CHECK (vector_count >= 0),
  model          TEXT NOT NULL,
  dimension      INTEGER NOT NULL,
  rebuilt        INTEGER NOT NULL CHECK (rebuilt IN (0, 1)),
  created_at     TEXT NOT NULL,
  through_change INTEGER NOT NULL,
  forgotten_at   TEXT,
  PRIMARY KEY (collection, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE compaction_leases (
  collection TEXT PRIMARY KEY,
  owner      TEXT NOT NULL,
  renewed_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vector_changes (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('REMOVE', 'UPDATE')),
  asset      TEXT NOT NULL,
  collection TEXT,
  patch      TEXT NOT NULL DEFAULT ''
) STRICT;

-- The run whose deltas hold the reading's vectors, and how many they are.
ALTER TABLE readings ADD COLUMN delta_run_id TEXT
  REFERENCES compaction_runs (run_id);
ALTER TABLE readings ADD COLUMN line_vectors INTEGER;
ALTER TABLE readings ADD COLUMN word_vectors INTEGER;
CREATE INDEX readings_without_delta ON readings (id)
  WHERE superseded = 0 AND delta_run_id IS NULL;
CREATE INDEX readings_of_delta ON readings (delta_run_id)
  WHERE delta_run_id IS NOT NULL;

-- Triggers, so that no way of replacing or deleting a reading can forget the
-- index. They ask nothing of delta_run_id: an index may hold a reading that no
-- delta does, when one collection's delta failed and the other's did not, or
-- when it was rebuilt during a run.
CREATE TRIGGER reading_superseded AFTER UPDATE OF superseded ON readings
WHEN old.superseded = 0 AND new.superseded = 1
BEGIN
  INSERT INTO vector_changes (kind, asset)
    SELECT 'REMOVE', lower(hex(file_sha256)) FROM contents
    WHERE id = new.content_id;
END;

CREATE TRIGGER reading_deleted BEFORE DELETE ON readings
BEGIN
  INSERT INTO vector_changes (kind, asset)
    SELECT 'REMOVE', lower(hex(file_sha256)) FROM contents
    WHERE id = old.content_id;
END;

-- The last path of some bytes now has others, or is gone. Should a path come
-- back to them, their reading is not held by any delta and gets a new one.
CREATE TRIGGER image_relinked AFTER UPDATE OF content_id ON images
WHEN old.content_id IS NOT new.content_id AND old.content_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM images WHERE content_id = old.content_id)
)sql" RESCAN_FORGET_OLD_BYTES R"sql(
CREATE TRIGGER image_deleted AFTER DELETE ON images
WHEN old.content_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM images WHERE content_id = old.content_id)
)sql" RESCAN_FORGET_OLD_BYTES R"sql(
-- rowid = reading_id * 2^20 + line_id.
CREATE VIRTUAL TABLE line_text USING fts5 (
  text, content = '', prefix = '3',
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO line_text (rowid, text)
  SELECT (reading_id << 20) | line_id, text FROM lines
  WHERE line_id < 1048576 ORDER BY reading_id, line_id;
)sql";

// A table beside the words: few of them have one.
constexpr const char* kVersion5 = R"sql(
CREATE TABLE word_corrections (
  reading_id INTEGER NOT NULL,
  line_id    INTEGER NOT NULL,
  word_id    INTEGER NOT NULL,
  rule       TEXT NOT NULL CHECK (rule <> ''),
  first_text TEXT NOT NULL,
  PRIMARY KEY (reading_id, line_id, word_id),
  FOREIGN KEY (reading_id, line_id, word_id)
    REFERENCES words (reading_id, line_id, word_id)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array kMigrations = {kVersion1, kVersion2, kVersion3,
                                    kSchemaVersion4, kVersion5};
static_assert(kMigrations.size() == RecordStore::kSchemaVersion);

Status MigrateTo(Database& db, int version) {
  RESCAN_TRY(db.Execute(kMigrations[static_cast<std::size_t>(version - 1)]));
  return db.Execute(fmt::format("PRAGMA application_id = {};"
                                "PRAGMA user_version = {};",
                                kApplicationId, version)
                        .c_str());
}

}  // namespace

Result<int> SchemaVersionOf(Database& db) {
  // One state for all three: another process may be making the schema.
  ReadTransaction transaction(db);
  RESCAN_TRY(transaction.Begin());
  const Result<std::int64_t> application = db.Number("PRAGMA application_id");
  if (!application) return tl::unexpected(application.error());
  const Result<std::int64_t> version = db.Number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  if (*version > RecordStore::kSchemaVersion &&
      *application == kApplicationId) {
    return tl::unexpected(db.ErrorAbout(
        ErrorCode::kCorruption,
        fmt::format("written by a newer rescan (schema {}, this one knows {})",
                    *version, RecordStore::kSchemaVersion)));
  }
  const Result<std::int64_t> objects =
      db.Number("SELECT count(*) FROM sqlite_schema");
  if (!objects) return tl::unexpected(objects.error());
  if (*application == 0 && *version == 0 && *objects == 0) return 0;
  if (*application != kApplicationId || *version < 1) {
    return tl::unexpected(db.ErrorAbout(ErrorCode::kCorruption,
                                        "not a database of rescan's records"));
  }
  return static_cast<int>(*version);
}

Status Migrate(Database& db, const std::string& created_at) {
  Result<int> version = SchemaVersionOf(db);
  while (version && *version < RecordStore::kSchemaVersion) {
    WriteTransaction transaction(db);
    RESCAN_TRY(transaction.Begin());
    // Another process may have done this step since.
    version = SchemaVersionOf(db);
    if (!version || *version == RecordStore::kSchemaVersion) break;
    const bool is_new = *version == 0;
    RESCAN_TRY(MigrateTo(db, *version + 1));
    if (is_new) {
      RESCAN_TRY(Execute(db,
                         "INSERT INTO meta (key, value)"
                         " VALUES ('created_at', ?1)",
                         created_at));
    }
    RESCAN_TRY(transaction.Commit());
    version = SchemaVersionOf(db);
  }
  if (!version) return tl::unexpected(version.error());
  return {};
}

}  // namespace rescan
