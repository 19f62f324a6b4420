-- Applied to schema_v2.sql: what the released step to schema 3 made of it, and
-- a run of the index that holds one of its two readings.
BEGIN TRANSACTION;
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
BEGIN
  INSERT INTO vector_changes (kind, asset)
    SELECT 'REMOVE', lower(hex(c.file_sha256))
    FROM contents c JOIN readings r ON r.content_id = c.id
    WHERE c.id = old.content_id AND r.superseded = 0;
  UPDATE readings SET delta_run_id = NULL
    WHERE content_id = old.content_id AND superseded = 0;
END;

CREATE TRIGGER image_deleted AFTER DELETE ON images
WHEN old.content_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM images WHERE content_id = old.content_id)
BEGIN
  INSERT INTO vector_changes (kind, asset)
    SELECT 'REMOVE', lower(hex(c.file_sha256))
    FROM contents c JOIN readings r ON r.content_id = c.id
    WHERE c.id = old.content_id AND r.superseded = 0;
  UPDATE readings SET delta_run_id = NULL
    WHERE content_id = old.content_id AND superseded = 0;
END;

-- rowid = reading_id * 2^20 + line_id.
CREATE VIRTUAL TABLE line_text USING fts5 (
  text, content = '', prefix = '3',
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO line_text (rowid, text)
  SELECT (reading_id << 20) | line_id, text FROM lines
  WHERE line_id < 1048576 ORDER BY reading_id, line_id;
PRAGMA user_version = 3;
INSERT INTO compaction_runs (run_id, image_run, created_at) VALUES
  ('0d9c2f6e-5b7a-4a1e-9c55-0f6f1d2f9a01', 1, '2026-11-22T06:00:00.000000Z');
INSERT INTO compaction_deltas (run_id, collection, delta_path, model,
  dimension, vector_count, bytes, sha256) VALUES
  ('0d9c2f6e-5b7a-4a1e-9c55-0f6f1d2f9a01', 'lines',
   'deltas/lines/0d9c2f6e-5b7a-4a1e-9c55-0f6f1d2f9a01/delta.zip',
   'text-local-1', 256, 10, 4096, zeroblob(32));
UPDATE readings SET delta_run_id = '0d9c2f6e-5b7a-4a1e-9c55-0f6f1d2f9a01',
  line_vectors = 10, word_vectors = 0
  WHERE id = (SELECT min(id) FROM readings);
COMMIT;
