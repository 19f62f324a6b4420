-- Applied to schema_v3.sql: what the released step to schema 4 made of it.
BEGIN TRANSACTION;
CREATE TABLE raw_sheets (
  reading_id INTEGER PRIMARY KEY REFERENCES readings (id),
  json       TEXT NOT NULL
) STRICT;

CREATE TABLE sheets (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  user             TEXT NOT NULL,
  content_id       INTEGER NOT NULL REFERENCES contents (id),
  reading_id       INTEGER NOT NULL REFERENCES raw_sheets (reading_id),
  state            TEXT NOT NULL CHECK (state IN
                     ('stored', 'pending', 'rejected', 'discarded',
                      'replaced')),
  verdict          TEXT NOT NULL,
  valid            INTEGER NOT NULL CHECK (valid IN (0, 1)),
  approved_by_hand INTEGER NOT NULL DEFAULT 0
                     CHECK (approved_by_hand IN (0, 1)),
  rejected_by_hand INTEGER NOT NULL DEFAULT 0
                     CHECK (rejected_by_hand IN (0, 1)),
  person_key       TEXT NOT NULL,
  person           TEXT NOT NULL,
  week             TEXT CHECK (length(week) = 10),
  date_range       TEXT NOT NULL,
  status           TEXT NOT NULL,
  zero_hour        INTEGER NOT NULL CHECK (zero_hour IN (0, 1)),
  zero_hour_reason TEXT NOT NULL,
  weekly_total     INTEGER,
  entry_count      INTEGER NOT NULL CHECK (entry_count >= 0),
  captured         TEXT,
  processed_at     TEXT NOT NULL,
  state_reason     TEXT NOT NULL DEFAULT '',
  reasons          TEXT NOT NULL,
  summary          TEXT NOT NULL,
  repair           TEXT NOT NULL,
  findings         TEXT NOT NULL,
  interpretation   TEXT NOT NULL,
  UNIQUE (user, content_id)
) STRICT;
CREATE INDEX sheets_of_week ON sheets (user, person_key, week);
CREATE INDEX sheets_of_content ON sheets (content_id);
CREATE INDEX sheets_pending ON sheets (id) WHERE state = 'pending';

CREATE TABLE entries (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet_id   INTEGER NOT NULL REFERENCES sheets (id),
  user       TEXT NOT NULL,
  person_key TEXT NOT NULL,
  person     TEXT NOT NULL,
  date       TEXT NOT NULL CHECK (length(date) = 10),
  week       TEXT NOT NULL CHECK (length(week) = 10),
  key        TEXT NOT NULL,
  code       TEXT NOT NULL,
  name       TEXT NOT NULL,
  hours      INTEGER,
  state      TEXT NOT NULL CHECK (state IN
               ('ok', 'corrected', 'needs_review', 'unreadable')),
  by_hand    INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1)),
  raw        TEXT NOT NULL,
  confidence REAL,
  left       INTEGER NOT NULL,
  top        INTEGER NOT NULL,
  width      INTEGER NOT NULL,
  height     INTEGER NOT NULL,
  UNIQUE (user, person_key, date, key),
  CHECK ((hours IS NULL) = (state = 'unreadable'))
) STRICT;
CREATE INDEX entries_of_sheet ON entries (sheet_id);
CREATE INDEX entries_of_week ON entries (user, person_key, week);

CREATE TABLE zero_hour_weeks (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet_id   INTEGER NOT NULL UNIQUE REFERENCES sheets (id),
  user       TEXT NOT NULL,
  person_key TEXT NOT NULL,
  person     TEXT NOT NULL,
  week       TEXT NOT NULL CHECK (length(week) = 10),
  reason     TEXT NOT NULL,
  by_hand    INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1)),
  UNIQUE (user, person_key, week)
) STRICT;

CREATE TABLE rejections (
  sheet_id   INTEGER PRIMARY KEY REFERENCES sheets (id),
  user       TEXT NOT NULL,
  person_key TEXT NOT NULL,
  person     TEXT NOT NULL,
  date_range TEXT NOT NULL,
  week       TEXT CHECK (length(week) = 10),
  status     TEXT NOT NULL,
  reason     TEXT NOT NULL
) STRICT;

-- What was changed, by a rule or by a person. entry_id: the row it is of, as
-- long as that stands; NULL for the sheet's own values. The rest of the row's
-- key is as it was when the row was changed.
CREATE TABLE corrections (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet_id   INTEGER NOT NULL REFERENCES sheets (id),
  entry_id   INTEGER REFERENCES entries (id) ON DELETE SET NULL,
  user       TEXT NOT NULL,
  person_key TEXT NOT NULL,
  date       TEXT,
  key        TEXT NOT NULL,
  field      TEXT NOT NULL,
  rule       TEXT NOT NULL,
  before     TEXT NOT NULL,
  after      TEXT NOT NULL,
  by_hand    INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
  made_at    TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_of_sheet ON corrections (sheet_id);
CREATE INDEX corrections_of_entry ON corrections (entry_id)
  WHERE entry_id IS NOT NULL;

CREATE TABLE projects (
  key         TEXT PRIMARY KEY,
  code        TEXT NOT NULL,
  name        TEXT NOT NULL,
  usage_count INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE project_aliases (
  project_key TEXT NOT NULL REFERENCES projects (key),
  kind        TEXT NOT NULL CHECK (kind IN ('code', 'name')),
  seq         INTEGER NOT NULL,
  alias       TEXT NOT NULL,
  PRIMARY KEY (project_key, kind, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE roster (
  seq  INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE name_aliases (
  alias TEXT PRIMARY KEY,
  name  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 4;
COMMIT;
