#include "engine/embedding/entity_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <utility>

#include "engine/embedding/visual_rows.h"

namespace rescan {
namespace {

using nlohmann::json;

// One page's entries, as they come.
class Collector {
 public:
  Collector(std::string image_sha256, std::int64_t revision,
            const index::TextEmbedder& embedder)
      : image_(std::move(image_sha256)),
        revision_(revision),
        embedder_(embedder) {}

  // `entity` is the id behind the image's.
  Status Add(std::string_view text, std::span<const std::string_view> context,
             const std::string& entity, const json& metadata) {
    const std::size_t before = result_.vectors.size();
    result_.vectors.resize(before +
                           static_cast<std::size_t>(embedder_.dimension()));
    const Status embedded = embedder_.Embed(
        text, context, std::span(result_.vectors).subspan(before));
    if (!embedded) {
      result_.vectors.resize(before);
      if (embedded.error().code != ErrorCode::kUnsupported) return embedded;
      ++result_.without_content;
      return {};
    }
    index::VectorRecord& record = result_.records.emplace_back();
    record.id = fmt::format("IMAGE#{}#{}", image_, entity);
    record.asset = image_;
    record.revision = revision_;
    record.metadata =
        metadata.dump(-1, ' ', false, json::error_handler_t::replace);
    return {};
  }

  EntityVectors Take() { return std::move(result_); }

 private:
  const std::string image_;
  const std::int64_t revision_;
  const index::TextEmbedder& embedder_;
  EntityVectors result_;
};

Status CheckUnit(const index::TextEmbedder& embedder, index::TextUnit unit) {
  if (embedder.unit() == unit) return {};
  return Fail(ErrorCode::kInvalidArgument,
              embedder.model() + " is not for this kind of entity");
}

// A confidence as it is written.
double SixDecimals(double value) { return std::round(value * 1e6) / 1e6; }

PixelBox Around(const PixelBox& a, const PixelBox& b) {
  const int left = std::min(a.left, b.left), top = std::min(a.top, b.top);
  return {left, top, std::max(a.left + a.width, b.left + b.width) - left,
          std::max(a.top + a.height, b.top + b.height) - top};
}

void AddBox(const PixelBox& box, json& metadata) {
  metadata["x"] = box.left;
  metadata["y"] = box.top;
  metadata["width"] = box.width;
  metadata["height"] = box.height;
}

json RowMetadata(const Page& page, const VisualRow& row,
                 const std::string& text) {
  const Line& leftmost = page.lines[row.front()];
  PixelBox box = leftmost.box;
  double confidence = 0, word_confidence = 0;
  int words = 0;
  json line_ids = json::array();
  for (const std::size_t index : row) {
    const Line& line = page.lines[index];
    box = Around(box, line.box);
    confidence += line.confidence;
    line_ids.push_back(line.id);
    for (const Word& word : line.words) {
      if (word.is_noise) continue;
      word_confidence += word.confidence;
      ++words;
    }
  }
  confidence /= static_cast<double>(row.size());
  json metadata = {{"embedding_type", "line"},
                   {"text", text},
                   {"line_id", leftmost.id},
                   {"row_line_ids", std::move(line_ids)},
                   {"confidence", SixDecimals(confidence)},
                   {"angle_degrees", SixDecimals(leftmost.angle_degrees)}};
  if (words > 0) {
    metadata["avg_word_confidence"] = SixDecimals(word_confidence / words);
  }
  AddBox(box, metadata);
  return metadata;
}

// A word on its row.
struct RowWord {
  const Line* line = nullptr;
  const Word* word = nullptr;
};

std::vector<RowWord> WordsOf(const Page& page, const VisualRow& row) {
  std::vector<RowWord> words;
  for (const std::size_t index : row) {
    const Line& line = page.lines[index];
    for (const Word& word : line.words) {
      if (!word.is_noise) words.push_back({&line, &word});
    }
  }
  return words;
}

Status AddWords(const std::vector<RowWord>& words, Collector& collector) {
  const auto text_at = [&words](std::size_t i) {
    return i < words.size() ? std::string_view(words[i].word->text)
                            : index::kEdge;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& [line, word] = words[i];
    // Below 0 wraps around and is behind the end as well.
    const std::array<std::string_view, 4> context = {
        text_at(i - 2), text_at(i - 1), text_at(i + 1), text_at(i + 2)};
    json metadata = {{"embedding_type", "word"},
                     {"text", word->text},
                     {"line_id", line->id},
                     {"word_id", word->id},
                     {"confidence", SixDecimals(word->confidence)},
                     {"left", context[1]},
                     {"right", context[2]}};
    AddBox(word->box, metadata);
    RESCAN_TRY(collector.Add(
        word->text, context,
        fmt::format("LINE#{:05}#WORD#{:05}", line->id, word->id), metadata));
  }
  return {};
}

}  // namespace

Result<EntityVectors> LineVectors(const Page& page,
                                  const std::string& image_sha256,
                                  std::int64_t revision,
                                  const index::TextEmbedder& embedder) {
  RESCAN_TRY(CheckUnit(embedder, index::TextUnit::kLine));
  Collector collector(image_sha256, revision, embedder);
  const std::vector<VisualRow> rows = VisualRowsOf(page);
  std::vector<std::string> texts;
  for (const VisualRow& row : rows) texts.push_back(RowText(page, row));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::array<std::string_view, 2> context = {
        i > 0 ? std::string_view(texts[i - 1]) : index::kEdge,
        i + 1 < rows.size() ? std::string_view(texts[i + 1]) : index::kEdge};
    RESCAN_TRY(
        collector.Add(texts[i], context,
                      fmt::format("LINE#{:05}", page.lines[rows[i].front()].id),
                      RowMetadata(page, rows[i], texts[i])));
  }
  return collector.Take();
}

Result<EntityVectors> WordVectors(const Page& page,
                                  const std::string& image_sha256,
                                  std::int64_t revision,
                                  const index::TextEmbedder& embedder) {
  RESCAN_TRY(CheckUnit(embedder, index::TextUnit::kWord));
  Collector collector(image_sha256, revision, embedder);
  for (const VisualRow& row : VisualRowsOf(page)) {
    RESCAN_TRY(AddWords(WordsOf(page, row), collector));
  }
  return collector.Take();
}

}  // namespace rescan
