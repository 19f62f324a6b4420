#include "tests/engine/run/fake_lane.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kernels/base/sha256.h"
#include "tests/support/subprocess.h"

namespace rescan::testing {
namespace {

constexpr std::string_view kMagic = "\x89PNG\r\n\x1a\n";

ImageFacts FactsOf(const std::string& bytes) {
  ImageFacts facts;
  facts.file_size = bytes.size();
  facts.file_sha256 = Sha256Of(bytes);
  return facts;
}

Outcome Success(const std::string& bytes, const std::string& text) {
  Outcome outcome;
  outcome.facts = FactsOf(bytes);
  outcome.facts->format = ImageFormat::kPng;
  outcome.facts->mode = std::string("L");
  outcome.facts->width = outcome.facts->height = 10;
  outcome.facts->pixel_sha256 = Sha256Of(text);
  Reading reading;
  reading.page.width = reading.page.height = 10;
  Line line;
  line.id = 1;
  line.text = text;
  line.box = {1, 1, 8, 8};
  line.confidence = 0.5F;
  reading.page.lines.push_back(std::move(line));
  outcome.reading = std::move(reading);
  outcome.seconds.wall = 0.5;
  return outcome;
}

timesheet::ReadField FieldOf(const std::string& text) {
  timesheet::ReadField field;
  field.text = text;
  field.confidence = 0.9F;
  return field;
}

timesheet::RawSheet WeekWithoutHours(const std::string& range) {
  timesheet::RawSheet sheet;
  sheet.name = FieldOf("Avery Brooks");
  sheet.date_range = FieldOf(range);
  sheet.status = FieldOf("Posted");
  sheet.percent = FieldOf("0%");
  sheet.percent_by_marker = 0;
  return sheet;
}

Outcome FailureOf(std::optional<ImageFacts> facts, FailureType type,
                  const std::string& path, const std::string& reason) {
  Outcome outcome;
  outcome.facts = std::move(facts);
  outcome.failure = Failure{};
  outcome.failure->type = type;
  outcome.failure->message = fmt::format("{}: {}", path, reason);
  outcome.failure->error_code = "Fake";
  return outcome;
}

}  // namespace

std::string FakeImage(const std::string& order) {
  return std::string(kMagic) + order;
}

class FakeLane : public Lane {
 public:
  explicit FakeLane(FakeWorld& world) : world_(world) {}

  Result<WorkerReply> Process(const std::string& path) override {
    const int attempts = world_.Begin(path);
    if (world_.on_begin) world_.on_begin(path);
    Result<WorkerReply> reply = Reply(path, attempts);
    world_.End(path);
    return reply;
  }

  void Cancel() override {
    const std::lock_guard lock(mu_);
    cancelled_ = true;
    changed_.notify_all();
  }

 private:
  Result<WorkerReply> Reply(const std::string& path, int attempts) {
    {
      const std::lock_guard lock(mu_);
      if (cancelled_) return Fail(ErrorCode::kCancelled, "given up");
    }
    if (path == world_.broken_lane_path) {
      return Fail(ErrorCode::kInternal, "no worker starts");
    }
    std::string bytes;
    try {
      bytes = ReadFileBytes(path);
    } catch (const std::exception&) {
      return Done(FailureOf({}, FailureType::kIo, path, "not there"));
    }
    const std::string order =
        bytes.substr(std::min(kMagic.size(), bytes.size()));
    const std::size_t blank = order.find(' ');
    const std::string verb = order.substr(0, blank);
    const std::string text =
        blank == std::string::npos ? "" : order.substr(blank + 1);
    if (verb == "block") return Block();
    if (verb == "kill" && attempts < text[0] - '0') {
      Outcome killed =
          FailureOf({}, FailureType::kCrash, path, "its worker died");
      killed.killed_worker = true;
      return Done(std::move(killed));
    }
    if (verb == "io") {
      return Done(FailureOf({}, FailureType::kIo, path, text));
    }
    if (verb == "week") {
      Outcome outcome = Success(bytes, text);
      outcome.reading->timesheet = WeekWithoutHours(text);
      return Done(std::move(outcome));
    }
    if (verb == "fail" || (verb != "ok" && verb != "kill")) {
      return Done(FailureOf(FactsOf(bytes), FailureType::kDecode, path, text));
    }
    return Done(Success(bytes, verb == "kill" ? text.substr(2) : text));
  }

  static Result<WorkerReply> Done(Outcome outcome) {
    return WorkerReply{std::move(outcome), "", {}};
  }

  Result<WorkerReply> Block() {
    std::unique_lock lock(mu_);
    changed_.wait(lock, [&] { return cancelled_; });
    return Fail(ErrorCode::kCancelled, "given up");
  }

  FakeWorld& world_;
  std::mutex mu_;
  std::condition_variable changed_;
  bool cancelled_ = false;  // guarded by mu_
};

LaneFactory FakeWorld::Factory() {
  return [this](Isolation,
                const WorkerSettings&) -> Result<std::unique_ptr<Lane>> {
    const std::lock_guard lock(mu_);
    if (no_lanes) return tl::unexpected(*no_lanes);
    ++lanes_made_;
    return std::make_unique<FakeLane>(*this);
  };
}

int FakeWorld::Begin(const std::string& path) {
  const std::lock_guard lock(mu_);
  begun_.push_back(path);
  const int earlier = attempts_[path]++;
  running_[path] = earlier;
  most_at_once_ = std::max(most_at_once_, static_cast<int>(running_.size()));
  const bool any_retry =
      std::any_of(running_.begin(), running_.end(),
                  [](const auto& image) { return image.second > 0; });
  if (running_.size() > 1 && any_retry) retried_in_company_ = true;
  return earlier;
}

void FakeWorld::End(const std::string& path) {
  const std::lock_guard lock(mu_);
  running_.erase(path);
}

std::vector<std::string> FakeWorld::Begun() const {
  const std::lock_guard lock(mu_);
  return begun_;
}

int FakeWorld::MostAtOnce() const {
  const std::lock_guard lock(mu_);
  return most_at_once_;
}

bool FakeWorld::RetriedInCompany() const {
  const std::lock_guard lock(mu_);
  return retried_in_company_;
}

int FakeWorld::LanesMade() const {
  const std::lock_guard lock(mu_);
  return lanes_made_;
}

}  // namespace rescan::testing
