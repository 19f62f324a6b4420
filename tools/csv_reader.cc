#include "tools/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kernels/base/text.h"

namespace rescan::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
  Reader(std::string_view text, const std::string& source)
      : text_(text), source_(source) {}

  Result<std::vector<CsvRecord>> Read() {
    std::vector<CsvRecord> records;
    while (at_ < text_.size()) {
      CsvRecord record;
      record.line = line_;
      RESCAN_TRY(Record(&record));
      if (!records.empty() &&
          record.cells.size() != records.front().cells.size()) {
        return tl::unexpected(Fault(
            record.line,
            fmt::format("the first row has {} cells, this one {}",
                        records.front().cells.size(), record.cells.size())));
      }
      records.push_back(std::move(record));
    }
    return records;
  }

 private:
  [[nodiscard]] Error Fault(std::size_t line, const std::string& what) const {
    return {ErrorCode::kInvalidArgument,
            fmt::format("{}: line {}: {}", source_, line, what)};
  }

  // Takes the line end at `at_`; false when there is none.
  bool LineEnd() {
    const std::string_view rest = text_.substr(at_);
    const std::size_t size = rest.substr(0, 2) == "\r\n" ? 2
                             : rest.substr(0, 1) == "\n" ? 1
                                                         : 0;
    at_ += size;
    line_ += size > 0;
    return size > 0;
  }

  Status Record(CsvRecord* record) {
    while (true) {
      std::string cell;
      RESCAN_TRY(text_.substr(at_, 1) == "\"" ? Quoted(&cell)
                                              : Unquoted(&cell));
      record->cells.push_back(std::move(cell));
      if (at_ == text_.size() || LineEnd()) return {};
      if (text_[at_] != ',') {
        return tl::unexpected(Fault(
            line_, text_[at_] == '\r' ? "a carriage return without a line feed"
                   : text_[at_] == '"'
                       ? "a quote inside a cell that is not quoted"
                       : "text behind a closing quote"));
      }
      ++at_;
    }
  }

  Status Unquoted(std::string* cell) {
    const std::size_t end =
        std::min(text_.find_first_of(",\"\r\n", at_), text_.size());
    *cell = text_.substr(at_, end - at_);
    at_ = end;
    return {};
  }

  Status Quoted(std::string* cell) {
    const std::size_t first_line = line_;
    ++at_;
    while (true) {
      const std::size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        return tl::unexpected(
            Fault(first_line, "a quote is opened and never closed"));
      }
      const std::string_view part = text_.substr(at_, quote - at_);
      line_ +=
          static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
      *cell += part;
      at_ = quote + 1;
      if (text_.substr(at_, 1) != "\"") return {};
      *cell += '"';
      ++at_;
    }
  }

  const std::string_view text_;
  const std::string& source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// The line of the first byte that is not UTF-8 text, 0 when all is.
std::size_t FaultyLine(std::string_view text) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = Utf8SequenceLength(text.substr(at));
    if (size == 0 || text[at] == '\0') return line;
    line += text[at] == '\n';
    at += size;
  }
  return 0;
}

}  // namespace

Result<std::vector<CsvRecord>> ReadCsv(std::string_view text,
                                       const std::string& source) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (const std::size_t line = FaultyLine(text); line > 0) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{}: line {}: not UTF-8 text", source, line));
  }
  return Reader(text, source).Read();
}

}  // namespace rescan::cli
