#include "tests/support/strict_csv.h"

#include <stdexcept>

namespace rescan::testing {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<std::vector<std::string>> Parse() {
    std::vector<std::vector<std::string>> records;
    while (pos_ < text_.size()) {
      records.push_back(Record());
      if (records.back().size() != records.front().size()) {
        Reject("record with another number of fields than the first");
      }
    }
    return records;
  }

 private:
  [[noreturn]] void Reject(const std::string& why) const {
    throw std::runtime_error(why + " at byte " + std::to_string(pos_));
  }

  std::vector<std::string> Record() {
    std::vector<std::string> fields;
    while (true) {
      fields.push_back(Field());
      if (pos_ < text_.size() && text_[pos_] == ',') {
        ++pos_;
      } else if (text_.substr(pos_, 2) == "\r\n") {
        pos_ += 2;
        return fields;
      } else {
        Reject("neither a comma nor CRLF after a field");
      }
    }
  }

  std::string Field() {
    if (pos_ < text_.size() && text_[pos_] == '"') return Quoted();
    const std::size_t end = text_.find_first_of(",\"\r\n", pos_);
    const std::size_t start = pos_;
    pos_ = end == std::string_view::npos ? text_.size() : end;
    return std::string(text_.substr(start, pos_ - start));
  }

  std::string Quoted() {
    std::string field;
    ++pos_;
    while (true) {
      const std::size_t quote = text_.find('"', pos_);
      if (quote == std::string_view::npos) Reject("quote never closed");
      field += text_.substr(pos_, quote - pos_);
      pos_ = quote + 1;
      if (pos_ >= text_.size() || text_[pos_] != '"') return field;
      field += '"';
      ++pos_;
    }
  }

  std::string_view text_;
  std::size_t pos_ = 0;
};

}  // namespace

std::vector<std::vector<std::string>> ParseStrictCsv(std::string_view text) {
  return Parser(text).Parse();
}

}  // namespace rescan::testing
