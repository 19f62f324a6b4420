// The rows and words of a page as entries of the collections "lines" and
// "words".
#ifndef RESCAN_ENGINE_EMBEDDING_ENTITY_VECTORS_H_
#define RESCAN_ENGINE_EMBEDDING_ENTITY_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/ocr/page.h"
#include "index/text_embedder.h"
#include "index/vector_record.h"
#include "kernels/base/result.h"

namespace rescan {

struct EntityVectors {
  std::vector<index::VectorRecord> records;
  std::vector<float> vectors;  // one after another, each of length 1
  // Rows or words with no letter or number in them: they have no vector.
  std::size_t without_content = 0;
};

// One vector for each visual row (visual_rows.h) of lines that are not noise,
// in the page's order. The id is that of the row's leftmost line,
// IMAGE#{sha256}#LINE#00001; the context is the row above and the row below,
// kEdge at the ends.
//
// The metadata, one JSON object: "embedding_type" "line", "text" (of the row),
// "line_id", "row_line_ids", "x", "y", "width", "height" (the box around the
// row, pixels of the upright image, origin top left), "confidence" and
// "avg_word_confidence" (means over the row's lines, and over its words that
// are not noise; (0, 1], 6 decimals), "angle_degrees" (of the leftmost line).
//
// `embedder` must be for TextUnit::kLine (kInvalidArgument). A pure function.
[[nodiscard]] Result<EntityVectors> LineVectors(
    const Page& page, const std::string& image_sha256, std::int64_t revision,
    const index::TextEmbedder& embedder);

// One vector for each word that is not noise, on a line that is not; the
// context is the two such words before it on the visual row and the two behind
// it, kEdge where there is none. The id is
// IMAGE#{sha256}#LINE#00001#WORD#00001.
//
// The metadata: "embedding_type" "word", "text", "line_id", "word_id", "x",
// "y", "width", "height", "confidence", "left" and "right" (the next word on
// each side, or "<EDGE>").
//
// `embedder` must be for TextUnit::kWord (kInvalidArgument). A pure function.
[[nodiscard]] Result<EntityVectors> WordVectors(
    const Page& page, const std::string& image_sha256, std::int64_t revision,
    const index::TextEmbedder& embedder);

}  // namespace rescan

#endif  // RESCAN_ENGINE_EMBEDDING_ENTITY_VECTORS_H_
