#include "engine/ocr/reader.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include <exception>
#include <iterator>
#include <mutex>
#include <new>
#include <optional>
#include <utility>

#include "engine/image/grey_pix.h"
#include "engine/image/library_messages.h"
#include "engine/ocr/line_images.h"
#include "engine/ocr/page_collector.h"
#include "engine/ocr/page_settings.h"
#include "engine/ocr/reading_thread.h"
#include "engine/ocr/rendered_edits.h"
#include "engine/ocr/rendered_mapping.h"
#include "engine/ocr/rendered_text.h"
#include "engine/ocr/reread.h"
#include "kernels/base/thread_cpu.h"

namespace rescan {
namespace {

using Clock = std::chrono::steady_clock;

// Tesseract's coordinates have 16 bits.
constexpr int kMaxSide = 32767;

// Watches one recognition for the time limit and for cancelling, and notes
// when layout ended: Tesseract first asks before the first line of text.
class Monitor {
 public:
  explicit Monitor(const ReadRequest& request)
      : Monitor(request.time_limit.count() > 0
                    ? std::optional(Clock::now() + request.time_limit)
                    : std::nullopt,
                request.cancel) {}
  Monitor(std::optional<Clock::time_point> deadline,
          const std::atomic<bool>* cancel)
      : cancel_(cancel), deadline_(deadline) {
    description_.cancel = [](void* self, int) {
      auto& monitor = *static_cast<Monitor*>(self);
      if (!monitor.layout_end_.has_value()) {
        monitor.layout_end_ = ThreadCpuSeconds();
      }
      return monitor.ShallStop();
    };
    description_.cancel_this = this;
  }
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  [[nodiscard]] tesseract::ETEXT_DESC* description() { return &description_; }

  bool ShallStop() {
    if (cancel_ != nullptr && cancel_->load(std::memory_order_relaxed)) {
      stopped_ = ErrorCode::kCancelled;
    } else if (deadline_.has_value() && Clock::now() >= *deadline_) {
      stopped_ = ErrorCode::kTimeout;
    }
    return stopped_.has_value();
  }

  [[nodiscard]] std::optional<ErrorCode> stopped() const { return stopped_; }
  [[nodiscard]] double LayoutEnd(double otherwise) const {
    return layout_end_.value_or(otherwise);
  }

 private:
  tesseract::ETEXT_DESC description_;
  const std::atomic<bool>* cancel_;
  std::optional<Clock::time_point> deadline_;
  std::optional<ErrorCode> stopped_;
  std::optional<double> layout_end_;
};

Error StopError(ErrorCode code) {
  if (code == ErrorCode::kCancelled) return {code, "reading was cancelled"};
  return {code, "reading took longer than its time limit"};
}

std::string Folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

Status CheckSides(kernels::GreyView picture) {
  if (picture.width >= 1 && picture.height >= 1 && picture.width <= kMaxSide &&
      picture.height <= kMaxSide) {
    return {};
  }
  return Fail(ErrorCode::kLimit,
              "a prepared picture of " + std::to_string(picture.width) + " x " +
                  std::to_string(picture.height) + " pixels");
}

// What the page is called in the coordinates of the original, and how what was
// read on it is looked over before.
struct Target {
  PageTransform to_original;
  int width, height;
  kernels::GreyView picture;  // empty without `reread`
  const RereadStep* reread = nullptr;
};

}  // namespace

struct Reader::Impl {
  tesseract::TessBaseAPI api;
  OcrProfile profile;

  // Forgets the image and all that was learnt from it.
  void Forget() {
    api.Clear();
    api.ClearAdaptiveClassifier();
  }

  [[nodiscard]] Result<ReadResult> Read(const ReadInput& input,
                                        const ReadRequest& request);
  [[nodiscard]] Result<ReadResult> Read(Pix* pix, const Target& target,
                                        const ReadRequest& request);
  // Tesseract's text of the page as it was read, without head and tail.
  [[nodiscard]] Result<std::string> Render(TextFormat format);
  // Takes the place of the page in Tesseract, which it does not forget.
  [[nodiscard]] Result<std::vector<Word>> ReadLine(kernels::GreyView picture,
                                                   const LineRequest& request,
                                                   Monitor& monitor);
};

Result<std::string> Reader::Impl::Render(TextFormat format) {
  std::unique_ptr<char[]> text;
  switch (format) {
    case TextFormat::kNone:
      return std::string();
    case TextFormat::kTxt:
      text.reset(api.GetUTF8Text());
      break;
    case TextFormat::kTsv:
      text.reset(api.GetTSVText(0));
      break;
    case TextFormat::kHocr:
      text.reset(api.GetHOCRText(0));
      break;
    case TextFormat::kAlto:
      text.reset(api.GetAltoText(0));
      break;
  }
  if (text == nullptr) {
    return Fail(ErrorCode::kInternal, "Tesseract gave no text");
  }
  return std::string(text.get());
}

Result<std::vector<Word>> Reader::Impl::ReadLine(kernels::GreyView picture,
                                                 const LineRequest& request,
                                                 Monitor& monitor) {
  if (monitor.ShallStop()) return tl::unexpected(StopError(*monitor.stopped()));
  RESCAN_TRY(CheckSides(picture));
  std::map<std::string, std::string> parameters;
  if (!request.characters.empty()) {
    parameters.emplace("tessedit_char_whitelist", request.characters);
  }
  PageSettings settings(api, profile);
  RESCAN_TRY(settings.Set(request.page_segmentation_mode, parameters));
  const PixPtr pix = PixOfGrey(picture);
  if (pix == nullptr) throw std::bad_alloc();
  pixSetResolution(pix.get(), request.dpi, request.dpi);
  api.SetImage(pix.get());
  const BareLineImages bare;
  std::vector<Word> words;
  if (api.Recognize(nullptr) != 0) return words;
  const std::unique_ptr<tesseract::ResultIterator> it(api.GetIterator());
  std::vector<Line> lines = CollectAll(it.get());
  DropUnread(lines);
  for (Line& line : lines) {
    std::move(line.words.begin(), line.words.end(), std::back_inserter(words));
  }
  return words;
}

Result<ReadResult> Reader::Impl::Read(const ReadInput& input,
                                      const ReadRequest& request) {
  const kernels::GreyView& picture = input.picture;
  RESCAN_TRY(CheckSides(picture));
  PageSettings settings(api, profile);
  RESCAN_TRY(settings.Set(input.page_segmentation_mode, input.parameters));
  const PixPtr pix = PixOfGrey(picture);
  if (pix == nullptr) {
    return Fail(ErrorCode::kLimit, "not enough memory to read the picture");
  }
  pixSetResolution(pix.get(), input.dpi, input.dpi);
  return Read(pix.get(),
              {input.to_original, input.original_width, input.original_height,
               picture, input.reread},
              request);
}

Result<ReadResult> Reader::Impl::Read(Pix* pix, const Target& target,
                                      const ReadRequest& request) {
  Monitor monitor(request);
  const double start = ThreadCpuSeconds();
  if (monitor.ShallStop()) return tl::unexpected(StopError(*monitor.stopped()));
  api.SetInputName(request.image_name.c_str());
  api.SetImage(pix);
  const int status = [&] {
    const BareLineImages bare;
    return api.Recognize(monitor.description());
  }();
  if (monitor.stopped().has_value()) {
    return tl::unexpected(StopError(*monitor.stopped()));
  }
  if (status != 0) {
    return Fail(ErrorCode::kInternal, "Tesseract gave up on the picture");
  }
  ReadResult result;
  const double layout_end = monitor.LayoutEnd(ThreadCpuSeconds());
  auto rendered = Render(request.format);
  if (!rendered.has_value()) return tl::unexpected(rendered.error());
  if (request.want_page || target.reread != nullptr) {
    const std::unique_ptr<tesseract::ResultIterator> it(api.GetIterator());
    result.page.lines = CollectAll(it.get());
  }
  if (target.reread != nullptr) {
    auto edits = RereadWords(
        target.picture, *target.reread,
        [&](kernels::GreyView line) { return ReadLine(line, {}, monitor); },
        result.page);
    if (!edits.has_value()) return tl::unexpected(std::move(edits.error()));
    *rendered = EditRendered(request.format, *rendered, *edits);
  }
  DropUnread(result.page.lines);
  MapPage(target.to_original, target.width, target.height, result.page);
  if (!target.to_original.IsIdentity()) {
    *rendered = MapRendered(request.format, *rendered, target.to_original,
                            target.width, target.height);
  }
  if (request.format != TextFormat::kNone) {
    result.rendered = RenderedHead(request.format, request.image_name) +
                      *rendered + std::string(RenderedTail(request.format));
  }
  result.layout_seconds = layout_end - start;
  result.recognise_seconds = ThreadCpuSeconds() - layout_end;
  return result;
}

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::~Reader() = default;

Result<std::unique_ptr<Reader>> Reader::Create(const OcrVersion& version) {
  InstallLibraryMessageHandlers();
  KeepFreedPictures();
  TurnOpenMpOff();
  RESCAN_TRY(CheckOpenMpIsOff());
  const OcrProfile& profile = version.profile;
  if (const Status mode = CheckMode(profile.page_segmentation_mode);
      !mode.has_value()) {
    return Fail(mode.error().code,
                "OCR version " + profile.name + ": " + mode.error().message);
  }
  auto impl = std::make_unique<Impl>();
  impl->profile = profile;
  // Loading writes to variables that Tesseract shares between its engines.
  static std::mutex loading;
  const std::lock_guard lock(loading);
  // Its messages go where they are not seen: errors come back as values. The
  // setting is one for the process, so it is made once, before any reading.
  static std::once_flag silenced;
  std::call_once(silenced,
                 [&] { impl->api.SetVariable("debug_file", "/dev/null"); });
  if (impl->api.Init(Folder(version.traineddata_path).c_str(),
                     profile.language.c_str(), tesseract::OEM_DEFAULT) != 0) {
    return Fail(ErrorCode::kMissingData,
                version.traineddata_path + ": Tesseract cannot load it");
  }
  RESCAN_TRY(ApplyProfile(impl->api, profile));
  return std::unique_ptr<Reader>(new Reader(std::move(impl)));
}

template <class F>
std::invoke_result_t<F> Reader::Guarded(F read) {
  TurnOpenMpOff();
  try {
    auto result = read();
    impl_->Forget();
    return result;
  } catch (const std::bad_alloc&) {
    impl_->Forget();
    return Fail(ErrorCode::kLimit, "not enough memory to read the picture");
  } catch (const std::exception& error) {
    impl_->Forget();
    return Fail(ErrorCode::kInternal,
                std::string("Tesseract: ") + error.what());
  }
}

Result<ReadResult> Reader::Read(const Raster& raster,
                                const ReadRequest& request) {
  return Guarded([&] {
    return impl_->Read(raster.pix(),
                       {{}, raster.width(), raster.height(), {}, nullptr},
                       request);
  });
}

Result<ReadResult> Reader::Read(const ReadInput& input,
                                const ReadRequest& request) {
  return Guarded([&] { return impl_->Read(input, request); });
}

Result<std::vector<Word>> Reader::ReadLine(kernels::GreyView picture,
                                           const LineRequest& request) {
  if (request.page_segmentation_mode != tesseract::PSM_SINGLE_LINE &&
      request.page_segmentation_mode != tesseract::PSM_RAW_LINE) {
    return Fail(ErrorCode::kInvalidArgument,
                "page segmentation mode " +
                    std::to_string(request.page_segmentation_mode) +
                    " is not for a line");
  }
  return Guarded([&] {
    Monitor monitor(request.deadline, request.cancel);
    return impl_->ReadLine(picture, request, monitor);
  });
}

}  // namespace rescan
