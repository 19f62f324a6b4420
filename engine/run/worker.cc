#include "engine/run/worker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <optional>
#include <utility>

#include "engine/image/classify_content.h"
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
          const ContentClassifier* classifier, const std::string& path,
          const std::atomic<bool>* cancel, WorkerReply& reply)
      : settings_(settings),
        reader_(reader),
        classifier_(classifier),
        path_(path),
        cancel_(cancel),
        reply_(reply) {}

  std::optional<Failure> Run(const FileDescriptor& file) {
    errno = 0;
    auto raster = Open(file);
    std::optional<Failure> failure;
    if (raster.has_value()) {
      JudgeContent(*raster);
      failure = Read(*raster);
    } else {
      failure = std::move(raster.error());
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
  tl::expected<Raster, Failure> Open(const FileDescriptor& file) {
    StageSeconds& seconds = reply_.outcome.seconds;
    const StageTimer timer(seconds.open);
    const auto bytes = ReadWholeFile(file, settings_.limits.max_file_bytes);
    if (!bytes.has_value()) {
      return tl::unexpected(
          FailureOf(bytes.error(), FailedStage::kFile, path_));
    }
    auto image = OpenImage(*bytes, settings_.limits);
    if (image.has_value()) {
      seconds.decode = image->decode_seconds;
      seconds.open -= seconds.decode;  // the timer adds the whole
      reply_.outcome.facts = std::move(image->facts);
      return std::move(image->raster);
    }
    return tl::unexpected(FailureOf(image.error(), FailedStage::kOpen, path_));
  }

  // Before reading, which may depend on it.
  void JudgeContent(const Raster& raster) {
    if (classifier_ == nullptr) return;
    const StageTimer timer(reply_.outcome.seconds.classify);
    const ContentFeatures features = ContentFeaturesOf(raster);
    content_ = classifier_->Judge(features);
    if (settings_.want_features) reply_.features = features;
  }

  void Classified(const Raster& raster, Reading& reading) {
    const StageTimer timer(reply_.outcome.seconds.classify);
    reading.classification =
        Classify(raster, ExtentsOf(reading.page), settings_.classify, content_);
  }

  std::optional<Failure> Read(const Raster& raster) {
    if (reader_ == nullptr) {
      Classified(raster, reply_.outcome.reading.emplace());
      return std::nullopt;
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
    const auto& preparation = settings_.version.profile.preparation;
    auto read = preparation.has_value()
                    ? ReadPrepared(raster, *preparation, request)
                    : reader_->Read(raster, request);
    if (!read.has_value()) {
      if (read.error().code == ErrorCode::kTimeout) return TimedOut();
      // Recognition has no other limit than memory's.
      out_of_memory_ = read.error().code == ErrorCode::kLimit;
      return FailureOf(read.error(), FailedStage::kRead, path_);
    }
    StageSeconds& seconds = reply_.outcome.seconds;
    seconds.layout = read->layout_seconds;
    seconds.recognise = read->recognise_seconds;
    reply_.rendered = std::move(read->rendered);

    Reading reading;
    if (settings_.want_page) {
      reading.page = std::move(read->page);
      Classified(raster, reading);
    }
    reply_.outcome.reading = std::move(reading);
    return std::nullopt;
  }

  Result<ReadResult> ReadPrepared(const Raster& raster,
                                  const Preparation& preparation,
                                  const ReadRequest& request) {
    // What the page's text would tell is not known yet.
    const ImageClass seen =
        content_ ? BestClass(*content_)
                 : Classify(raster, {}, ClassifyMode::kPixels).image_class;
    const ClassPreparation& of_class = preparation.Of(seen);
    Result<PreparedPage> page = [&] {
      const StageTimer timer(reply_.outcome.seconds.prepare);
      return PreparePage(raster, of_class.steps);
    }();
    if (!page.has_value()) return tl::unexpected(std::move(page.error()));
    ReadInput input;
    input.picture = page->grey.view();
    input.original_width = reply_.outcome.facts->width;
    input.original_height = reply_.outcome.facts->height;
    input.to_original = page->to_raster;
    input.page_segmentation_mode = of_class.page_segmentation_mode;
    input.parameters = of_class.parameters;
    return reader_->Read(input, request);
  }

  Failure TimedOut() const {
    return TimeoutFailure(
        path_, std::chrono::duration<double>(settings_.time_limit).count());
  }

  const WorkerSettings& settings_;
  Reader* const reader_;
  const ContentClassifier* const classifier_;
  const std::string& path_;
  const std::atomic<bool>* const cancel_;
  WorkerReply& reply_;
  const Clock::time_point begin_ = Clock::now();
  bool out_of_memory_ = false;
  std::optional<ContentVerdict> content_;
};

Failure UnexpectedException(const std::string& path, const char* what) {
  return FailureOf(
      {ErrorCode::kInternal, fmt::format("unexpected exception: {}", what)},
      FailedStage::kRead, path);
}

}  // namespace

struct Worker::Impl {
  WorkerSettings settings;
  std::unique_ptr<Reader> reader;
  std::optional<ContentClassifier> classifier;
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
                  impl_->classifier ? &*impl_->classifier : nullptr, path,
                  cancel, reply);
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
