// A worker that judges pictures by their content, with and without a reader.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/run/worker.h"

namespace rescan {
namespace {

using ::testing::HasSubstr;

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

WorkerSettings ContentOnly() {
  WorkerSettings settings;
  settings.classify = ClassifyMode::kContent;
  settings.classifier =
      ReadText(RESCAN_SOURCE_DIR "/data/classifier/content-classifier.json");
  settings.read = false;
  return settings;
}

WorkerReply Processed(Worker& worker, const std::string& path) {
  const auto file = OpenRegularFile(path);
  EXPECT_TRUE(file.has_value()) << path;
  return worker.Process(*file, path, nullptr);
}

TEST(WorkerContent, ClassifiesWithoutAReader) {
  const std::string folder = RESCAN_SOURCE_DIR "/data/samples/";
  WorkerSettings settings = ContentOnly();
  auto worker = Worker::Create(settings);
  ASSERT_TRUE(worker.has_value()) << worker.error().message;
  const WorkerReply native =
      Processed(**worker, folder + "native-table-light.png");
  ASSERT_TRUE(native.outcome.reading.has_value());
  const Classification& classes = native.outcome.reading->classification;
  EXPECT_EQ(classes.image_class, ImageClass::kNative);
  EXPECT_EQ(classes.rule, DecidingRule::kContent);
  ASSERT_TRUE(classes.content.has_value());
  EXPECT_GT(classes.content->native, 0.5);
  EXPECT_TRUE(native.outcome.reading->page.lines.empty());
  EXPECT_GT(native.outcome.seconds.classify, 0);
  EXPECT_EQ(native.outcome.seconds.recognise, 0);
  EXPECT_FALSE(native.features.has_value());
  const WorkerReply scan = Processed(**worker, folder + "scan-receipt-200.jpg");
  EXPECT_EQ(scan.outcome.reading->classification.image_class,
            ImageClass::kScan);
}

TEST(WorkerContent, GivesTheFeaturesIfAsked) {
  WorkerSettings settings = ContentOnly();
  settings.want_features = true;
  auto worker = Worker::Create(settings);
  ASSERT_TRUE(worker.has_value());
  const WorkerReply reply =
      Processed(**worker, RESCAN_SOURCE_DIR "/data/samples/photo-form-1.jpg");
  ASSERT_TRUE(reply.features.has_value());
  EXPECT_GT((*reply.features)[static_cast<std::size_t>(Feature::kMiddle)], 0);
}

TEST(WorkerContent, NeedsAClassifierThatIsWhole) {
  WorkerSettings settings = ContentOnly();
  settings.classifier.resize(settings.classifier.size() / 2);
  const auto damaged = Worker::Create(settings);
  ASSERT_FALSE(damaged.has_value());
  EXPECT_EQ(damaged.error().code, ErrorCode::kInvalidArgument);
  settings.classifier.clear();
  const auto absent = Worker::Create(settings);
  ASSERT_FALSE(absent.has_value());
  EXPECT_THAT(absent.error().message, HasSubstr("content classifier"));
}

}  // namespace
}  // namespace rescan
