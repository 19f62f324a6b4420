// Images, lines, words and letters as `ocr` and `export` write them. The
// fields are documented in engine/doc/formats.md.
#ifndef RESCAN_TOOLS_ENTITY_FORMAT_H_
#define RESCAN_TOOLS_ENTITY_FORMAT_H_

#include <functional>
#include <string>
#include <string_view>

#include "engine/image/classify.h"
#include "engine/ocr/page.h"
#include "engine/records/store.h"
#include "tools/csv_writer.h"
#include "tools/json_line.h"

namespace rescan::cli {

enum class EntityKind { kImages, kLines, kWords, kLetters };

// ---- JSON

// Text, geometry, confidence, noise flag and id of a line, with its words and
// their letters nested; those of a word and of a letter likewise. Words and
// letters have the angle of their line.
[[nodiscard]] Json LineJson(const Page& page, const Line& line);

// Image class, deciding rule and all the numbers.
[[nodiscard]] Json ClassificationJson(const Classification& classification);

// The 13 metadata fields under their documented names.
[[nodiscard]] Json MetadataJson(const ImageMetadata& metadata);

// One object of `rescan export --what images`.
[[nodiscard]] Json ImageJson(const ExportedImage& image);

// The objects of the other kinds, one `emit` each, with the fields that place
// them: path, user, image_id, version and keys.
[[nodiscard]] Status EmitEntities(
    const ExportedImage& image, EntityKind kind,
    const std::function<Status(const Json&)>& emit);

// ---- CSV, the same fields flat

void EntityCsvHeader(EntityKind kind, CsvWriter& csv);
// Adds the rows of one image: one for kImages, else one for each entity.
void EntityCsvRows(const ExportedImage& image, EntityKind kind, CsvWriter& csv);

// ---- names shared by both

// "IMAGE#" and the file's SHA-256; empty when the bytes were never read.
[[nodiscard]] std::string ImageKeyOf(const ExportedImage& image);
// "LINE#00001", "LINE#00001#WORD#00002", "LINE#00001#WORD#00002#LETTER#00003";
// an id of 0 ends the key.
[[nodiscard]] std::string EntityKeyOf(int line, int word, int letter);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_ENTITY_FORMAT_H_
