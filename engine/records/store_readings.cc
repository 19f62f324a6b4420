// The rows of one reading: classification, lines, words, packed letters.
#include <algorithm>
#include <string>

#include "engine/documents/timesheet/raw_sheet_json.h"
#include "engine/records/letters.h"
#include "engine/records/sqlite_db.h"
#include "engine/records/store_impl.h"

namespace rescan {
namespace {

Error Disordered(const Database& db) {
  return db.ErrorAbout(ErrorCode::kInternal,
                       "line and word ids must ascend from 1");
}

Status InsertWords(Database& db, std::int64_t reading, const Line& line) {
  int last_id = 0;
  for (const Word& word : line.words) {
    if (word.id <= last_id) return tl::unexpected(Disordered(db));
    last_id = word.id;
    RESCAN_TRY(Execute(
        db,
        "INSERT INTO words (reading_id, line_id, word_id, text, left, top,"
        " width, height, confidence, is_noise)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        reading, line.id, word.id, word.text, word.box.left, word.box.top,
        word.box.width, word.box.height, double{word.confidence},
        word.is_noise));
    if (word.correction == Correction::kNone) continue;
    RESCAN_TRY(Execute(
        db,
        "INSERT INTO word_corrections (reading_id, line_id, word_id, rule,"
        " first_text) VALUES (?1, ?2, ?3, ?4, ?5)",
        reading, line.id, word.id, CorrectionName(word.correction),
        word.first_text));
  }
  return {};
}

Status IndexText(Database& db, std::int64_t reading, const Line& line) {
  const std::optional<std::int64_t> row = LineTextRow(reading, line.id);
  if (!row) return {};
  return Execute(db, "INSERT INTO line_text (rowid, text) VALUES (?1, ?2)",
                 *row, line.text);
}

Status InsertLines(Database& db, std::int64_t reading, const Page& page) {
  int last_id = 0;
  for (const Line& line : page.lines) {
    if (line.id <= last_id) return tl::unexpected(Disordered(db));
    last_id = line.id;
    const Result<std::string> letters = PackLetters(line.words);
    if (!letters) {
      return tl::unexpected(
          db.ErrorAbout(letters.error().code, letters.error().message));
    }
    RESCAN_TRY(Execute(
        db,
        "INSERT INTO lines (reading_id, line_id, text, left, top, width,"
        " height, angle_degrees, confidence, is_noise, letters)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        reading, line.id, line.text, line.box.left, line.box.top,
        line.box.width, line.box.height, double{line.angle_degrees},
        double{line.confidence}, line.is_noise, BlobView{*letters}));
    RESCAN_TRY(IndexText(db, reading, line));
    RESCAN_TRY(InsertWords(db, reading, line));
  }
  return {};
}

PixelBox BoxColumns(Query& row, int first) {
  return PixelBox{row.Int(first), row.Int(first + 1), row.Int(first + 2),
                  row.Int(first + 3)};
}

// The next line's words, from a query that gives all words of the page in
// order and stands on the first of them. Leaves `more` telling whether the
// query stands on a row.
Status TakeWords(Query& words, bool& more, Line& line) {
  while (more && words.Int(0) == line.id) {
    Word word;
    word.id = words.Int(1);
    word.text = words.Text(2);
    word.box = BoxColumns(words, 3);
    word.confidence = static_cast<float>(words.Real(7));
    word.is_noise = words.Int64(8) != 0;
    line.words.push_back(std::move(word));
    const Result<bool> next = words.Step();
    if (!next) return tl::unexpected(next.error());
    more = *next;
  }
  return {};
}

Error Damaged(const Database& db, const std::string& what) {
  return db.ErrorAbout(ErrorCode::kCorruption,
                       "the database is damaged: " + what);
}

Word* FindWord(Page& page, int line_id, int word_id) {
  const auto line =
      std::ranges::lower_bound(page.lines, line_id, {}, &Line::id);
  if (line == page.lines.end() || line->id != line_id) return nullptr;
  const auto word =
      std::ranges::lower_bound(line->words, word_id, {}, &Word::id);
  return word == line->words.end() || word->id != word_id ? nullptr : &*word;
}

Status ReadCorrections(Database& db, std::int64_t reading, Page& page) {
  Query rows(db,
             "SELECT line_id, word_id, rule, first_text FROM word_corrections"
             " WHERE reading_id = ?1",
             reading);
  while (true) {
    const Result<bool> more = rows.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    Word* const word = FindWord(page, rows.Int(0), rows.Int(1));
    const Correction rule = CorrectionNamed(rows.Text(2));
    if (word == nullptr || rule == Correction::kNone) {
      return tl::unexpected(
          Damaged(db, "a correction without its word or rule"));
    }
    word->correction = rule;
    word->first_text = rows.Text(3);
  }
}

template <class T, class Member>
std::optional<Member> Part(const std::optional<T>& whole, Member T::*member) {
  if (!whole) return std::nullopt;
  return (*whole).*member;
}

}  // namespace

Status InsertReading(Database& db, const RunContext& run, ContentId content,
                     const Reading& reading, const StageSeconds& seconds) {
  RESCAN_TRY(Execute(db,
                     "UPDATE readings SET superseded = 1"
                     " WHERE content_id = ?1 AND superseded = 0",
                     content));
  const Page& page = reading.page;
  std::int64_t word_count = 0;
  for (const Line& line : page.lines) {
    word_count += static_cast<std::int64_t>(line.words.size());
  }
  const Classification& classes = reading.classification;
  const PixelFeatures& pixels = classes.pixels;
  const std::optional<ContentVerdict>& content_says = classes.content;
  RESCAN_TRY(Execute(
      db,
      "INSERT INTO readings (content_id, version_id, run_id, created_at,"
      " superseded, page_width, page_height, line_count, word_count,"
      " image_class, deciding_rule, margin_left, margin_right, margin_top,"
      " margin_bottom, scan_distance, photo_distance, border_white,"
      " mean_saturation, border_mean_luminance, border_stddev, open_seconds,"
      " decode_seconds, classify_seconds, layout_seconds, recognise_seconds,"
      " wall_seconds, classifier, native_probability, photo_probability,"
      " scan_probability, class_uncertain, prepare_seconds,"
      " prepared_scale, osd_orientation)"
      " VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
      " ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
      " ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34)",
      content, run.version, run.id, run.now, page.width, page.height,
      static_cast<std::int64_t>(page.lines.size()), word_count,
      ImageClassName(classes.image_class), DecidingRuleName(classes.rule),
      classes.margins.left, classes.margins.right, classes.margins.top,
      classes.margins.bottom, classes.scan_distance, classes.photo_distance,
      pixels.border_white, pixels.mean_saturation, pixels.border_mean_luminance,
      pixels.border_stddev, seconds.open, seconds.decode, seconds.classify,
      seconds.layout, seconds.recognise, seconds.wall,
      Part(content_says, &ContentVerdict::classifier),
      Part(content_says, &ContentVerdict::native),
      Part(content_says, &ContentVerdict::photo),
      Part(content_says, &ContentVerdict::scan),
      Part(content_says, &ContentVerdict::uncertain), seconds.prepare,
      reading.prepared_scale, reading.osd_orientation));
  const std::int64_t id = db.last_insert_id();
  if (reading.timesheet) {
    RESCAN_TRY(Execute(db,
                       "INSERT INTO raw_sheets (reading_id, json)"
                       " VALUES (?1, ?2)",
                       id, timesheet::WriteRawSheet(*reading.timesheet)));
  }
  return InsertLines(db, id, page);
}

Status ReadLines(Database& db, std::int64_t reading, Page& page,
                 bool with_letters) {
  page.lines.clear();
  Query words(db,
              "SELECT line_id, word_id, text, left, top, width, height,"
              " confidence, is_noise FROM words WHERE reading_id = ?1"
              " ORDER BY line_id, word_id",
              reading);
  const Result<bool> first = words.Step();
  if (!first) return tl::unexpected(first.error());
  bool more_words = *first;
  Query lines(db,
              "SELECT line_id, text, left, top, width, height, angle_degrees,"
              " confidence, is_noise, letters FROM lines WHERE reading_id = ?1"
              " ORDER BY line_id",
              reading);
  while (true) {
    const Result<bool> more = lines.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    Line line;
    line.id = lines.Int(0);
    line.text = lines.Text(1);
    line.box = BoxColumns(lines, 2);
    line.angle_degrees = static_cast<float>(lines.Real(6));
    line.confidence = static_cast<float>(lines.Real(7));
    line.is_noise = lines.Int64(8) != 0;
    RESCAN_TRY(TakeWords(words, more_words, line));
    const Status letters =
        with_letters ? UnpackLetters(lines.Bytes(9), line.words) : Status();
    if (!letters) {
      return tl::unexpected(
          db.ErrorAbout(letters.error().code,
                        "the database is damaged: " + letters.error().message));
    }
    page.lines.push_back(std::move(line));
  }
  if (more_words) {
    return tl::unexpected(Damaged(db, "words without their line"));
  }
  return ReadCorrections(db, reading, page);
}

}  // namespace rescan
