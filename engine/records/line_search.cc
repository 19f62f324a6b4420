#include "engine/records/line_search.h"

#include <fmt/format.h>

#include <string_view>

#include "engine/records/open_database.h"
#include "engine/records/search_query.h"
#include "engine/records/sqlite_db.h"

namespace rescan {
namespace {

// Around a match in what highlight() returns. Text that holds them itself is
// shown unmarked.
constexpr std::string_view kOpen = "\x01<";
constexpr std::string_view kClose = "\x01>";

// Columns of a FoundLine but for its matches; tables l, r, c and v.
#define RESCAN_FOUND_LINE                                                 \
  "SELECT coalesce((SELECT min(i.path) FROM images i"                     \
  " WHERE i.content_id = c.id), ''), (SELECT count(*) FROM images i"      \
  " WHERE i.content_id = c.id), c.file_sha256, r.image_class,"            \
  " v.full_version, v.name, r.superseded = 0, l.line_id, l.text, l.left," \
  " l.top, l.width, l.height, r.page_width, r.page_height, l.confidence"

FoundLine LineOfRow(Query& row) {
  FoundLine line;
  line.path = row.Text(0);
  const std::int64_t paths = row.Int64(1);
  line.other_paths = paths > 0 ? paths - 1 : 0;
  line.sha256 = row.Digest(2).value_or(Sha256Digest{});
  line.image_class = row.Text(3);
  line.full_version = row.Text(4);
  line.profile = row.Text(5);
  line.current = row.Int64(6) != 0 && paths > 0;
  line.line_id = row.Int(7);
  line.text = row.Text(8);
  line.box = {row.Int(9), row.Int(10), row.Int(11), row.Int(12)};
  line.page_width = row.Int(13);
  line.page_height = row.Int(14);
  line.confidence = row.Real(15);
  return line;
}

// The places that `marked` has marked in `text`; none if `marked` without its
// marks is not `text`.
std::vector<std::pair<std::size_t, std::size_t>> MatchesIn(
    std::string_view marked, std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> matches;
  std::string plain;
  std::size_t begin = 0;
  while (!marked.empty()) {
    if (marked.starts_with(kOpen)) {
      begin = plain.size();
      marked.remove_prefix(kOpen.size());
    } else if (marked.starts_with(kClose)) {
      matches.emplace_back(begin, plain.size() - begin);
      marked.remove_prefix(kClose.size());
    } else {
      plain += marked.front();
      marked.remove_prefix(1);
    }
  }
  if (plain != text) matches.clear();
  return matches;
}

// The full text keeps no text, so the few lines found are indexed once more,
// in memory, and FTS5 itself says what matched.
Status MarkMatches(Database& db, const std::string& expression,
                   std::vector<FoundLine>& lines) {
  RESCAN_TRY(db.Execute("DELETE FROM temp.found_text"));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    RESCAN_TRY(Execute(db,
                       "INSERT INTO temp.found_text (rowid, text)"
                       " VALUES (?1, ?2)",
                       static_cast<std::int64_t>(i), lines[i].text));
  }
  Query query(db,
              "SELECT rowid, highlight(found_text, 0, ?2, ?3)"
              " FROM temp.found_text WHERE found_text MATCH ?1",
              expression, kOpen, kClose);
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    FoundLine& line = lines.at(static_cast<std::size_t>(query.Int64(0)));
    line.matches = MatchesIn(query.Bytes(1), line.text);
  }
}

}  // namespace

LineSearch::LineSearch(std::unique_ptr<Database> db) : db_(std::move(db)) {}

LineSearch::~LineSearch() = default;

Result<std::unique_ptr<LineSearch>> LineSearch::Open(
    const std::string& workspace, const StoreOptions& options) {
  Result<std::unique_ptr<Database>> db =
      OpenDatabase(workspace, StoreMode::kReadOnly, options);
  if (!db) return tl::unexpected(db.error());
  RESCAN_TRY(
      (*db)->Execute("PRAGMA temp_store = MEMORY;"
                     "CREATE VIRTUAL TABLE temp.found_text USING fts5 (text,"
                     " tokenize = 'unicode61 remove_diacritics 2')"));
  return std::unique_ptr<LineSearch>(new LineSearch(std::move(*db)));
}

Result<std::vector<FoundLine>> LineSearch::Find(const LineQuery& query) {
  const std::string expression = FullTextExpression(query.text);
  std::vector<FoundLine> lines;
  {
    Query found(*db_,
                RESCAN_FOUND_LINE
                " FROM line_text t JOIN readings r ON r.id = t.rowid >> 20"
                " JOIN lines l ON l.reading_id = r.id"
                " AND l.line_id = (t.rowid & 1048575)"
                " JOIN contents c ON c.id = r.content_id"
                " JOIN ocr_versions v ON v.id = r.version_id"
                " WHERE t.line_text MATCH ?1"
                " AND (?2 = '' OR r.image_class = ?2)"
                " AND ((?3 = '' AND r.superseded = 0 AND EXISTS (SELECT 1"
                " FROM images i WHERE i.content_id = r.content_id))"
                " OR v.name = ?3 OR v.full_version = ?3)"
                " ORDER BY bm25(line_text), t.rowid LIMIT ?4",
                expression, query.image_class, query.version, query.limit);
    while (true) {
      const Result<bool> more = found.Step();
      // SQL of ours that fails: it can only be the expression.
      if (!more && more.error().code == ErrorCode::kInternal) {
        return Fail(ErrorCode::kInvalidArgument,
                    "cannot search for so many words and operators");
      }
      if (!more) return tl::unexpected(more.error());
      if (!*more) break;
      lines.push_back(LineOfRow(found));
    }
  }
  RESCAN_TRY(MarkMatches(*db_, expression, lines));
  return lines;
}

Result<FoundLine> LineSearch::LineOf(const Sha256Digest& sha256, int line_id) {
  Query query(*db_,
              RESCAN_FOUND_LINE
              " FROM contents c JOIN readings r ON r.content_id = c.id"
              " AND r.superseded = 0"
              " JOIN lines l ON l.reading_id = r.id AND l.line_id = ?2"
              " JOIN ocr_versions v ON v.id = r.version_id"
              " WHERE c.file_sha256 = ?1",
              sha256, line_id);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) {
    return tl::unexpected(db_->ErrorAbout(
        ErrorCode::kNotFound,
        fmt::format("there is no line {} of {}", line_id, ToHex(sha256))));
  }
  FoundLine line = LineOfRow(query);
  RESCAN_TRY(query.Check());
  return line;
}

}  // namespace rescan
