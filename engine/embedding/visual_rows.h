// The rows a reader sees: an item and its price are one row, though recognition
// gives them as two lines.
#ifndef RESCAN_ENGINE_EMBEDDING_VISUAL_ROWS_H_
#define RESCAN_ENGINE_EMBEDDING_VISUAL_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/ocr/page.h"

namespace rescan {

// Indices into Page::lines, left to right as read; never empty.
using VisualRow = std::vector<std::size_t>;

// The rows of the page from top to bottom, turned as its text is turned (the
// median of the lines' angles). Every line that is not noise is in exactly one
// row. Two lines share a row if they overlap by half the height of the lower
// one and stand beside each other; lines turned more than 15 degrees from the
// page stand alone. A pure function of the page; O(n log n).
[[nodiscard]] std::vector<VisualRow> VisualRowsOf(const Page& page);

// The texts of the row's lines, joined by one blank.
[[nodiscard]] std::string RowText(const Page& page, const VisualRow& row);

}  // namespace rescan

#endif  // RESCAN_ENGINE_EMBEDDING_VISUAL_ROWS_H_
