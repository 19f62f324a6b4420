#include "engine/ocr/noise.h"
#include "kernels/base/text.h"
#include "tools/entity_format.h"
#include "tools/entity_geometry.h"

namespace rescan::cli {
namespace {

// ---- images

void ImageHeader(CsvWriter& csv) {
  csv.Header({"path",
              "user",
              "kind",
              "status",
              "image_id",
              "pixel_sha256",
              "duplicate_of",
              "ImageWidth",
              "ImageHeight",
              "ImageFormat",
              "ImageMode",
              "AspectRatio",
              "Megapixels",
              "QualityCategory",
              "FileSizeBytes",
              "FileSizeKB",
              "BytesPerPixel",
              "DPI_X",
              "DPI_Y",
              "ResolutionCategory",
              "exif_orientation",
              "frame_count",
              "warnings",
              "full_version",
              "profile",
              "fingerprint",
              "current",
              "line_count",
              "word_count",
              "image_type",
              "deciding_rule",
              "margin_left",
              "margin_right",
              "margin_top",
              "margin_bottom",
              "scan_distance",
              "photo_distance",
              "border_white",
              "mean_saturation",
              "border_mean_luminance",
              "border_stddev",
              "pk",
              "classifier",
              "native_probability",
              "photo_probability",
              "scan_probability",
              "class_uncertain",
              "prepared_scale",
              "osd_orientation"});
}

void AddMetadata(const ImageMetadata& metadata, CsvWriter& csv) {
  csv.Number(std::int64_t{metadata.width})
      .Number(std::int64_t{metadata.height})
      .Text(metadata.format)
      .Text(metadata.mode)
      .Number(metadata.aspect_ratio)
      .Number(metadata.megapixels)
      .Text(metadata.quality_category)
      .Number(static_cast<std::int64_t>(metadata.file_size_bytes))
      .Number(metadata.file_size_kb)
      .Number(metadata.bytes_per_pixel)
      .Number(metadata.dpi_x)
      .Number(metadata.dpi_y)
      .Text(metadata.resolution_category);
}

void AddReading(const ExportedImage& image, CsvWriter& csv) {
  if (!image.reading) {
    for (int i = 0; i < 18; ++i) csv.Empty();
    return;
  }
  const Classification& c = image.reading->classification;
  csv.Text(image.full_version)
      .Text(image.profile)
      .Text(image.fingerprint)
      .Flag(image.current)
      .Number(std::int64_t{image.line_count})
      .Number(std::int64_t{image.word_count})
      .Text(ImageClassName(c.image_class))
      .Text(DecidingRuleName(c.rule))
      .Number(c.margins.left)
      .Number(c.margins.right)
      .Number(c.margins.top)
      .Number(c.margins.bottom)
      .Number(c.scan_distance)
      .Number(c.photo_distance)
      .Number(c.pixels.border_white)
      .Number(c.pixels.mean_saturation)
      .Number(c.pixels.border_mean_luminance)
      .Number(c.pixels.border_stddev);
}

void AddContentVerdict(const ExportedImage& image, CsvWriter& csv) {
  if (!image.reading || !image.reading->classification.content) {
    for (int i = 0; i < 5; ++i) csv.Empty();
    return;
  }
  const ContentVerdict& content = *image.reading->classification.content;
  csv.Text(content.classifier)
      .Number(content.native)
      .Number(content.photo)
      .Number(content.scan)
      .Flag(content.uncertain);
}

void AddPreparation(const ExportedImage& image, CsvWriter& csv) {
  const auto& reading = image.reading;
  const bool scaled = reading && reading->prepared_scale;
  const bool examined = reading && reading->osd_orientation;
  scaled ? csv.Number(*reading->prepared_scale) : csv.Empty();
  examined ? csv.Number(std::int64_t{*reading->osd_orientation}) : csv.Empty();
}

std::string Hex(const std::optional<Sha256Digest>& digest) {
  return digest ? ToHex(*digest) : "";
}

void ImageRow(const ExportedImage& image, CsvWriter& csv) {
  std::string warnings;
  for (const std::string& warning : image.warnings) {
    warnings += (warnings.empty() ? "" : "\n") + warning;
  }
  csv.Text(PathToText(image.path))
      .Text(image.user)
      .Text(image.kind)
      .Text(image.status)
      .Text(Hex(image.file_sha256))
      .Text(Hex(image.pixel_sha256))
      .Text(PathToText(image.duplicate_of));
  AddMetadata(image.metadata, csv);
  csv.Number(std::int64_t{image.exif_orientation})
      .Number(std::int64_t{image.frame_count})
      .Text(warnings);
  AddReading(image, csv);
  csv.Text(ImageKeyOf(image));
  AddContentVerdict(image, csv);
  AddPreparation(image, csv);
  csv.EndRow();
}

// ---- lines, words, letters

void EntityHeader(CsvWriter& csv) {
  // Ids that a kind does not have stay empty: one form for all three.
  csv.Header({"path",
              "user",
              "image_id",
              "duplicate_of",
              "full_version",
              "profile",
              "current",
              "pk",
              "sk",
              "line_id",
              "word_id",
              "letter_id",
              "text",
              "x",
              "y",
              "width",
              "height",
              "top_left_x",
              "top_left_y",
              "top_right_x",
              "top_right_y",
              "bottom_left_x",
              "bottom_left_y",
              "bottom_right_x",
              "bottom_right_y",
              "angle_degrees",
              "angle_radians",
              "confidence",
              "is_noise",
              "correction_rule",
              "correction_read"});
}

// What one row says; ids that do not apply are 0.
struct Entity {
  int line = 0, word = 0, letter = 0;
  const std::string& text;
  const PixelBox& box;
  float angle_degrees = 0;
  float confidence = 0;
  bool is_noise = false;
  const Word* corrected = nullptr;
};

CsvWriter& Id(int id, CsvWriter& csv) {
  return id > 0 ? csv.Number(std::int64_t{id}) : csv.Empty();
}

void EntityRow(const ExportedImage& image, const Entity& entity,
               CsvWriter& csv) {
  const Page& page = image.reading->page;
  const Geometry g =
      GeometryOf(entity.box, entity.angle_degrees, page.width, page.height);
  csv.Text(PathToText(image.path))
      .Text(image.user)
      .Text(Hex(image.file_sha256))
      .Text(PathToText(image.duplicate_of))
      .Text(image.full_version)
      .Text(image.profile)
      .Flag(image.current)
      .Text(ImageKeyOf(image))
      .Text(EntityKeyOf(entity.line, entity.word, entity.letter));
  Id(entity.line, csv);
  Id(entity.word, csv);
  Id(entity.letter, csv);
  csv.Text(entity.text)
      .Number(g.bounding_box.x)
      .Number(g.bounding_box.y)
      .Number(g.bounding_box.width)
      .Number(g.bounding_box.height);
  for (const NormPoint& corner :
       {g.corners.top_left, g.corners.top_right, g.corners.bottom_left,
        g.corners.bottom_right}) {
    csv.Number(corner.x).Number(corner.y);
  }
  csv.Number(g.angle_degrees)
      .Number(g.angle_radians)
      .Number(entity.confidence)
      .Flag(entity.is_noise);
  if (entity.corrected == nullptr) {
    csv.Empty().Empty();
  } else {
    csv.Text(CorrectionName(entity.corrected->correction))
        .Text(entity.corrected->first_text);
  }
  csv.EndRow();
}

void WordRows(const ExportedImage& image, const Line& line, EntityKind kind,
              CsvWriter& csv) {
  for (const Word& word : line.words) {
    if (kind == EntityKind::kWords) {
      EntityRow(image,
                {line.id, word.id, 0, word.text, word.box, line.angle_degrees,
                 word.confidence, word.is_noise,
                 word.correction == Correction::kNone ? nullptr : &word},
                csv);
      continue;
    }
    for (std::size_t i = 0; i < word.letters.size(); ++i) {
      const Letter& letter = word.letters[i];
      EntityRow(image,
                {line.id, word.id, word.letter_ids[i], letter.text, letter.box,
                 line.angle_degrees, letter.confidence, IsNoise(letter.text)},
                csv);
    }
  }
}

}  // namespace

void EntityCsvHeader(EntityKind kind, CsvWriter& csv) {
  if (kind == EntityKind::kImages) {
    ImageHeader(csv);
  } else {
    EntityHeader(csv);
  }
}

void EntityCsvRows(const ExportedImage& image, EntityKind kind,
                   CsvWriter& csv) {
  if (kind == EntityKind::kImages) {
    ImageRow(image, csv);
    return;
  }
  if (!image.reading) return;
  for (const Line& line : image.reading->page.lines) {
    if (kind == EntityKind::kLines) {
      EntityRow(image,
                {line.id, 0, 0, line.text, line.box, line.angle_degrees,
                 line.confidence, line.is_noise},
                csv);
    } else {
      WordRows(image, line, kind, csv);
    }
  }
}

}  // namespace rescan::cli
