// JSON of one exact form: fixed keys in fixed order, one way to write every
// value. What is written so can be read without a tree in memory, and equal
// content has equal bytes.
#ifndef RESCAN_INDEX_FIXED_JSON_H_
#define RESCAN_INDEX_FIXED_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/base/sha256.h"

namespace rescan::index {

// Appends `text` in quotes. Only '"', '\' and U+0000 to U+001F are escaped, the
// last as \u00xx in lower case. `text` is valid UTF-8.
void AppendJsonString(std::string_view text, std::string* out);

// Reads such JSON from the front. A step that does not find what it wants
// sets ok() to false for good and gives an empty value, so that the result is
// checked once, at the end. Never reads outside the text.
class FixedJsonReader {
 public:
  explicit FixedJsonReader(std::string_view text) : rest_(text) {}

  // The text must go on with exactly this.
  void Literal(std::string_view text);
  // True, and past it, if the text goes on with this.
  bool Skip(std::string_view text);
  // UTF-8 is not checked.
  std::string String();
  // As std::to_string writes it: no leading zeros, no "-0".
  std::int64_t Integer();
  // A string of 64 lower-case hexadecimal digits.
  Sha256Digest Digest();

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  bool Fail();

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace rescan::index

#endif  // RESCAN_INDEX_FIXED_JSON_H_
