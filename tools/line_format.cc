#include "tools/line_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "kernels/base/text.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

using Align = Table::Align;

constexpr std::size_t kPathColumns = 48;

// Stand for the escapes while the table is made: it shows control characters
// as text. Private use, so no text is meant by them.
constexpr std::string_view kBegin = "\xee\x80\x80";  // U+E000
constexpr std::string_view kEnd = "\xee\x80\x81";    // U+E001
constexpr std::string_view kBold = "\x1b[1;31m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string Replaced(std::string_view text, std::string_view what,
                     std::string_view by) {
  std::string result;
  while (true) {
    const std::size_t at = text.find(what);
    result.append(text.substr(0, at));
    if (at == std::string_view::npos) return result;
    result.append(by);
    text.remove_prefix(at + what.size());
  }
}

std::string Marked(const FoundLine& line) {
  if (line.text.find(kBegin) != std::string::npos ||
      line.text.find(kEnd) != std::string::npos) {
    return Replaced(Replaced(line.text, kBegin, "?"), kEnd, "?");
  }
  std::string text;
  std::size_t done = 0;
  for (const auto& [begin, length] : line.matches) {
    text += line.text.substr(done, begin - done);
    text += kBegin;
    text += line.text.substr(begin, length);
    text += kEnd;
    done = begin + length;
  }
  return text + line.text.substr(done);
}

std::string PathText(const FoundLine& line) {
  std::string path = line.path.empty() ? "(no file has these bytes now)"
                                       : PathForDisplay(line.path);
  path = ShortenStart(path, kPathColumns);
  if (line.other_paths > 0) path += fmt::format(" (+{})", line.other_paths);
  return path;
}

std::string PlaceText(const PixelBox& box) {
  return fmt::format("{},{} {}x{}", box.left, box.top, box.width, box.height);
}

}  // namespace

std::string LineTable(const std::vector<ShownLine>& lines, bool marks) {
  if (lines.empty()) return {};
  const bool any_alike = std::any_of(
      lines.begin(), lines.end(),
      [](const ShownLine& shown) { return shown.likeness.has_value(); });
  std::vector<Align> columns = {Align::kLeft, Align::kRight, Align::kLeft,
                                Align::kLeft};
  std::vector<std::string> names = {"IMAGE", "LINE", "PLACE", "TEXT"};
  if (any_alike) {
    columns.insert(columns.begin() + 3, {Align::kRight, Align::kLeft});
    names.insert(names.begin() + 3, {"SIMILAR", "BAND"});
  }
  Table table(std::move(columns), std::move(names));
  for (const ShownLine& shown : lines) {
    const FoundLine& line = shown.line;
    std::vector<std::string> cells = {PathText(line),
                                      std::to_string(line.line_id),
                                      PlaceText(line.box), Marked(line)};
    if (any_alike) {
      const auto& like = shown.likeness;
      cells.insert(cells.begin() + 3,
                   {like ? fmt::format("{:.1f} %", like->similarity) : "words",
                    like ? like->band : ""});
    }
    table.Add(std::move(cells));
  }
  return Replaced(Replaced(table.Text(), kBegin, marks ? kBold : ""), kEnd,
                  marks ? kPlain : "");
}

Json LineMatchJson(const ShownLine& shown) {
  const FoundLine& line = shown.line;
  Json json = {{"type", "line"},
               {"match", shown.likeness ? "similar" : "words"},
               {"path", PathToText(line.path)},
               {"other_paths", line.other_paths},
               {"image_id", ToHex(line.sha256)},
               {"line_id", line.line_id},
               {"text", line.text},
               {"left", line.box.left},
               {"top", line.box.top},
               {"width", line.box.width},
               {"height", line.box.height},
               {"page_width", line.page_width},
               {"page_height", line.page_height},
               {"confidence", line.confidence},
               {"image_type", line.image_class},
               {"full_version", line.full_version},
               {"profile", line.profile},
               {"current", line.current}};
  if (shown.likeness) {
    json["similarity"] = shown.likeness->similarity;
    json["band"] = shown.likeness->band;
    json["score"] = shown.likeness->score;
  } else {
    json["matches"] = Json::array();
    for (const auto& [begin, length] : line.matches) {
      json["matches"].push_back({begin, length});
    }
  }
  return json;
}

}  // namespace rescan::cli
