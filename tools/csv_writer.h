// CSV as RFC 4180 has it: UTF-8, comma, CRLF line ends, quotes doubled.
#ifndef RESCAN_TOOLS_CSV_WRITER_H_
#define RESCAN_TOOLS_CSV_WRITER_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace rescan::cli {

// Builds rows of cells. Take() gives what was built since the last call, so
// that a large export holds one row at a time. Not thread-safe.
//
// A spreadsheet runs a text cell that starts with = + - @ TAB or CR as a
// formula. Such text gets a leading ' (defused) unless `raw`; numbers and a
// single dash are never touched.
class CsvWriter {
 public:
  explicit CsvWriter(bool raw) : raw_(raw) {}

  void Header(std::initializer_list<std::string_view> names);

  // Text is made valid UTF-8 first; NUL, which readers choke on, becomes
  // U+FFFD too.
  CsvWriter& Text(std::string_view text);
  CsvWriter& Number(std::int64_t value);
  CsvWriter& Number(double value);  // shortest; nan and inf are empty
  CsvWriter& Number(float value);
  CsvWriter& Flag(bool value);  // true or false
  CsvWriter& Empty();
  void EndRow();

  [[nodiscard]] std::string Take();

 private:
  void Cell(std::string_view text);

  bool raw_;
  bool row_begun_ = false;
  std::string out_;
};

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_CSV_WRITER_H_
