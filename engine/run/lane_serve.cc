// The worker process's side of a lane.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "engine/run/failure.h"
#include "engine/run/lane.h"
#include "engine/run/lane_child.h"
#include "engine/run/lane_wire.h"
#include "engine/run/outcome_codec.h"
#include "engine/run/worker_status.h"

namespace rescan {
namespace {

void WriteToStderr(const char* text) {
  // Nothing could be done about a short write.
  (void)!write(STDERR_FILENO, text, std::strlen(text));
}

// An exception where none may pass (a destructor, an OpenMP region).
[[noreturn]] void OnTerminate() {
  try {
    if (std::current_exception() != nullptr) throw;
  } catch (const std::bad_alloc&) {
    _exit(kOutOfMemoryExit);
  } catch (const std::exception& exception) {
    WriteToStderr(exception.what());
  } catch (...) {
    WriteToStderr("exception of an unknown type");
  }
  std::abort();
}

// A C library that does not check malloc dies of a null pointer or of its own
// assertion, errno still saying why. Anything else dies as it would have.
void OnFatalSignal(int signal) {
  if (errno == ENOMEM) _exit(kOutOfMemoryExit);
  raise(signal);
}

void SetUpSignals() {
  // Whoever stops the run sends these to the whole session or service; the
  // lane decides when its worker ends, by hanging up or SIGKILL.
  for (const int stopping :
       {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE}) {
    signal(stopping, SIG_IGN);
  }
  for (const int fatal : {SIGSEGV, SIGBUS, SIGABRT}) {
    struct sigaction action {};
    // A sanitizer's own handler stays.
    if (sigaction(fatal, nullptr, &action) != 0 ||
        action.sa_handler != SIG_DFL) {
      continue;
    }
    action.sa_handler = OnFatalSignal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    sigaction(fatal, &action, nullptr);
  }
  std::set_terminate(OnTerminate);
}

void SetUpProcess() {
  // Should the lane's thread have died already, the socket is closed and the
  // first read from it ends this process, so nothing is missed in between.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "rescan-worker");
  SetUpSignals();
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  // If the machine itself runs out of memory, a worker is to go before the
  // process that keeps the records.
  const FileDescriptor score(
      open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  if (score.valid()) (void)!write(score.get(), "500", 3);
}

// Bounds the address space to what is mapped now (the program and its
// libraries, hundreds of MiB that are hardly resident) plus `bytes`, so that
// `bytes` is what models and images may take.
void LimitMemory(std::uint64_t bytes) {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0) return;
  const std::uint64_t base = AddressSpaceBytes();
  const std::uint64_t bound = bytes > RLIM_INFINITY - base
                                  ? RLIM_INFINITY
                                  : static_cast<std::uint64_t>(base + bytes);
  limit.rlim_max = std::min<std::uint64_t>(limit.rlim_max, bound);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_AS, &limit);
}

Status SendError(int socket, const Error& error) {
  return SendMessage(socket, MessageType::kError, EncodeError(error), -1);
}

Result<std::unique_ptr<Worker>> CreateWorker(int socket) {
  const auto message = ReceiveMessage(socket);
  if (!message.has_value()) return tl::unexpected(message.error());
  if (message->type != MessageType::kSettings) {
    return Fail(ErrorCode::kCorruption, "no settings came first");
  }
  const auto settings = DecodeSettings(message->payload);
  if (!settings.has_value()) return tl::unexpected(settings.error());
  LimitMemory(settings->memory_limit_bytes);
  try {
    return Worker::Create(*settings);
  } catch (const std::bad_alloc&) {
    return Fail(ErrorCode::kLimit,
                fmt::format("the models need more memory than a worker may "
                            "have ({} MiB, --memory-limit)",
                            settings->memory_limit_bytes >> 20));
  } catch (const std::exception& exception) {
    return Fail(ErrorCode::kInternal, exception.what());
  }
}

std::string EncodeBoundedReply(WorkerReply& reply, const std::string& path) {
  std::string bytes = EncodeReply(reply);
  if (bytes.size() < kMaxMessageBytes) return bytes;
  reply.rendered.clear();
  reply.outcome.reading.reset();
  reply.outcome.failure =
      FailureOf({ErrorCode::kLimit,
                 fmt::format("what was read takes {} bytes, more than {}",
                             bytes.size(), kMaxMessageBytes)},
                FailedStage::kRead, path);
  return EncodeReply(reply);
}

Error ExtraThreads(std::uint64_t before, std::uint64_t now) {
  return {ErrorCode::kInternal,
          fmt::format("Tesseract started extra OpenMP threads: {} instead of "
                      "{} in a worker, although OMP_THREAD_LIMIT is 1",
                      now, before)};
}

// Serves image after image. Returns the exit code.
int Serve(int socket, Worker& worker) {
  const std::uint64_t threads = ThreadCount();
  for (;;) {
    const auto message = ReceiveMessage(socket);
    if (!message.has_value()) {
      return message.error().code == ErrorCode::kNotFound ? 0 : 1;
    }
    if (message->type != MessageType::kImage || !message->file.valid()) {
      return 1;
    }
    const std::string& path = message->payload;
    WorkerReply reply = worker.Process(message->file, path, nullptr);
    const std::uint64_t threads_now = ThreadCount();
    if (threads_now > threads) {
      (void)SendError(socket, ExtraThreads(threads, threads_now));
      return 1;
    }
    const auto type =
        worker.tainted() ? MessageType::kLastReply : MessageType::kReply;
    const Status sent =
        SendMessage(socket, type, EncodeBoundedReply(reply, path), -1);
    if (!sent.has_value() || worker.tainted()) return sent ? 0 : 1;
  }
}

}  // namespace

int ServeLane(int fd) {
  SetUpProcess();
  const FileDescriptor socket(fd);
  auto worker = CreateWorker(socket.get());
  if (!worker.has_value()) {
    (void)SendError(socket.get(), worker.error());
    return 1;
  }
  if (!SendMessage(socket.get(), MessageType::kReady, {}, -1)) return 1;
  return Serve(socket.get(), **worker);
}

}  // namespace rescan
