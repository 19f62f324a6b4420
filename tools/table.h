// Aligned text for people.
#ifndef RESCAN_TOOLS_TABLE_H_
#define RESCAN_TOOLS_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace rescan::cli {

// Terminal columns of `text`, counting one for each character.
[[nodiscard]] std::size_t DisplayWidth(std::string_view text);

// At most `columns` characters; what is cut off shows as "…" at the end, or at
// the start for names whose end says more (paths).
[[nodiscard]] std::string ShortenEnd(std::string_view text,
                                     std::size_t columns);
[[nodiscard]] std::string ShortenStart(std::string_view text,
                                       std::size_t columns);

// `text` with control characters as \xHH, so that it cannot move the cursor.
[[nodiscard]] std::string WithoutControls(std::string_view text);

// Columns two blanks apart, as wide as their widest cell. Control characters
// in cells are shown as \xHH.
class Table {
 public:
  enum class Align { kLeft, kRight };

  // Without names there is no header line.
  explicit Table(std::vector<Align> columns,
                 std::vector<std::string> names = {});

  // REQUIRES: as many cells as columns.
  void Add(std::vector<std::string> cells);

  // One line each, no trailing blanks; `indent` blanks in front.
  [[nodiscard]] std::string Text(std::size_t indent = 0) const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_TABLE_H_
