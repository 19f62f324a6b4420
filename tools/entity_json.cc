#include <fmt/format.h>

#include "engine/ocr/noise.h"
#include "kernels/base/text.h"
#include "tools/entity_format.h"
#include "tools/entity_geometry.h"
#include "tools/numbers.h"

namespace rescan::cli {
namespace {

Json PointJson(const NormPoint& point) {
  return {{"x", point.x}, {"y", point.y}};
}

void AddGeometry(Json& json, const Geometry& geometry) {
  const NormBox& box = geometry.bounding_box;
  json["bounding_box"] = {
      {"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}};
  const Corners& corners = geometry.corners;
  json["top_left"] = PointJson(corners.top_left);
  json["top_right"] = PointJson(corners.top_right);
  json["bottom_left"] = PointJson(corners.bottom_left);
  json["bottom_right"] = PointJson(corners.bottom_right);
  json["angle_degrees"] = ShortestDouble(geometry.angle_degrees);
  json["angle_radians"] = geometry.angle_radians;
}

void AddEntity(Json& json, const std::string& text, const Geometry& geometry,
               float confidence, bool is_noise) {
  json["text"] = text;
  AddGeometry(json, geometry);
  json["confidence"] = ShortestDouble(confidence);
  json["is_noise"] = is_noise;
}

void AddLine(Json& json, const Page& page, const Line& line) {
  json["line_id"] = line.id;
  AddEntity(json, line.text,
            GeometryOf(line.box, line.angle_degrees, page.width, page.height),
            line.confidence, line.is_noise);
}

void AddWord(Json& json, const Page& page, const Line& line, const Word& word) {
  json["word_id"] = word.id;
  AddEntity(json, word.text,
            GeometryOf(word.box, line.angle_degrees, page.width, page.height),
            word.confidence, word.is_noise);
  if (word.correction != Correction::kNone) {
    json["correction"] = {{"rule", CorrectionName(word.correction)},
                          {"read", word.first_text}};
  }
}

void AddLetter(Json& json, const Page& page, const Line& line, const Word& word,
               std::size_t i) {
  const Letter& letter = word.letters[i];
  json["letter_id"] = word.letter_ids[i];
  AddEntity(json, letter.text,
            GeometryOf(letter.box, line.angle_degrees, page.width, page.height),
            letter.confidence, IsNoise(letter.text));
}

Json Placed(const ExportedImage& image, std::string_view type,
            const std::string& key) {
  return {{"type", type},
          {"path", PathToText(image.path)},
          {"user", image.user},
          {"image_id", image.file_sha256 ? ToHex(*image.file_sha256) : ""},
          {"duplicate_of", PathToText(image.duplicate_of)},
          {"full_version", image.full_version},
          {"profile", image.profile},
          {"current", image.current},
          {"pk", ImageKeyOf(image)},
          {"sk", key}};
}

template <class T>
Json OrNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json HashJson(const std::optional<Sha256Digest>& digest) {
  return digest ? Json(ToHex(*digest)) : Json(nullptr);
}

}  // namespace

std::string ImageKeyOf(const ExportedImage& image) {
  return image.file_sha256 ? "IMAGE#" + ToHex(*image.file_sha256) : "";
}

std::string EntityKeyOf(int line, int word, int letter) {
  std::string key = fmt::format("LINE#{:05}", line);
  if (word > 0) key += fmt::format("#WORD#{:05}", word);
  if (letter > 0) key += fmt::format("#LETTER#{:05}", letter);
  return key;
}

Json LineJson(const Page& page, const Line& line) {
  Json json;
  AddLine(json, page, line);
  Json& words = json["words"] = Json::array();
  for (const Word& word : line.words) {
    Json& word_json = words.emplace_back();
    AddWord(word_json, page, line, word);
    Json& letters = word_json["letters"] = Json::array();
    for (std::size_t i = 0; i < word.letters.size(); ++i) {
      AddLetter(letters.emplace_back(), page, line, word, i);
    }
  }
  return json;
}

Json ClassificationJson(const Classification& classification) {
  const Margins& margins = classification.margins;
  const PixelFeatures& pixels = classification.pixels;
  Json json = {{"image_type", ImageClassName(classification.image_class)},
               {"deciding_rule", DecidingRuleName(classification.rule)},
               {"margin_left", margins.left},
               {"margin_right", margins.right},
               {"margin_top", margins.top},
               {"margin_bottom", margins.bottom},
               {"scan_distance", classification.scan_distance},
               {"photo_distance", classification.photo_distance},
               {"border_white", pixels.border_white},
               {"mean_saturation", pixels.mean_saturation},
               {"border_mean_luminance", pixels.border_mean_luminance},
               {"border_stddev", pixels.border_stddev}};
  const std::optional<ContentVerdict>& content = classification.content;
  json["classifier"] = content ? Json(content->classifier) : Json();
  json["native_probability"] = content ? Json(content->native) : Json();
  json["photo_probability"] = content ? Json(content->photo) : Json();
  json["scan_probability"] = content ? Json(content->scan) : Json();
  json["class_uncertain"] = content ? Json(content->uncertain) : Json();
  return json;
}

Json MetadataJson(const ImageMetadata& metadata) {
  return {{"ImageWidth", metadata.width},
          {"ImageHeight", metadata.height},
          {"ImageFormat", metadata.format},
          {"ImageMode", metadata.mode},
          {"AspectRatio", metadata.aspect_ratio},
          {"Megapixels", metadata.megapixels},
          {"QualityCategory", metadata.quality_category},
          {"FileSizeBytes", metadata.file_size_bytes},
          {"FileSizeKB", metadata.file_size_kb},
          {"BytesPerPixel", metadata.bytes_per_pixel},
          {"DPI_X", metadata.dpi_x},
          {"DPI_Y", metadata.dpi_y},
          {"ResolutionCategory", metadata.resolution_category}};
}

Json ImageJson(const ExportedImage& image) {
  Json json = {{"type", "image"},
               {"path", PathToText(image.path)},
               {"user", image.user},
               {"kind", image.kind},
               {"status", image.status},
               {"image_id", HashJson(image.file_sha256)},
               {"pixel_sha256", HashJson(image.pixel_sha256)},
               {"duplicate_of", PathToText(image.duplicate_of)}};
  json.update(MetadataJson(image.metadata));
  json["exif_orientation"] = image.exif_orientation;
  json["frame_count"] = image.frame_count;
  json["warnings"] = image.warnings;
  if (image.reading) {
    json["full_version"] = image.full_version;
    json["profile"] = image.profile;
    json["fingerprint"] = image.fingerprint;
    json["current"] = image.current;
    json["line_count"] = image.line_count;
    json["word_count"] = image.word_count;
    json["prepared_scale"] = OrNull(image.reading->prepared_scale);
    json["osd_orientation"] = OrNull(image.reading->osd_orientation);
    json.update(ClassificationJson(image.reading->classification));
  }
  json["pk"] = ImageKeyOf(image);
  return json;
}

Status EmitEntities(const ExportedImage& image, EntityKind kind,
                    const std::function<Status(const Json&)>& emit) {
  if (!image.reading) return {};
  const Page& page = image.reading->page;
  for (const Line& line : page.lines) {
    if (kind == EntityKind::kLines) {
      Json json = Placed(image, "line", EntityKeyOf(line.id, 0, 0));
      AddLine(json, page, line);
      RESCAN_TRY(emit(json));
      continue;
    }
    for (const Word& word : line.words) {
      if (kind == EntityKind::kWords) {
        Json json = Placed(image, "word", EntityKeyOf(line.id, word.id, 0));
        json["line_id"] = line.id;
        AddWord(json, page, line, word);
        RESCAN_TRY(emit(json));
        continue;
      }
      for (std::size_t i = 0; i < word.letters.size(); ++i) {
        Json json = Placed(image, "letter",
                           EntityKeyOf(line.id, word.id, word.letter_ids[i]));
        json["line_id"] = line.id;
        json["word_id"] = word.id;
        AddLetter(json, page, line, word, i);
        RESCAN_TRY(emit(json));
      }
    }
  }
  return {};
}

}  // namespace rescan::cli
