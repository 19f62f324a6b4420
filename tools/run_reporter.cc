#include "tools/run_reporter.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kernels/base/text.h"
#include "tools/numbers.h"
#include "tools/output.h"
#include "tools/table.h"

namespace rescan::cli {
namespace {

// A plain line at least so often, by images and by time.
constexpr std::int64_t kLineImages = 10;
constexpr std::chrono::seconds kLineTime(10);

// Columns of the terminal on standard error, 0 = unknown.
std::size_t TerminalColumns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

Json ImageEvent(const std::string& path, const Outcome& outcome, bool final) {
  Json event = {{"event", "image"}, {"path", PathToText(path)}};
  if (outcome.failure) {
    event["status"] = final ? "failed" : "retry";
    event["failure_type"] = FailureTypeName(outcome.failure->type);
    event["error_code"] = outcome.failure->error_code;
    event["message"] = outcome.failure->message;
  } else {
    event["status"] = "done";
  }
  if (outcome.reading) {
    const Reading& reading = *outcome.reading;
    event["image_type"] = ImageClassName(reading.classification.image_class);
    event["lines"] = reading.page.lines.size();
  }
  if (outcome.facts && outcome.facts->width > 0) {
    event["width"] = outcome.facts->width;
    event["height"] = outcome.facts->height;
    event["warnings"] = outcome.facts->warnings;
  }
  event["seconds"] = outcome.seconds.wall;
  return event;
}

}  // namespace

RunReporter::Style RunReporter::StyleFor(bool json) {
  if (json) return Style::kJson;
  return isatty(STDERR_FILENO) == 1 ? Style::kBar : Style::kLines;
}

void RunReporter::OnPlanned(const RunCounts& counts, std::int64_t total,
                            bool resumed) {
  before_ = counts;
  bar_.total = total;
  if (style_ == Style::kJson) {
    Json event = {{"event", "planned"}, {"total", total}, {"resumed", resumed}};
    event.update(CountsJson(counts));
    Event(event);
    return;
  }
  Message(fmt::format("{}{} images to read; inputs {}",
                      resumed ? "Resuming: " : "", total,
                      CountsEquation(counts)));
}

void RunReporter::OnWouldProcess(std::int64_t n, const std::string& path) {
  if (style_ == Style::kJson) {
    Event({{"event", "would_process"}, {"n", n}, {"path", PathToText(path)}});
    return;
  }
  Print(fmt::format("{:>6}. {}\n", n, PathForDisplay(path)));
}

void RunReporter::OnImage(const std::string& path, const Outcome& outcome,
                          bool final) {
  if (style_ == Style::kJson) {
    Event(ImageEvent(path, outcome, final));
  } else if (outcome.failure) {
    Message(fmt::format("✗ {}: {}{}", FailureTypeName(outcome.failure->type),
                        WithoutControls(outcome.failure->message),
                        final ? "" : " (will be tried once more)"));
  }
}

void RunReporter::OnDuplicate(const std::string& path) {
  if (style_ != Style::kJson) return;
  Event({{"event", "duplicate"}, {"path", PathToText(path)}});
}

void RunReporter::OnProgress(const RunCounts& counts, double images_per_minute,
                             double eta_seconds) {
  bar_.succeeded = counts.done - before_.done;
  bar_.failed = counts.failed - before_.failed;
  bar_.processed = bar_.succeeded + bar_.failed;
  bar_.images_per_minute = images_per_minute;
  bar_.eta_seconds = eta_seconds;
  if (style_ == Style::kJson) {
    Json event = {{"event", "progress"}};
    event.update(CountsJson(counts));
    event["total"] = bar_.total;
    event["processed"] = bar_.processed;
    event["images_per_minute"] = images_per_minute;
    event["eta_seconds"] = eta_seconds < 0 ? Json(nullptr) : Json(eta_seconds);
    Event(event);
    return;
  }
  if (style_ == Style::kBar) return DrawBar();
  const auto now = std::chrono::steady_clock::now();
  if (bar_.processed - lines_processed_ >= kLineImages ||
      now - last_line_ >= kLineTime) {
    lines_processed_ = bar_.processed;
    last_line_ = now;
    Note(ProgressLine(bar_) + "\n");
  }
}

void RunReporter::OnWarning(const std::string& message) {
  if (style_ == Style::kJson) {
    Event({{"event", "warning"}, {"message", message}});
  } else {
    Message("warning: " + WithoutControls(message));
  }
}

void RunReporter::OnRunning(
    const std::vector<std::pair<std::string, double>>& running) {
  if (style_ == Style::kJson) {
    Json images = Json::array();
    for (const auto& [path, age] : running) {
      images.push_back({{"path", PathToText(path)}, {"age_seconds", age}});
    }
    Event({{"event", "running"}, {"images", images}});
    return;
  }
  Message(fmt::format("{} images are being read:", running.size()));
  for (const auto& [path, age] : running) {
    Message(fmt::format("  {:>7.1f} s  {}", age, PathForDisplay(path)));
  }
}

void RunReporter::Finish() {
  if (bar_drawn_) Note("\n");
  bar_drawn_ = false;
}

void RunReporter::Event(const Json& event) {
  Print(JsonLine(event));
  FlushPrinted();
}

void RunReporter::Message(const std::string& line) {
  if (bar_drawn_) Note("\r\x1b[K");
  Note(line + "\n");
  if (bar_drawn_) DrawBar();
}

void RunReporter::DrawBar() {
  const std::string bar = ProgressBar(bar_);
  const std::size_t columns = TerminalColumns();
  // A line that wraps cannot be rewritten in place.
  Note("\r" + (columns > 1 ? ShortenEnd(bar, columns - 1) : bar) + "\x1b[K");
  bar_drawn_ = true;
}

}  // namespace rescan::cli
