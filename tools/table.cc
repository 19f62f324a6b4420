#include "tools/table.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "kernels/base/text.h"

namespace rescan::cli {

std::size_t DisplayWidth(std::string_view text) {
  return SplitCharacters(text).size();
}

std::string ShortenEnd(std::string_view text, std::size_t columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  return std::string(TruncateCharacters(text, columns - 1)) + "…";
}

std::string ShortenStart(std::string_view text, std::size_t columns) {
  const auto characters = SplitCharacters(text);
  if (characters.size() <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string result = "…";
  for (std::size_t i = characters.size() - (columns - 1); i < characters.size();
       ++i) {
    result += characters[i];
  }
  return result;
}

std::string WithoutControls(std::string_view text) {
  std::string shown;
  for (const std::string_view c : SplitCharacters(text)) {
    // PathForDisplay would double a backslash, which is no danger here.
    const bool harmless = c.size() > 1 || c == "\\";
    shown += harmless ? std::string(c) : PathForDisplay(c);
  }
  return shown;
}

Table::Table(std::vector<Align> columns, std::vector<std::string> names)
    : columns_(std::move(columns)) {
  if (!names.empty()) Add(std::move(names));
}

void Table::Add(std::vector<std::string> cells) {
  assert(cells.size() == columns_.size());
  for (std::string& cell : cells) cell = WithoutControls(cell);
  rows_.push_back(std::move(cells));
}

std::string Table::Text(std::size_t indent) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - DisplayWidth(row[i]), ' ');
      if (i > 0) line += "  ";
      line += columns_[i] == Align::kLeft ? row[i] + blanks : blanks + row[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace rescan::cli
