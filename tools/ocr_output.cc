#include "tools/ocr_output.h"

#include "kernels/base/text.h"
#include "tools/entity_format.h"
#include "tools/json_line.h"

namespace rescan::cli {
namespace {

void AddFailure(const Failure& failure, Json& json) {
  json["failure_type"] = FailureTypeName(failure.type);
  json["error_code"] = failure.error_code;
  json["message"] = failure.message;
}

std::string JsonLines(const std::string& path, const WorkerReply& reply) {
  const Outcome& outcome = reply.outcome;
  const std::string name = PathToText(path);
  if (outcome.failure) {
    Json json = {{"type", "failure"}, {"path", name}};
    AddFailure(*outcome.failure, json);
    return JsonLine(json);
  }
  const Page& page = outcome.reading->page;
  Json image = {{"type", "image"},
                {"path", name},
                {"width", page.width},
                {"height", page.height},
                {"line_count", page.lines.size()}};
  const Reading& reading = *outcome.reading;
  image["osd_orientation"] =
      reading.osd_orientation ? Json(*reading.osd_orientation) : Json(nullptr);
  image["warnings"] = outcome.facts->warnings;
  image.update(ClassificationJson(reading.classification));
  std::string text = JsonLine(image);
  for (const Line& line : page.lines) {
    Json json = {{"type", "line"}, {"path", name}};
    json.update(LineJson(page, line));
    text += JsonLine(json);
  }
  return text;
}

}  // namespace

TextFormat TextFormatOf(OcrForm form) {
  switch (form) {
    case OcrForm::kTxt:
      return TextFormat::kTxt;
    case OcrForm::kTsv:
      return TextFormat::kTsv;
    case OcrForm::kHocr:
      return TextFormat::kHocr;
    case OcrForm::kAlto:
      return TextFormat::kAlto;
    case OcrForm::kJsonl:
      return TextFormat::kNone;
  }
  return TextFormat::kNone;
}

std::string OcrExtension(OcrForm form) {
  switch (form) {
    case OcrForm::kTxt:
      return ".txt";
    case OcrForm::kTsv:
      return ".tsv";
    case OcrForm::kHocr:
      return ".hocr";
    case OcrForm::kAlto:
      return ".xml";
    case OcrForm::kJsonl:
      return ".jsonl";
  }
  return "";
}

std::string OcrText(OcrForm form, const std::string& path,
                    const WorkerReply& reply) {
  return form == OcrForm::kJsonl ? JsonLines(path, reply) : reply.rendered;
}

std::string OcrEvent(const std::string& path, const std::string& output,
                     const WorkerReply& reply) {
  Json json = {{"event", "image"}, {"path", PathToText(path)}};
  if (reply.outcome.failure) {
    json["status"] = "failed";
    AddFailure(*reply.outcome.failure, json);
  } else {
    json["status"] = "done";
    json["output"] = PathToText(output);
  }
  json["seconds"] = reply.outcome.seconds.wall;
  return JsonLine(json);
}

}  // namespace rescan::cli
