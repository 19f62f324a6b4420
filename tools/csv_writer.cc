#include "tools/csv_writer.h"

#include <utility>

#include "kernels/base/text.h"
#include "tools/numbers.h"

namespace rescan::cli {
namespace {

constexpr std::string_view kFormulaStarts = "=+-@\t\r";

}  // namespace

void CsvWriter::Header(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) Cell(name);
  EndRow();
}

CsvWriter& CsvWriter::Text(std::string_view text) {
  std::string clean = ToValidUtf8(text);
  for (std::size_t at; (at = clean.find('\0')) != std::string::npos;) {
    clean.replace(at, 1, "\xEF\xBF\xBD");
  }
  // A dash alone is no formula.
  const bool formula = !clean.empty() && clean != "-" &&
                       kFormulaStarts.find(clean[0]) != std::string_view::npos;
  Cell(formula && !raw_ ? "'" + clean : clean);
  return *this;
}

CsvWriter& CsvWriter::Number(std::int64_t value) {
  Cell(std::to_string(value));
  return *this;
}

CsvWriter& CsvWriter::Number(double value) {
  Cell(ShortestText(value));
  return *this;
}

CsvWriter& CsvWriter::Number(float value) {
  Cell(ShortestText(value));
  return *this;
}

CsvWriter& CsvWriter::Flag(bool value) {
  Cell(value ? "true" : "false");
  return *this;
}

CsvWriter& CsvWriter::Empty() {
  Cell("");
  return *this;
}

void CsvWriter::EndRow() {
  out_ += "\r\n";
  row_begun_ = false;
}

std::string CsvWriter::Take() { return std::exchange(out_, {}); }

void CsvWriter::Cell(std::string_view text) {
  if (row_begun_) out_ += ',';
  row_begun_ = true;
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out_ += text;
    return;
  }
  out_ += '"';
  for (const char c : text) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

}  // namespace rescan::cli
