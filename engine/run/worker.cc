#include "engine/run/worker.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <iterator>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "engine/documents/timesheet/page/sheet_reader.h"
#include "engine/image/classify_content.h"
#include "engine/image/grey_raster.h"
#include "engine/ocr/orientation.h"
#include "engine/ocr/prepare_page.h"
#include "engine/run/failure.h"
#include "engine/run/lane.h"
#include "engine/run/worker_facts.h"
#include "engine/run/worker_status.h"
#include "kernels/base/thread_cpu.h"

namespace rescan {
namespace {

using Clock = std::chrono::steady_clock;

BeforeImageHook& Hook() {
  static BeforeImageHook hook;
  return hook;
}

// A reduced picture may be enlarged this much before the whole one is decoded
// instead: four times the pixels would bring little more.
constexpr double kMostEnlarged = 1.5;

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Adds the CPU time of its life to `sum`.
class StageTimer {
 public:
  explicit StageTimer(double& sum) : sum_(sum), begin_(ThreadCpuSeconds()) {}
  ~StageTimer() { sum_ += std::max(0.0, ThreadCpuSeconds() - begin_); }
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;

 private:
  double& sum_;
  const double begin_;
};

// One image on its way through the stages. Each stage returns the failure
// that ended the way, if any.
class Attempt {
 public:
  // `reader` and `classifier` may be null: see WorkerSettings.
  Attempt(const WorkerSettings& settings, Reader* reader,
          const ContentClassifier* classifier, const std::string& osd_data,
          const std::string& path, const std::atomic<bool>* cancel,
          WorkerReply& reply)
      : settings_(settings),
        reader_(reader),
        classifier_(classifier),
        osd_data_(osd_data),
        path_(path),
        cancel_(cancel),
        reply_(reply) {}

  std::optional<Failure> Run(const FileDescriptor& file) {
    errno = 0;
    std::optional<Failure> failure = Open(file, settings_.limits);
    if (!failure.has_value()) {
      JudgeContent();
      failure = reader_ == nullptr ? Classified() : Read(file);
    }
    // A C library answers a refused allocation with an error of its own, or
    // goes on with what it has and reads something else; an adapter may have
    // turned std::bad_alloc into an error. errno tells of all of them.
    if (errno == ENOMEM) out_of_memory_ = true;
    return failure;
  }

  [[nodiscard]] bool out_of_memory() const { return out_of_memory_; }

  [[nodiscard]] double elapsed() const { return SecondsSince(begin_); }

 private:
  std::optional<Failure> Open(const FileDescriptor& file,
                              const OpenLimits& limits) {
    StageSeconds& seconds = reply_.outcome.seconds;
    const StageTimer timer(seconds.open);
    const auto bytes = ReadWholeFile(file, limits.max_file_bytes);
    if (!bytes.has_value()) {
      return FailureOf(bytes.error(), FailedStage::kFile, path_);
    }
    auto image = OpenImage(*bytes, limits);
    if (!image.has_value()) {
      return FailureOf(image.error(), FailedStage::kOpen, path_);
    }
    seconds.decode += image->decode_seconds;
    seconds.open -= image->decode_seconds;  // the timer adds the whole
    reply_.outcome.facts = std::move(image->facts);
    raster_ = std::move(image->raster);
    reduction_ = image->reduction;
    return std::nullopt;
  }

  std::optional<Failure> OpenWhole(const FileDescriptor& file) {
    OpenLimits whole = settings_.limits;
    whole.reduce_above_megapixels = 0;
    raster_ = Raster();
    return Open(file, whole);
  }

  // REQUIRES: the picture is still there, or this was called when it was.
  const PictureLook& Look() {
    if (!look_) look_ = LookOf(raster_, reduction_);
    return *look_;
  }

  // Before reading, which may depend on it.
  void JudgeContent() {
    const StageTimer timer(reply_.outcome.seconds.classify);
    if (settings_.want_page || reader_ == nullptr) Look();
    if (classifier_ == nullptr) return;
    const ContentFeatures features = ContentFeaturesOf(raster_);
    content_ = classifier_->Judge(features);
    if (settings_.want_features) reply_.features = features;
  }

  // All that can be said without reading, or once there is a reading.
  std::optional<Failure> Classified() {
    const StageTimer timer(reply_.outcome.seconds.classify);
    auto& reading = reply_.outcome.reading;
    if (!reading.has_value()) reading.emplace();
    reading->classification = Classify(Look(), ExtentsOf(reading->page),
                                       settings_.classify, content_);
    return std::nullopt;
  }

  std::optional<Failure> Read(const FileDescriptor& file) {
    if (MayBeSheet()) {
      auto failure = ReadTable(file);
      if (failure.has_value()) return failure;
      if (reply_.outcome.reading.has_value()) return Classified();
    }
    const auto& preparation = settings_.version.profile.preparation;
    std::optional<PreparedPage> page;
    if (preparation.has_value()) {
      of_class_ = &preparation->Of(SeenClass());
      auto failure = Prepare(page);
      // Less was decoded than the page needs: its print is small.
      if (!failure.has_value() && reduction_ > 1 &&
          page->wanted_scale > kMostEnlarged) {
        page.reset();
        failure = OpenWhole(file);
        if (!failure.has_value()) failure = Prepare(page);
      }
      if (failure.has_value()) return failure;
      // Tesseract shall find the memory free.
      raster_ = Raster();
    }
    ReadRequest request;
    request.want_page = settings_.want_page;
    request.format = settings_.format;
    request.image_name = path_;
    request.cancel = cancel_;
    request.time_limit = settings_.time_limit -
                         std::chrono::duration_cast<std::chrono::milliseconds>(
                             Clock::now() - begin_);
    // Zero would mean "no limit" to the reader.
    if (request.time_limit.count() <= 0) return TimedOut();
    auto read = page.has_value() ? ReadPrepared(*page, request)
                                 : reader_->Read(raster_, request);
    if (!read.has_value()) return Unread(read.error());
    Keep(*std::move(read));
    if (MayBeSheet()) {
      auto failure = ReadWithoutTable();
      if (failure.has_value()) return failure;
    } else if (settings_.want_page && settings_.kind == ImageKind::kAuto) {
      Reading& reading = *reply_.outcome.reading;
      reading.timesheet = timesheet::page::SheetOfPhotograph(
          reading.page, SheetRequestNow().file_name);
    }
    if (settings_.want_page) return Classified();
    return std::nullopt;
  }

  Failure Unread(const Error& error) {
    if (error.code == ErrorCode::kTimeout) return TimedOut();
    // Recognition has no other limit than memory's.
    out_of_memory_ = error.code == ErrorCode::kLimit;
    return FailureOf(error, FailedStage::kRead, path_);
  }

  // Whoever says that these are timesheets is asked for no other sign.
  [[nodiscard]] bool MayBeSheet() const {
    if (!settings_.want_page) return false;
    if (settings_.kind == ImageKind::kTimesheet) return true;
    return settings_.kind == ImageKind::kAuto &&
           (!content_ || content_->uncertain ||
            BestClass(*content_) == ImageClass::kNative);
  }

  [[nodiscard]] timesheet::page::SheetRequest SheetRequestNow() const {
    const std::size_t slash = path_.rfind('/');
    timesheet::page::SheetRequest request;
    request.file_name =
        slash == std::string::npos ? path_ : path_.substr(slash + 1);
    request.limits = {begin_ + settings_.time_limit, cancel_};
    request.known_sheet = settings_.kind == ImageKind::kTimesheet;
    return request;
  }

  // The reading stays empty where there is no timesheet's table.
  std::optional<Failure> ReadTable(const FileDescriptor& file) {
    StageSeconds& seconds = reply_.outcome.seconds;
    // Reduced, the lines of a table are gone. A large picture of a screen is
    // rare, and nearly all others are known for photos.
    if (reduction_ > 1 && (content_ || SheetRequestNow().known_sheet)) {
      if (auto failure = OpenWhole(file)) return failure;
    }
    double spent = 0;
    auto read = [&] {
      const StageTimer timer(spent);
      grey_ = GreyOf(raster_);
      return timesheet::page::ReadSheet(grey_.view(), *reader_,
                                        SheetRequestNow());
    }();
    if (!read.has_value()) return Unread(read.error());
    const double recognise =
        read->has_value() ? (*read)->recognise_seconds : 0.0;
    seconds.recognise += recognise;
    seconds.layout += std::max(0.0, spent - recognise);
    if (!read->has_value()) return std::nullopt;
    Reading& reading = reply_.outcome.reading.emplace();
    reading.page = std::move((*read)->page);
    reading.timesheet = std::move((*read)->sheet);
    return std::nullopt;
  }

  // Asks the words that were read. REQUIRES: ReadTable was called.
  std::optional<Failure> ReadWithoutTable() {
    const StageTimer timer(reply_.outcome.seconds.recognise);
    Reading& reading = *reply_.outcome.reading;
    auto read = timesheet::page::ReadSheetWithoutTable(
        grey_.view(), reading.page, reading.osd_orientation.value_or(0),
        *reader_, SheetRequestNow());
    if (!read.has_value()) return Unread(read.error());
    if (read->has_value()) reading.timesheet = std::move((*read)->sheet);
    return std::nullopt;
  }

  // What the page's text would tell is not known yet.
  ImageClass SeenClass() {
    return content_ ? BestClass(*content_)
                    : Classify(Look(), {}, ClassifyMode::kPixels).image_class;
  }

  std::optional<Failure> Prepare(std::optional<PreparedPage>& to) {
    const StageTimer timer(reply_.outcome.seconds.prepare);
    auto page = PreparePage(raster_, of_class_->steps);
    if (!page.has_value()) {
      out_of_memory_ = page.error().code == ErrorCode::kLimit;
      return FailureOf(page.error(), FailedStage::kRead, path_);
    }
    to = *std::move(page);
    return std::nullopt;
  }

  Result<ReadResult> ReadPrepared(const PreparedPage& page,
                                  const ReadRequest& request) {
    const Preparation& preparation = *settings_.version.profile.preparation;
    const ImageFacts& facts = *reply_.outcome.facts;
    ReadInput input;
    input.picture = page.grey.view();
    input.original_width = facts.width;
    input.original_height = facts.height;
    input.to_original =
        PageTransform::OfReduction(reduction_, facts.exif_orientation,
                                   facts.width, facts.height)
            .Compose(page.to_raster);
    input.page_segmentation_mode = of_class_->page_segmentation_mode;
    input.parameters = of_class_->parameters;
    input.reread = of_class_->Reread();
    prepared_scale_ = 1 / input.to_original.VerticalScale();
    return ReadUpright(
        *reader_, input, request,
        {preparation.detect_orientation, osd_data_, page.character_count});
  }

  void Keep(ReadResult read) {
    StageSeconds& seconds = reply_.outcome.seconds;
    seconds.layout += read.layout_seconds;
    seconds.recognise += read.recognise_seconds;
    reply_.rendered = std::move(read.rendered);
    std::vector<std::string>& warnings = reply_.outcome.facts->warnings;
    std::move(read.warnings.begin(), read.warnings.end(),
              std::back_inserter(warnings));
    Reading& reading = reply_.outcome.reading.emplace();
    reading.prepared_scale = prepared_scale_;
    reading.osd_orientation = read.osd_orientation;
    reading.page = std::move(read.page);
  }

  Failure TimedOut() const {
    return TimeoutFailure(
        path_, std::chrono::duration<double>(settings_.time_limit).count());
  }

  const WorkerSettings& settings_;
  Reader* const reader_;
  const ContentClassifier* const classifier_;
  const std::string& osd_data_;
  const std::string& path_;
  const std::atomic<bool>* const cancel_;
  WorkerReply& reply_;
  const Clock::time_point begin_ = Clock::now();
  bool out_of_memory_ = false;
  Raster raster_;
  int reduction_ = 1;        // of raster_, see OpenedImage
  kernels::GreyImage grey_;  // of raster_, if a timesheet was looked for
  std::optional<PictureLook> look_;  // see Look
  std::optional<ContentVerdict> content_;
  // For the class that was seen; null without a preparation.
  const ClassPreparation* of_class_ = nullptr;
  std::optional<double> prepared_scale_;
};

Failure UnexpectedException(const std::string& path, const char* what) {
  return FailureOf(
      {ErrorCode::kInternal, fmt::format("unexpected exception: {}", what)},
      FailedStage::kRead, path);
}

}  // namespace

std::optional<ImageKind> ImageKindFromName(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, ImageKind>, 5> kNames = {
      {{"auto", ImageKind::kAuto},
       {"document", ImageKind::kDocument},
       {"timesheet", ImageKind::kTimesheet},
       {"receipt", ImageKind::kReceipt},
       {"photo", ImageKind::kPhoto}}};
  for (const auto& [known, kind] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

struct Worker::Impl {
  WorkerSettings settings;
  std::unique_ptr<Reader> reader;
  std::optional<ContentClassifier> classifier;
  std::string osd_data;
  bool tainted = false;
};

Worker::Worker(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Worker::~Worker() = default;

Result<std::unique_ptr<Worker>> Worker::Create(const WorkerSettings& settings) {
  auto impl = std::make_unique<Impl>();
  impl->settings = settings;
  if (settings.read) {
    auto reader = Reader::Create(settings.version);
    if (!reader.has_value()) return tl::unexpected(std::move(reader.error()));
    impl->reader = *std::move(reader);
  }
  if (const auto& preparation = settings.version.profile.preparation;
      preparation.has_value()) {
    impl->settings.limits.reduce_above_megapixels =
        preparation->reduce_above_megapixels;
    impl->osd_data = FindOsdData(settings.version.traineddata_path);
  }
  if (!settings.classifier.empty()) {
    auto classifier =
        ContentClassifier::Parse(settings.classifier, "the content classifier");
    if (!classifier) return tl::unexpected(std::move(classifier.error()));
    impl->classifier = *std::move(classifier);
  } else if (settings.classify == ClassifyMode::kContent) {
    return Fail(ErrorCode::kInvalidArgument,
                "classification by content without a content classifier");
  }
  return std::unique_ptr<Worker>(new Worker(std::move(impl)));
}

bool Worker::tainted() const { return impl_->tainted; }

WorkerReply Worker::Process(const FileDescriptor& file, const std::string& path,
                            const std::atomic<bool>* cancel) {
  WorkerReply reply;
  std::optional<Failure> failure;
  bool out_of_memory = false;
  Attempt attempt(impl_->settings, impl_->reader.get(),
                  impl_->classifier ? &*impl_->classifier : nullptr,
                  impl_->osd_data, path, cancel, reply);
  try {
    if (Hook()) Hook()(path);
    failure = attempt.Run(file);
    out_of_memory = attempt.out_of_memory();
  } catch (const std::bad_alloc&) {
    out_of_memory = true;
  } catch (const std::exception& exception) {
    failure = UnexpectedException(path, exception.what());
    impl_->tainted = true;
  } catch (...) {
    failure = UnexpectedException(path, "of an unknown type");
    impl_->tainted = true;
  }
  if (out_of_memory) {
    failure = MemoryFailure(path, impl_->settings.memory_limit_bytes >> 20);
    impl_->tainted = true;
  }
  Outcome& outcome = reply.outcome;
  if (failure.has_value()) {
    outcome.reading.reset();
    reply.rendered.clear();
    if (!outcome.facts.has_value()) {
      outcome.facts = FactsOfBytes(file, impl_->settings.limits.max_file_bytes);
    }
    outcome.killed_worker =
        out_of_memory || failure->type == FailureType::kTimeout;
    outcome.failure = std::move(failure);
  }
  outcome.seconds.wall = attempt.elapsed();
  outcome.worker_peak_rss_bytes = PeakRssBytes();
  return reply;
}

void SetBeforeImageHook(BeforeImageHook hook) { Hook() = std::move(hook); }

}  // namespace rescan
