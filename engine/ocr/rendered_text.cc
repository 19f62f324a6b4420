#include "engine/ocr/rendered_text.h"

#include "engine/ocr/library_versions.h"

namespace rescan {
namespace {

constexpr std::string_view kTsvHead =
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\t"
    "width\theight\tconf\ttext\n";

constexpr std::string_view kHocrHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name='ocr-system' content='tesseract )";
constexpr std::string_view kHocrHeadEnd =
    R"(' />
  <meta name='ocr-capabilities' content='ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_wconf'/>
 </head>
 <body>
)";
constexpr std::string_view kHocrTail = " </body>\n</html>\n";

constexpr std::string_view kAltoHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v3# http://www.loc.gov/alto/v3/alto-3-0.xsd">
)"
    "\t<Description>\n"
    "\t\t<MeasurementUnit>pixel</MeasurementUnit>\n"
    "\t\t<sourceImageInformation>\n"
    "\t\t\t<fileName>";
constexpr std::string_view kAltoAfterName =
    "</fileName>\n"
    "\t\t</sourceImageInformation>\n"
    "\t\t<OCRProcessing ID=\"OCR_0\">\n"
    "\t\t\t<ocrProcessingStep>\n"
    "\t\t\t\t<processingSoftware>\n"
    "\t\t\t\t\t<softwareName>tesseract ";
constexpr std::string_view kAltoHeadEnd =
    "</softwareName>\n"
    "\t\t\t\t</processingSoftware>\n"
    "\t\t\t</ocrProcessingStep>\n"
    "\t\t</OCRProcessing>\n"
    "\t</Description>\n"
    "\t<Layout>\n";
constexpr std::string_view kAltoTail = "\t</Layout>\n</alto>\n";

}  // namespace

std::string RenderedHead(TextFormat format, std::string_view image_name) {
  switch (format) {
    case TextFormat::kTsv:
      return std::string(kTsvHead);
    case TextFormat::kHocr:
      return std::string(kHocrHead) + TesseractVersion() +
             std::string(kHocrHeadEnd);
    case TextFormat::kAlto:
      return std::string(kAltoHead) + std::string(image_name) +
             std::string(kAltoAfterName) + TesseractVersion() +
             std::string(kAltoHeadEnd);
    case TextFormat::kNone:
    case TextFormat::kTxt:
      break;
  }
  return "";
}

std::string_view RenderedTail(TextFormat format) {
  if (format == TextFormat::kHocr) return kHocrTail;
  if (format == TextFormat::kAlto) return kAltoTail;
  return "";
}

}  // namespace rescan
