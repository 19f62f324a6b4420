#include "engine/ocr/orientation.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/ocr/noise.h"
#include "engine/ocr/version_profile.h"
#include "kernels/base/text.h"
#include "kernels/base/thread_cpu.h"

namespace rescan {
namespace {

using Clock = std::chrono::steady_clock;

// Measured on generated pages and receipts, each turned four ways: upright ones
// have a mean confidence of .53 and more (most of .75), upside-down ones of .18
// to .37, and those on their side of .25 to .45 or no words at all.
constexpr double kSureConfidence = 0.5;
constexpr int kFewWords = 5;
constexpr std::size_t kManyComponents = 40;
// Of the detector: with less, a way and its opposite are often taken for each
// other.
constexpr double kSureOfSide = 1;

int CountLettersAndDigits(std::string_view word) {
  int count = 0;
  for (const std::string_view character : SplitCharacters(word)) {
    if (!IsNoise(character)) ++count;
  }
  return count;
}

bool IsBetter(const ReadingQuality& a, const ReadingQuality& b) {
  return a.score > b.score;
}

// The readings of one page.
class Readings {
 public:
  Readings(Reader& reader, const ReadInput& input, const ReadRequest& request)
      : reader_(reader), input_(input), request_(request) {}

  // Reads the picture turned back from `degrees` clockwise. Keeps the better
  // reading and adds up the time.
  [[nodiscard]] Status Try(int degrees) {
    ReadRequest request = request_;
    // The quality is told from the page's words.
    request.want_page = true;
    if (request_.time_limit.count() > 0) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          begin_ + request_.time_limit - Clock::now());
      if (left.count() <= 0) {
        return Fail(ErrorCode::kTimeout,
                    "reading took longer than its time limit");
      }
      request.time_limit = left;
    }
    auto read = degrees == 0 ? reader_.Read(input_, request)
                             : ReadTurned(degrees, request);
    if (!read.has_value()) return tl::unexpected(std::move(read.error()));
    const ReadingQuality quality = QualityOf(read->page);
    layout_seconds_ += read->layout_seconds;
    recognise_seconds_ += read->recognise_seconds;
    if (!any_ || IsBetter(quality, quality_)) {
      best_ = *std::move(read);
      quality_ = quality;
      degrees_ = degrees;
      any_ = true;
    }
    return {};
  }

  [[nodiscard]] const ReadingQuality& quality() const { return quality_; }
  [[nodiscard]] int degrees() const { return degrees_; }
  void AddLayoutSeconds(double seconds) { layout_seconds_ += seconds; }

  [[nodiscard]] ReadResult Take() {
    best_.layout_seconds = layout_seconds_;
    best_.recognise_seconds = recognise_seconds_;
    if (!request_.want_page) best_.page.lines.clear();
    return std::move(best_);
  }

 private:
  Result<ReadResult> ReadTurned(int degrees, const ReadRequest& request) {
    const int quarters = 4 - degrees / 90;
    const kernels::GreyImage turned = TurnQuarters(input_.picture, quarters);
    ReadInput input = input_;
    input.picture = turned.view();
    input.to_original = input_.to_original.AfterQuarters(
        quarters, input_.picture.width, input_.picture.height);
    return reader_.Read(input, request);
  }

  Reader& reader_;
  const ReadInput& input_;
  const ReadRequest& request_;
  const Clock::time_point begin_ = Clock::now();
  ReadResult best_;
  ReadingQuality quality_;
  int degrees_ = 0;
  bool any_ = false;
  double layout_seconds_ = 0;
  double recognise_seconds_ = 0;
};

// Block by block: a column of a large picture touches a page of memory for
// each of its pixels.
template <class Place>
void CopyBlocks(const kernels::GreyView& from, Place place) {
  constexpr int kBlock = 64;
  for (int top = 0; top < from.height; top += kBlock) {
    const int bottom = std::min(top + kBlock, from.height);
    for (int left = 0; left < from.width; left += kBlock) {
      const int right = std::min(left + kBlock, from.width);
      for (int y = top; y < bottom; ++y) {
        const std::uint8_t* row = from.Row(y);
        for (int x = left; x < right; ++x) *place(x, y) = row[x];
      }
    }
  }
}

// Finds out how the page is turned and reads it so.
Status Examine(const ReadInput& input, const OrientationOptions& options,
               Readings& readings, ReadResult& notes) {
  if (options.osd_data.empty()) {
    // Without a word or a count of components it may as well be a landscape.
    if (readings.quality().words == 0 && !options.text_components) return {};
    notes.warnings.emplace_back(
        "page may lie on its side: orientation data (tesseract-ocr-osd) is "
        "not installed");
    return {};
  }
  const double begin = ThreadCpuSeconds();
  const auto detected =
      DetectOrientation(options.osd_data, input.picture, input.dpi);
  readings.AddLayoutSeconds(ThreadCpuSeconds() - begin);
  if (!detected.has_value()) {
    if (detected.error().code == ErrorCode::kLimit) {
      return tl::unexpected(detected.error());
    }
    notes.warnings.push_back("page may lie on its side: " +
                             detected.error().message);
    return {};
  }
  // Without an answer, lines that were found read left to right or right to
  // left.
  if (!detected->has_value() && readings.quality().words < kFewWords) return {};
  const DetectedOrientation orientation =
      detected->value_or(DetectedOrientation());
  if (orientation.degrees != 0) RESCAN_TRY(readings.Try(orientation.degrees));
  if (orientation.confidence < kSureOfSide &&
      LooksTurned(readings.quality(), options.text_components)) {
    RESCAN_TRY(readings.Try((orientation.degrees + 180) % 360));
  }
  notes.osd_orientation = readings.degrees();
  return {};
}

}  // namespace

ReadingQuality QualityOf(const Page& page) {
  ReadingQuality quality;
  int characters = 0;
  for (const Line& line : page.lines) {
    for (const Word& word : line.words) {
      const int count = CountLettersAndDigits(word.text);
      if (count < 2) continue;
      ++quality.words;
      characters += count;
      quality.score += static_cast<double>(word.confidence) * count;
    }
  }
  if (characters > 0) quality.mean_confidence = quality.score / characters;
  return quality;
}

bool LooksTurned(const ReadingQuality& quality,
                 std::optional<std::size_t> text_components) {
  if (quality.words >= kFewWords) {
    return quality.mean_confidence < kSureConfidence;
  }
  // A few words, read surely, may be all there is.
  if (quality.words > 0 && quality.mean_confidence >= kSureConfidence &&
      !text_components.has_value()) {
    return false;
  }
  return text_components.value_or(kManyComponents) >= kManyComponents;
}

kernels::GreyImage TurnQuarters(const kernels::GreyView& picture,
                                int quarters) {
  const int width = picture.width;
  const int height = picture.height;
  kernels::GreyImage turned(quarters % 2 == 1 ? height : width,
                            quarters % 2 == 1 ? width : height);
  const kernels::MutableGreyView to = turned.mutable_view();
  switch (quarters) {
    case 1:
      CopyBlocks(picture,
                 [&](int x, int y) { return to.Row(x) + (height - 1 - y); });
      break;
    case 2:
      CopyBlocks(picture, [&](int x, int y) {
        return to.Row(height - 1 - y) + (width - 1 - x);
      });
      break;
    case 3:
      CopyBlocks(picture,
                 [&](int x, int y) { return to.Row(width - 1 - x) + y; });
      break;
    default:
      CopyBlocks(picture, [&](int x, int y) { return to.Row(y) + x; });
  }
  return turned;
}

std::string FindOsdData(const std::string& traineddata_path) {
  namespace fs = std::filesystem;
  for (const fs::path& folder : {fs::path(traineddata_path).parent_path(),
                                 fs::path(SystemTessdataFolder())}) {
    const fs::path file = folder / "osd.traineddata";
    std::error_code error;
    if (fs::is_regular_file(file, error)) return file.string();
  }
  return "";
}

Result<ReadResult> ReadUpright(Reader& reader, const ReadInput& input,
                               const ReadRequest& request,
                               const OrientationOptions& options) {
  if (!options.detect) return reader.Read(input, request);
  Readings readings(reader, input, request);
  RESCAN_TRY(readings.Try(0));
  ReadResult notes;
  if (LooksTurned(readings.quality(), options.text_components)) {
    RESCAN_TRY(Examine(input, options, readings, notes));
  }
  ReadResult result = readings.Take();
  result.osd_orientation = notes.osd_orientation;
  result.warnings = std::move(notes.warnings);
  return result;
}

}  // namespace rescan
