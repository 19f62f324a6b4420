#include "engine/run/lane_process.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/run/failure.h"
#include "engine/run/lane_child.h"
#include "engine/run/lane_wire.h"
#include "engine/run/outcome_codec.h"
#include "engine/run/worker_facts.h"

namespace rescan {
namespace {

using Clock = std::chrono::steady_clock;

// A worker keeps the time limit itself where it can; past this much more it
// is killed.
constexpr std::chrono::milliseconds kGrace{1000};
// For loading the models, on a slow disk with many workers starting at once.
constexpr std::chrono::seconds kStartLimit{60};
// A worker that hangs up is about to end; the system takes a moment.
constexpr std::chrono::milliseconds kEndLimit{1000};

// How a worker ended, for a message; and its short name.
struct EndWords {
  std::string code, reason;
};

EndWords WordsOf(const ChildEnd& end) {
  if (end.signal == SIGKILL) {
    return {"SIGKILL",
            "died of SIGKILL (killed, perhaps by the system when memory ran "
            "out)"};
  }
  if (end.signal > 0) {
    const std::string name = SignalName(end.signal);
    return {name, "died of " + name};
  }
  if (end.exit_code >= 0) {
    return {fmt::format("Exit{}", end.exit_code),
            fmt::format("left with exit code {}", end.exit_code)};
  }
  return {"Gone", "went away"};
}

class ProcessLane final : public Lane {
 public:
  ProcessLane(const WorkerSettings& settings, FileDescriptor cancel_event)
      : settings_(settings), cancel_event_(std::move(cancel_event)) {}

  Result<WorkerReply> Process(const std::string& path) override;
  void Cancel() override;

  // Makes sure that a worker waits for an image.
  [[nodiscard]] Status EnsureWorker();

 private:
  enum class Event { kMessage, kDeadline, kCancelled, kGone, kMalformed };

  [[nodiscard]] Event AwaitMessage(Clock::time_point deadline);
  [[nodiscard]] bool WorkerIsIdle() const;
  [[nodiscard]] Status StartError(Event event);
  // The answer in message_, or nothing if it makes no sense.
  [[nodiscard]] std::optional<Result<WorkerReply>> Answer();
  // Ends the worker that did not answer, and says why it did not.
  [[nodiscard]] Failure Bury(Event event, const std::string& path);

  const WorkerSettings settings_;
  const FileDescriptor cancel_event_;  // readable once cancelled
  std::atomic<bool> cancelled_{false};

  std::unique_ptr<WorkerProcess> worker_;
  MessageReader reader_;
  Message message_;                   // the last one, after Event::kMessage
  std::uint64_t peak_rss_bytes_ = 0;  // as the present worker told last
};

void ProcessLane::Cancel() {
  cancelled_ = true;
  const std::uint64_t one = 1;
  // Fails only when the counter is full: then it is readable anyway.
  (void)!write(cancel_event_.get(), &one, sizeof(one));
}

ProcessLane::Event ProcessLane::AwaitMessage(Clock::time_point deadline) {
  bool begun = false;  // part of a message is there
  for (;;) {
    auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    // This program may have been suspended past the deadline: what arrived
    // meanwhile counts, and what has begun to arrive may go on.
    const bool late = left.count() <= 0;
    if (late) left = begun ? kGrace : std::chrono::milliseconds(0);
    std::array<pollfd, 3> fds = {{{cancel_event_.get(), POLLIN, 0},
                                  {worker_->socket(), POLLIN, 0},
                                  {worker_->chatter(), POLLIN, 0}}};
    constexpr std::int64_t kHour = 3'600'000;  // poll counts in int
    const int ready =
        poll(fds.data(), fds.size(),
             static_cast<int>(std::min<std::int64_t>(left.count(), kHour)));
    if (late && ready == 0) return Event::kDeadline;
    if (ready <= 0) continue;
    if (fds[0].revents != 0) return Event::kCancelled;
    if (fds[2].revents != 0) worker_->ReadChatter();
    if (fds[1].revents == 0) {
      if (late) return Event::kDeadline;
      continue;
    }
    switch (reader_.Read(worker_->socket())) {
      case MessageReader::State::kPartial:
        begun = true;
        continue;
      case MessageReader::State::kComplete:
        message_ = reader_.Take();
        return Event::kMessage;
      case MessageReader::State::kClosed:
        return Event::kGone;
      case MessageReader::State::kMalformed:
        return Event::kMalformed;
    }
  }
}

bool ProcessLane::WorkerIsIdle() const {
  // Readable means closed, or speaking without being asked.
  pollfd fd{worker_->socket(), POLLIN, 0};
  return poll(&fd, 1, 0) == 0;
}

Status ProcessLane::EnsureWorker() {
  if (worker_ != nullptr && WorkerIsIdle()) return {};
  worker_.reset();
  reader_ = {};
  peak_rss_bytes_ = 0;
  auto worker = WorkerProcess::Start(settings_);
  if (!worker.has_value()) return tl::unexpected(worker.error());
  worker_ = *std::move(worker);
  // A worker that is gone already shows in what comes next.
  (void)SendMessage(worker_->socket(), MessageType::kSettings,
                    EncodeSettings(settings_), -1);
  const Event event = AwaitMessage(Clock::now() + kStartLimit);
  if (event == Event::kMessage && message_.type == MessageType::kReady) {
    return {};
  }
  Status error = StartError(event);
  worker_.reset();
  return error;
}

Status ProcessLane::StartError(Event event) {
  if (event == Event::kCancelled) return tl::unexpected(CancelledError());
  if (event == Event::kMessage && message_.type == MessageType::kError) {
    return tl::unexpected(DecodeError(message_.payload));
  }
  const Failure failure = Bury(event, {});
  return Fail(ErrorCode::kCrash,
              fmt::format("a worker process could not be started: {}{}{}",
                          event == Event::kDeadline ? "it was not ready in time"
                                                    : failure.message,
                          failure.stack_trace.empty() ? "" : "; it wrote: ",
                          failure.stack_trace));
}

std::optional<Result<WorkerReply>> ProcessLane::Answer() {
  if (message_.type == MessageType::kError) {
    worker_.reset();
    return tl::unexpected(DecodeError(message_.payload));
  }
  const bool last = message_.type == MessageType::kLastReply;
  if (!last && message_.type != MessageType::kReply) return std::nullopt;
  auto reply = DecodeReply(message_.payload);
  message_ = {};
  if (!reply.has_value()) return std::nullopt;
  peak_rss_bytes_ = reply->outcome.worker_peak_rss_bytes;
  if (last) worker_.reset();
  return reply;
}

Failure ProcessLane::Bury(Event event, const std::string& path) {
  ChildEnd end;
  if (event == Event::kGone) {
    end = worker_->Await(kEndLimit);
  } else {
    worker_->Kill();
  }
  worker_->ReadChatter();
  Failure failure;
  if (event == Event::kDeadline) {
    failure = TimeoutFailure(
        path, std::chrono::duration<double>(settings_.time_limit).count());
  } else if (end.exit_code == kOutOfMemoryExit) {
    failure = MemoryFailure(path, settings_.memory_limit_bytes >> 20);
  } else {
    const EndWords words =
        event == Event::kGone
            ? WordsOf(end)
            : EndWords{"BadReply", "answered with what is no answer"};
    failure = FailureOf(
        {ErrorCode::kCrash, fmt::format("the worker {}", words.reason)},
        FailedStage::kRead, path);
    failure.error_code = words.code;
  }
  failure.stack_trace = worker_->ChatterTail();
  worker_.reset();
  return failure;
}

Result<WorkerReply> ProcessLane::Process(const std::string& path) {
  if (cancelled_) return tl::unexpected(CancelledError());
  const auto file = OpenRegularFile(path);
  if (!file.has_value()) return UnopenedReply(file.error());
  RESCAN_TRY(EnsureWorker());
  worker_->ForgetChatter();

  const auto begin = Clock::now();
  Event event = Event::kGone;
  if (SendMessage(worker_->socket(), MessageType::kImage, path, file->get())) {
    event = AwaitMessage(begin + settings_.time_limit + kGrace);
  }
  if (event == Event::kCancelled) {
    worker_->Kill();
    worker_.reset();
    return tl::unexpected(CancelledError());
  }
  if (event == Event::kMessage) {
    if (auto answer = Answer()) return *std::move(answer);
    event = Event::kMalformed;
  }
  WorkerReply reply;
  Outcome& outcome = reply.outcome;
  outcome.failure = Bury(event, path);
  outcome.facts = FactsOfBytes(*file, settings_.limits.max_file_bytes);
  outcome.seconds.wall =
      std::chrono::duration<double>(Clock::now() - begin).count();
  outcome.worker_peak_rss_bytes = peak_rss_bytes_;
  outcome.killed_worker = true;
  return reply;
}

}  // namespace

Result<std::unique_ptr<Lane>> MakeProcessLane(const WorkerSettings& settings) {
  FileDescriptor event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event.valid()) {
    return Fail(ErrorCode::kIo, "cannot start a worker process: eventfd");
  }
  auto lane = std::make_unique<ProcessLane>(settings, std::move(event));
  RESCAN_TRY(lane->EnsureWorker());
  return std::unique_ptr<Lane>(std::move(lane));
}

WorkerReply UnopenedReply(const Error& error) {
  WorkerReply reply;
  reply.outcome.failure = FailureOf(error, FailedStage::kFile, {});
  return reply;
}

Error CancelledError() { return {ErrorCode::kCancelled, "cancelled"}; }

}  // namespace rescan
