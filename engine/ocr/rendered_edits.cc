#include "engine/ocr/rendered_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "engine/ocr/boxes.h"

namespace rescan {
namespace {

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

PixelBox BoxAround(const std::vector<Line>& lines) {
  PixelBox all = lines.front().box;
  for (const Line& line : lines) all = Union(all, line.box);
  return all;
}

// How often `part` occurs in `text`.
int Count(std::string_view text, std::string_view part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// The number behind the last `before` of the text, 0 if there is none.
int LastNumber(std::string_view text, std::string_view before) {
  const std::size_t at = text.rfind(before);
  if (at == std::string_view::npos) return 0;
  int number = 0;
  const char* const first = text.data() + at + before.size();
  std::from_chars(first, text.data() + text.size(), number);
  return number;
}

// The words of the text one after the other; edits come in the same order,
// so that each is looked for behind the one before it.
class Scan {
 public:
  explicit Scan(std::string_view text) : rest_(text) {}

  // Copies up to the next `mark` and stands on it; false if there is none.
  bool To(std::string_view mark) {
    const std::size_t at = rest_.find(mark);
    if (at == std::string_view::npos) return false;
    Copy(at);
    return true;
  }
  void Copy(std::size_t count) {
    out_ += rest_.substr(0, count);
    rest_.remove_prefix(count);
  }
  void Skip(std::size_t count) { rest_.remove_prefix(count); }
  void Write(std::string_view text) { out_ += text; }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] std::string& out() { return out_; }
  std::string Finish() {
    out_ += rest_;
    return std::move(out_);
  }

 private:
  std::string_view rest_;
  std::string out_;
};

// ---------------------------------------------------------------- text

std::string EditTxt(std::string_view text, const PageEdits& edits) {
  constexpr std::string_view kBlanks = " \t\r\n";
  Scan scan(text);
  for (const WordEdit& edit : edits.words) {
    // Words in between are copied; equal ones are told apart by `skip`.
    int skip = edit.equal_before;
    for (;;) {
      const std::size_t begin = scan.rest().find_first_not_of(kBlanks);
      if (begin == std::string_view::npos) break;
      scan.Copy(begin);
      const std::size_t end =
          std::min(scan.rest().find_first_of(kBlanks), scan.rest().size());
      if (scan.rest().substr(0, end) != edit.old_text || skip-- > 0) {
        scan.Copy(end);
        continue;
      }
      scan.Skip(end);
      scan.Write(edit.text);
      // The blank before a word that is gone.
      if (edit.text.empty() && scan.out().ends_with(' ')) {
        scan.out().pop_back();
      }
      break;
    }
  }
  std::string out = scan.Finish();
  for (const Line& line : edits.added) out += line.text + '\n';
  return out;
}

// ---------------------------------------------------------------- TSV

std::string TsvBox(const PixelBox& box) {
  return fmt::format("{}\t{}\t{}\t{}\t", box.left, box.top, box.width,
                     box.height);
}

std::string TsvConfidence(float confidence) {
  return fmt::format("{:.6f}", confidence * 100);
}

std::string EditTsv(std::string_view text, const PageEdits& edits) {
  Scan scan(text);
  for (const WordEdit& edit : edits.words) {
    const std::string box = '\t' + TsvBox(edit.old_box);
    while (scan.To(box)) {
      const std::size_t row = scan.out().rfind('\n') + 1;
      const std::size_t end =
          std::min(scan.rest().find('\n'), scan.rest().size());
      if (!std::string_view(scan.out()).substr(row).starts_with("5\t")) {
        scan.Copy(end);
        continue;
      }
      scan.Skip(end);
      if (edit.text.empty()) {
        scan.out().erase(row);
        scan.Skip(std::min<std::size_t>(1, scan.rest().size()));
      } else {
        scan.Write('\t' + TsvBox(edit.box) + TsvConfidence(edit.confidence) +
                   '\t' + edit.text);
      }
      break;
    }
  }
  std::string out = scan.Finish();
  if (edits.added.empty()) return out;
  const int block = LastNumber(out, "\n2\t1\t") + 1;
  const std::string head = fmt::format("1\t{}\t", block);
  const std::string whole = TsvBox(BoxAround(edits.added)) + "-1\t\n";
  out += "2\t" + head + "0\t0\t0\t" + whole;
  out += "3\t" + head + "1\t0\t0\t" + whole;
  int number = 0;
  for (const Line& line : edits.added) {
    ++number;
    out +=
        fmt::format("4\t{}1\t{}\t0\t{}-1\t\n", head, number, TsvBox(line.box));
    for (const Word& word : line.words) {
      out += fmt::format("5\t{}1\t{}\t{}\t{}{}\t{}\n", head, number, word.id,
                         TsvBox(word.box), TsvConfidence(word.confidence),
                         word.text);
    }
  }
  return out;
}

// ---------------------------------------------------------------- markup

// How a format of tags writes words and pages.
struct Markup {
  std::string_view word;      // a word begins with it
  std::string_view box;       // the word's box begins with it
  std::string_view word_end;  // ends the word
  std::string_view page_end;  // lines that are added stand before the last one
  // A word's box, and enough behind it that no other box begins so.
  std::string (*box_of)(const PixelBox&);
  // A word from its box to its end.
  std::string (*write)(const PixelBox&, float confidence,
                       std::string_view text);
  // Of what is written before a word that is gone.
  void (*drop_blank_before)(std::string* out);
  std::string (*lines)(std::string_view page, const std::vector<Line>&);
};

void EditWord(const Markup& markup, const WordEdit& edit, Scan* scan) {
  const std::string box = markup.box_of(edit.old_box);
  while (scan->To(markup.word)) {
    const std::string_view rest = scan->rest();
    const std::size_t at = rest.find(markup.box);
    const std::size_t last = rest.find(markup.word_end);
    if (at == std::string_view::npos || last == std::string_view::npos) return;
    if (!rest.substr(at).starts_with(box)) {
      scan->Copy(markup.word.size());
      continue;
    }
    const std::size_t end = last + markup.word_end.size();
    if (edit.text.empty()) {
      markup.drop_blank_before(&scan->out());
      scan->Skip(end);
    } else {
      scan->Copy(at);
      scan->Skip(end - at);
      scan->Write(markup.write(edit.box, edit.confidence, edit.text));
    }
    return;
  }
}

std::string EditMarkup(const Markup& markup, std::string_view text,
                       const PageEdits& edits) {
  Scan scan(text);
  for (const WordEdit& edit : edits.words) EditWord(markup, edit, &scan);
  std::string out = scan.Finish();
  const std::size_t page_end = out.rfind(markup.page_end);
  if (edits.added.empty() || page_end == std::string::npos) return out;
  return out.insert(page_end, markup.lines(out, edits.added));
}

// ---------------------------------------------------------------- hOCR

std::string HocrBox(const PixelBox& box) {
  return fmt::format("bbox {} {} {} {}", box.left, box.top, Right(box),
                     Bottom(box));
}

std::string HocrWord(const PixelBox& box, float confidence,
                     std::string_view text) {
  return fmt::format("{}; x_wconf {}'>{}</span>", HocrBox(box),
                     static_cast<int>(confidence * 100), Escaped(text));
}

std::string HocrLines(std::string_view page, const std::vector<Line>& lines) {
  const int block = LastNumber(page, "id='block_1_") + 1;
  const int paragraph = LastNumber(page, "id='par_1_") + 1;
  int line_number = LastNumber(page, "id='line_1_");
  int word_number = LastNumber(page, "id='word_1_");
  const std::string whole = HocrBox(BoxAround(lines));
  std::string out = fmt::format(
      "   <div class='ocr_carea' id='block_1_{}' title=\"{}\">\n"
      "    <p class='ocr_par' id='par_1_{}' title=\"{}\">\n",
      block, whole, paragraph, whole);
  for (const Line& line : lines) {
    out += fmt::format(
        "     <span class='ocr_line' id='line_1_{}' title=\"{}; baseline 0 0; "
        "x_size {}\">",
        ++line_number, HocrBox(line.box), line.box.height);
    for (const Word& word : line.words) {
      out += fmt::format(
          "\n      <span class='ocrx_word' id='word_1_{}' title='{}",
          ++word_number, HocrWord(word.box, word.confidence, word.text));
    }
    out += "\n     </span>\n";
  }
  return out + "    </p>\n   </div>\n";
}

constexpr Markup kHocr = {
    .word = "<span class='ocrx_word' id='",
    .box = "bbox ",
    .word_end = "</span>",
    .page_end = "  </div>",
    .box_of = [](const PixelBox& box) { return HocrBox(box) + "; x_wconf "; },
    .write = HocrWord,
    .drop_blank_before =
        [](std::string* out) { out->erase(out->find_last_not_of(" \n") + 1); },
    .lines = HocrLines};

// ---------------------------------------------------------------- ALTO

std::string AltoBox(const PixelBox& box) {
  return fmt::format("HPOS=\"{}\" VPOS=\"{}\" WIDTH=\"{}\" HEIGHT=\"{}\"",
                     box.left, box.top, box.width, box.height);
}

std::string AltoWord(const PixelBox& box, float confidence,
                     std::string_view text) {
  return fmt::format("{} WC=\"{:.2f}\" CONTENT=\"{}\"/>", AltoBox(box),
                     static_cast<int>(confidence * 100) / 100.0, Escaped(text));
}

std::string AltoLines(std::string_view page, const std::vector<Line>& lines) {
  const int block = Count(page, "<ComposedBlock ");
  const int text_block = Count(page, "<TextBlock ");
  int line_number = Count(page, "<TextLine ");
  int word_number = Count(page, "<String ");
  const std::string whole = AltoBox(BoxAround(lines));
  std::string out = fmt::format(
      "\t<ComposedBlock ID=\"cblock_{}\" {}>\n"
      "\t\t\t\t\t<TextBlock ID=\"block_{}\" {}>\n",
      block, whole, text_block, whole);
  for (const Line& line : lines) {
    out += fmt::format("\t\t\t\t\t\t<TextLine ID=\"line_{}\" {}>\n",
                       line_number++, AltoBox(line.box));
    const Word* before = nullptr;
    out += "\t\t\t\t\t\t\t";
    for (const Word& word : line.words) {
      if (before != nullptr) {
        const int begin = Right(before->box);
        out += fmt::format(
            "<SP WIDTH=\"{}\" VPOS=\"{}\" HPOS=\"{}\"/>\n\t\t\t\t\t\t\t",
            std::max(0, word.box.left - begin), before->box.top, begin);
      }
      out += fmt::format("<String ID=\"string_{}\" {}", word_number++,
                         AltoWord(word.box, word.confidence, word.text));
      before = &word;
    }
    out += "\n\t\t\t\t\t\t</TextLine>\n";
  }
  return out + "\t\t\t\t\t</TextBlock>\n\t\t\t\t</ComposedBlock>\n\t\t\t";
}

constexpr Markup kAlto = {
    .word = "<String ID=\"",
    .box = "HPOS=",
    .word_end = "/>",
    .page_end = "</PrintSpace>",
    .box_of = [](const PixelBox& box) { return AltoBox(box) + ' '; },
    .write = AltoWord,
    // It stands behind the word before.
    .drop_blank_before =
        [](std::string* out) {
          const std::size_t blank = out->rfind("<SP ");
          if (blank != std::string::npos) out->erase(blank);
        },
    .lines = AltoLines};

}  // namespace

std::string EditRendered(TextFormat format, std::string_view text,
                         const PageEdits& edits) {
  switch (format) {
    case TextFormat::kTxt:
      return EditTxt(text, edits);
    case TextFormat::kTsv:
      return EditTsv(text, edits);
    case TextFormat::kHocr:
      return EditMarkup(kHocr, text, edits);
    case TextFormat::kAlto:
      return EditMarkup(kAlto, text, edits);
    case TextFormat::kNone:
      break;
  }
  return std::string(text);
}

}  // namespace rescan
