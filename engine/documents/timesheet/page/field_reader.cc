#include "engine/documents/timesheet/page/field_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "engine/documents/timesheet/doubted.h"
#include "engine/documents/timesheet/page/code_word.h"
#include "engine/documents/timesheet/page/name_field.h"
#include "engine/documents/timesheet/page/number_field.h"
#include "engine/documents/timesheet/page/percent_field.h"
#include "engine/documents/timesheet/page/text_field.h"
#include "engine/ocr/boxes.h"

namespace rescan::timesheet::page {
namespace {

ReadField EmptyField(const PixelBox& within) {
  ReadField field;
  field.box = within;
  return field;
}

ReadField Unreadable(std::span<const PixelBox> lines) {
  ReadField field;
  field.box = Union(lines);
  field.readable = false;
  return field;
}

// Browsers break lines behind a hyphen within a word: "SD-" and "WAN".
bool EndsWithinWord(std::string_view line) {
  return line.size() > 1 && line.back() == '-' && line[line.size() - 2] != ' ';
}

// Of a code that a line's end parts, ReadCodeAgain sees no half.
bool EndsParentheses(std::string_view line) {
  return line.ends_with(')') && line.find('(') == std::string_view::npos;
}

}  // namespace

FieldReader::FieldReader(Reader& reader, kernels::GreyView page,
                         const FieldLimits& limits)
    : page_(page), readings_(reader, limits) {}

void FieldReader::Keep(const LineReading& reading, const PixelBox& box) {
  Line line;
  line.id = static_cast<int>(lines_.size()) + 1;
  line.text = reading.text;
  line.box = box;
  line.confidence = reading.confidence;
  line.words = reading.words;
  lines_.push_back(std::move(line));
}

Result<ReadField> FieldReader::Text(std::span<const PixelBox> lines,
                                    const PixelBox& within) {
  if (lines.empty()) return EmptyField(within);
  ReadField field;
  field.box = Union(lines);
  field.confidence = 1;
  const PartLooker looker = [&](const FieldPicture& part, const Look& look) {
    return readings_.Read(part, look);
  };
  for (const PixelBox& box : lines) {
    const FieldPicture picture = CutField(page_, box, within);
    if (picture.ink.marks.empty()) return Unreadable(lines);
    auto reading = ReadTextLine(picture, [&](const Look& look) {
      return readings_.Read(picture, look);
    });
    if (!reading.has_value()) {
      return tl::unexpected(std::move(reading.error()));
    }
    if (reading->words.empty()) return Unreadable(lines);
    if (&box == &lines.back()) {
      RESCAN_TRY(ReadCodeAgain(picture, looker, *reading));
    }
    field.confidence = std::min(field.confidence, reading->confidence);
    const bool within_word = EndsWithinWord(field.text);
    if (within_word && EndsParentheses(reading->text)) {
      field.confidence = std::min(field.confidence, kDoubted);
    }
    if (!field.text.empty() && !within_word) field.text += ' ';
    field.text += reading->text;
    Keep(*reading, box);
  }
  return field;
}

Result<ReadField> FieldReader::Name(const PixelBox& line,
                                    const PixelBox& within) {
  const FieldPicture picture = CutField(page_, line, within);
  if (picture.ink.marks.empty()) return Unreadable({&line, 1});
  const auto reading = ReadNameLine(
      picture, [&](const Look& look) { return readings_.Read(picture, look); });
  if (!reading.has_value()) return tl::unexpected(reading.error());
  if (reading->words.empty()) return Unreadable({&line, 1});
  Keep(*reading, line);
  return ReadField{reading->text, line, reading->confidence, true};
}

Result<ReadField> FieldReader::Number(std::span<const PixelBox> lines,
                                      const PixelBox& within) {
  return OneLine(lines, within, [this](const FieldPicture& field) {
    return ReadNumber(
        field, [&](const Look& look) { return readings_.Read(field, look); });
  });
}

Result<ReadField> FieldReader::Percent(std::span<const PixelBox> lines,
                                       const PixelBox& within) {
  return OneLine(lines, within, [this](const FieldPicture& field) {
    return ReadPercent(field, [&](const FieldPicture& part, const Look& look) {
      return readings_.Read(part, look);
    });
  });
}

Result<DayLabelField> FieldReader::DayLabel(std::span<const PixelBox> lines,
                                            const PixelBox& within) {
  if (lines.empty()) return DayLabelField{EmptyField(within), {}};
  const DayLabelField unreadable{Unreadable(lines), {}};
  if (lines.size() > 1) return unreadable;
  const FieldPicture picture = CutField(page_, lines[0], within);
  if (picture.ink.marks.empty()) return unreadable;
  auto reading =
      ReadDayLabel(picture, [&](const FieldPicture& part, const Look& look) {
        return readings_.Read(part, look);
      });
  if (!reading.has_value()) return tl::unexpected(std::move(reading.error()));
  const LineReading& line = reading->line;
  if (line.words.empty()) return unreadable;
  Keep(line, lines[0]);
  return DayLabelField{ReadField{line.text, lines[0], line.confidence, true},
                       std::move(reading->doubted)};
}

template <class F>
Result<ReadField> FieldReader::OneLine(std::span<const PixelBox> lines,
                                       const PixelBox& within, F read) {
  if (lines.empty()) return EmptyField(within);
  if (lines.size() > 1) return Unreadable(lines);
  const FieldPicture picture = CutField(page_, lines[0], within);
  if (picture.ink.marks.empty() || picture.touches_edge) {
    return Unreadable(lines);
  }
  Result<std::optional<LineReading>> reading = read(picture);
  if (!reading.has_value()) return tl::unexpected(std::move(reading.error()));
  if (!reading->has_value()) return Unreadable(lines);
  Keep(**reading, lines[0]);
  return ReadField{(*reading)->text, lines[0], (*reading)->confidence, true};
}

}  // namespace rescan::timesheet::page
