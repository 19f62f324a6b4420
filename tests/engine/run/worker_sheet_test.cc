// A worker that understands timesheets: which pictures it takes for one, and
// what becomes of those that are none.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/interpret.h"
#include "engine/run/worker.h"
#include "tests/support/shipped_version.h"
#include "tools/samples/sheet.h"
#include "tools/samples/truth.h"

namespace rescan {
namespace {

namespace fs = std::filesystem;
using timesheet::Verdict;

const std::string kSamples = std::string(RESCAN_SOURCE_DIR) + "/data/samples/";

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

WorkerSettings Settings(ImageKind kind) {
  WorkerSettings settings;
  settings.version = rescan::testing::ShippedVersion("tesseract-fast");
  settings.kind = kind;
  settings.classify = ClassifyMode::kContent;
  settings.classifier = ReadText(std::string(RESCAN_SOURCE_DIR) +
                                 "/data/classifier/content-classifier.json");
  return settings;
}

Outcome Processed(Worker& worker, const std::string& path,
                  const std::atomic<bool>* cancel = nullptr) {
  const auto file = OpenRegularFile(path);
  EXPECT_TRUE(file.has_value()) << path;
  return worker.Process(*file, path, cancel).outcome;
}

Outcome Processed(const WorkerSettings& settings, const std::string& path) {
  auto worker = Worker::Create(settings);
  EXPECT_TRUE(worker.has_value()) << worker.error().message;
  return Processed(**worker, path);
}

Verdict VerdictOf(const Outcome& outcome) {
  EXPECT_TRUE(outcome.reading.has_value());
  EXPECT_TRUE(outcome.reading->timesheet.has_value());
  return timesheet::Interpret(*outcome.reading->timesheet, {}).verdict;
}

Verdict Expected(samples::Expectation expectation) {
  switch (expectation) {
    case samples::Expectation::kZeroHour:
      return Verdict::kZeroHour;
    case samples::Expectation::kRejectedStatus:
      return Verdict::kRejectedStatus;
    case samples::Expectation::kWrongDay:
      return Verdict::kInvalid;
    default:
      return Verdict::kStore;
  }
}

TEST(ImageKinds, HaveTheNamesOfTheCommandLine) {
  EXPECT_EQ(ImageKindFromName("auto"), ImageKind::kAuto);
  EXPECT_EQ(ImageKindFromName("document"), ImageKind::kDocument);
  EXPECT_EQ(ImageKindFromName("timesheet"), ImageKind::kTimesheet);
  EXPECT_EQ(ImageKindFromName("receipt"), ImageKind::kReceipt);
  EXPECT_EQ(ImageKindFromName("photo"), ImageKind::kPhoto);
  EXPECT_EQ(ImageKindFromName("Auto"), std::nullopt);
  EXPECT_EQ(ImageKindFromName(""), std::nullopt);
}

TEST(WorkerSheet, TheCommittedSheetsEndAsTheyMust) {
  auto worker = Worker::Create(Settings(ImageKind::kAuto)).value();
  int sheets = 0;
  for (const auto& entry : fs::directory_iterator(kSamples)) {
    const std::string truth = entry.path().string();
    if (!entry.path().filename().string().starts_with("timesheet-") ||
        !truth.ends_with(".truth.json")) {
      continue;
    }
    SCOPED_TRACE(entry.path().filename());
    const auto page = samples::TruthFromJson(ReadText(truth));
    ASSERT_TRUE(page.has_value()) << page.error().message;
    const samples::SheetTruth& sheet = page->timesheet.value();
    const Outcome outcome = Processed(*worker, kSamples + page->image);
    // What JPEG has blurred may be asked about.
    const Verdict verdict = VerdictOf(outcome);
    if (sheet.dimensions.jpeg_quality == 0 ||
        verdict != Verdict::kNeedsReview) {
      EXPECT_EQ(verdict, Expected(sheet.expectation));
    }
    EXPECT_EQ(outcome.reading->timesheet->file_name, page->image);
    EXPECT_GT(outcome.seconds.recognise, 0);
    EXPECT_EQ(outcome.reading->classification.image_class, ImageClass::kNative);
    EXPECT_FALSE(outcome.reading->page.lines.empty());
    ++sheets;
  }
  EXPECT_GE(sheets, 13);
}

TEST(WorkerSheet, AmongOtherPicturesTheSameIsReadAsAlone) {
  auto worker = Worker::Create(Settings(ImageKind::kAuto)).value();
  const std::string sheet = kSamples + "timesheet-a-dark.png";
  const Outcome first = Processed(*worker, sheet);
  (void)Processed(*worker, kSamples + "timesheet-week-light.png");
  (void)Processed(*worker, kSamples + "native-table-light.png");
  (void)Processed(*worker, kSamples + "timesheet-b-dark.png");
  const Outcome again = Processed(*worker, sheet);
  EXPECT_TRUE(first.reading->timesheet == again.reading->timesheet);
  EXPECT_TRUE(first.reading->page == again.reading->page);
}

TEST(WorkerSheet, OtherPicturesAreReadAsEver) {
  auto any = Worker::Create(Settings(ImageKind::kAuto)).value();
  auto document = Worker::Create(Settings(ImageKind::kDocument)).value();
  for (const char* name :
       {"native-table-light.png", "scan-receipt-200.jpg", "photo-form-1.jpg"}) {
    const Outcome a = Processed(*any, kSamples + name);
    const Outcome b = Processed(*document, kSamples + name);
    ASSERT_TRUE(a.reading.has_value() && b.reading.has_value()) << name;
    EXPECT_FALSE(a.reading->timesheet.has_value()) << name;
    EXPECT_TRUE(a.reading->page == b.reading->page) << name;
  }
}

TEST(WorkerSheet, WhatIsSaidToBeADocumentIsReadAsOne) {
  for (const ImageKind kind :
       {ImageKind::kDocument, ImageKind::kReceipt, ImageKind::kPhoto}) {
    const Outcome outcome =
        Processed(Settings(kind), kSamples + "timesheet-a-dark.png");
    ASSERT_TRUE(outcome.reading.has_value());
    EXPECT_FALSE(outcome.reading->timesheet.has_value());
    // All of it, also what is no field of a sheet.
    std::string text;
    for (const Line& line : outcome.reading->page.lines) text += line.text;
    EXPECT_NE(text.find("Team Timesheets"), std::string::npos);
  }
}

TEST(WorkerSheet, WhatIsSaidToBeASheetIsOneThatCannotBeRead) {
  const Outcome outcome =
      Processed(Settings(ImageKind::kTimesheet), kSamples + "photo-form-1.jpg");
  EXPECT_EQ(VerdictOf(outcome), Verdict::kNotReadable);
  EXPECT_FALSE(outcome.reading->page.lines.empty());
}

TEST(WorkerSheet, ALargePictureIsDecodedWhole) {
  WorkerSettings settings = Settings(ImageKind::kAuto);
  settings.version.profile.preparation->reduce_above_megapixels = 1;
  const std::string sheet = kSamples + "timesheet-jpeg-dark.jpg";
  const Outcome outcome = Processed(settings, sheet);
  const Outcome whole = Processed(Settings(ImageKind::kAuto), sheet);
  ASSERT_TRUE(outcome.reading->timesheet.has_value());
  EXPECT_TRUE(outcome.reading->timesheet == whole.reading->timesheet);
  EXPECT_TRUE(outcome.reading->page == whole.reading->page);
}

TEST(WorkerSheet, LimitsHoldForSheets) {
  const std::string sheet = kSamples + "timesheet-a-dark.png";
  WorkerSettings settings = Settings(ImageKind::kAuto);
  auto worker = Worker::Create(settings).value();
  const std::atomic<bool> cancel = true;
  const Outcome cancelled = Processed(*worker, sheet, &cancel);
  ASSERT_TRUE(cancelled.failure.has_value());
  EXPECT_EQ(cancelled.failure->error_code, "Cancelled");
  EXPECT_FALSE(cancelled.reading.has_value());

  settings.time_limit = std::chrono::milliseconds(1);
  const Outcome late = Processed(settings, sheet);
  ASSERT_TRUE(late.failure.has_value());
  EXPECT_EQ(late.failure->type, FailureType::kTimeout);
  EXPECT_TRUE(late.killed_worker);
}

}  // namespace
}  // namespace rescan
