// Both kinds of lane give the same for the same image.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <new>
#include <random>
#include <string>

#include "engine/run/outcome_codec.h"
#include "kernels/base/sha256.h"
#include "tests/engine/run/lane_fixture.h"
#include "tests/support/test_images.h"

namespace rescan::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// The reply as bytes, without what differs from one call to the next.
std::string Comparable(Result<WorkerReply> reply) {
  if (!reply.has_value()) return "ERROR: " + reply.error().message;
  reply->outcome.seconds = {};
  reply->outcome.worker_peak_rss_bytes = 0;
  return EncodeReply(*reply);
}

class LaneParityTest : public LaneTest {
 protected:
  void Write(const std::string& name, const std::string& bytes) {
    paths_.push_back(Path(name));
    std::ofstream(paths_.back(), std::ios::binary) << bytes;
  }
  std::vector<std::string> paths_;
};

TEST_F(LaneParityTest, SameReplyForGoodAndBadImages) {
  for (const std::string& extension : ImageExtensions()) {
    Write("page" + extension, TextPage("SAME PAGE", extension));
  }
  Write("blank.png", BlankPage(300, 200, ".png"));
  Write("empty.png", "");
  Write("text.png", "this is no image");
  Write("huge.png", PngHeaderOnly(40000, 40000));
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    const auto& extension =
        ImageExtensions()[random() % ImageExtensions().size()];
    Write("mutated" + std::to_string(i) + extension,
          Mutate(TextPage("MUTATED", extension), random));
  }
  const auto process = Make(TestSettings());
  const auto thread = Make(TestSettings(), Isolation::kThread);
  for (const std::string& path : paths_) {
    EXPECT_EQ(Comparable(process->Process(path)),
              Comparable(thread->Process(path)))
        << path;
  }
}

TEST_F(LaneParityTest, OutcomesCarryWhatTheyPromise) {
  for (const Isolation isolation : {Isolation::kProcess, Isolation::kThread}) {
    WorkerSettings settings = TestSettings();
    settings.format = TextFormat::kTxt;
    const auto lane = Make(settings, isolation);
    const auto reply = lane->Process(Page("page", "SOME TEXT"));
    ASSERT_TRUE(reply.has_value());
    const Outcome& outcome = reply->outcome;
    EXPECT_EQ(TextOf(outcome), "SOME TEXT");
    EXPECT_THAT(reply->rendered, HasSubstr("SOME TEXT"));
    EXPECT_FALSE(outcome.killed_worker);
    EXPECT_EQ(outcome.facts->format, ImageFormat::kPng);
    EXPECT_EQ(outcome.facts->file_sha256,
              Sha256Of(TextPage("SOME TEXT", ".png")));
    EXPECT_GT(outcome.seconds.recognise, 0);
    EXPECT_GT(outcome.seconds.open, 0);
    EXPECT_GE(outcome.seconds.wall, outcome.seconds.recognise / 2);
    // The models alone take more than 10 MB.
    EXPECT_GT(outcome.worker_peak_rss_bytes, std::uint64_t{10} << 20);
  }
}

TEST_F(LaneParityTest, AFileThatIsNoImageKeepsItsHash) {
  Write("text.png", "this is no image");
  for (const Isolation isolation : {Isolation::kProcess, Isolation::kThread}) {
    const auto reply = Make(TestSettings(), isolation)->Process(paths_[0]);
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->outcome.failure->type, FailureType::kDecode);
    EXPECT_THAT(reply->outcome.failure->message, HasSubstr(paths_[0] + ": "));
    EXPECT_EQ(reply->outcome.facts->file_size, 16u);
    EXPECT_EQ(reply->outcome.facts->file_sha256, Sha256Of("this is no image"));
    EXPECT_FALSE(reply->outcome.killed_worker);
  }
}

TEST_F(LaneParityTest, PathsOfAnyBytesArrive) {
  const std::string name = "a \"b\"\n\xff\xfe'$(c)";
  for (const Isolation isolation : {Isolation::kProcess, Isolation::kThread}) {
    const auto reply =
        Make(TestSettings(), isolation)->Process(Page(name, "ODD NAME"));
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(TextOf(reply->outcome), "ODD NAME");
  }
}

TEST_F(LaneParityTest, ALimitTooShortForAnythingIsATimeout) {
  for (const Isolation isolation : {Isolation::kProcess, Isolation::kThread}) {
    WorkerSettings settings = TestSettings();
    settings.time_limit = 1ms;
    const auto lane = Make(settings, isolation);
    // Decoding alone takes longer.
    Write("large.png", BlankPage(6000, 6000, ".png"));
    const auto reply = lane->Process(paths_.back());
    ASSERT_TRUE(reply.has_value());
    ASSERT_TRUE(reply->outcome.failure.has_value());
    EXPECT_EQ(reply->outcome.failure->type, FailureType::kTimeout);
    EXPECT_THAT(reply->outcome.failure->message, HasSubstr("0.001 s"));
    EXPECT_TRUE(reply->outcome.killed_worker);
  }
}

// A refused allocation that a library shrugs off must not change what is read.
TEST_F(LaneParityTest, ShortMemoryFailsButNeverReadsSomethingElse) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer's allocator ends the program";
  const std::string path =
      RESCAN_SOURCE_DIR "/data/samples/native-browser-light.png";
  const std::string good = Comparable(Make(TestSettings())->Process(path));
  int limited = 0, read = 0;
  // From hardly more than the models to plenty; about 33 are enough.
  for (std::uint64_t mebibytes = 18; mebibytes <= 48; mebibytes += 3) {
    WorkerSettings settings = TestSettings();
    settings.memory_limit_bytes = mebibytes << 20;
    const auto lane = MakeLane(Isolation::kProcess, settings);
    if (!lane.has_value()) {
      EXPECT_EQ(lane.error().code, ErrorCode::kLimit) << mebibytes;
      continue;
    }
    const auto reply = (*lane)->Process(path);
    ASSERT_TRUE(reply.has_value());
    if (const auto& failure = reply->outcome.failure) {
      EXPECT_EQ(failure->type, FailureType::kLimit) << failure->message;
      EXPECT_TRUE(reply->outcome.killed_worker);
      ++limited;
    } else {
      EXPECT_EQ(Comparable(reply), good) << mebibytes;
      ++read;
    }
  }
  EXPECT_GT(limited, 0);
  EXPECT_GT(read, 0);
}

TEST_F(LaneParityTest, ThreadLanesSurviveExceptionsAndMemoryThatRanOut) {
  SetBeforeImageHook([](const std::string& path) {
    if (path.find("throw") != std::string::npos) throw 5;
    if (path.find("alloc") != std::string::npos) throw std::bad_alloc();
  });
  const auto lane = Make(TestSettings(), Isolation::kThread);
  const auto thrown = lane->Process(Page("throw", "THROW"));
  const auto out_of_memory = lane->Process(Page("alloc", "ALLOC"));
  ExpectReadsWell(*lane);
  SetBeforeImageHook(nullptr);
  ASSERT_TRUE(thrown.has_value() && out_of_memory.has_value());
  EXPECT_EQ(thrown->outcome.failure->type, FailureType::kOcr);
  EXPECT_FALSE(thrown->outcome.killed_worker);
  EXPECT_EQ(out_of_memory->outcome.failure->type, FailureType::kLimit);
  EXPECT_TRUE(out_of_memory->outcome.killed_worker);
}

TEST_F(LaneParityTest, CancelledThreadLanesAnswerSo) {
  const auto lane = Make(TestSettings(), Isolation::kThread);
  SetBeforeImageHook([&](const std::string&) { lane->Cancel(); });
  const auto reply = lane->Process(Page("page", "PAGE"));
  SetBeforeImageHook(nullptr);
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(lane->Process(Page("page", "PAGE")).error().code,
            ErrorCode::kCancelled);
}

}  // namespace
}  // namespace rescan::testing
