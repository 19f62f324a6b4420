#include "engine/run/outcome_codec.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "kernels/base/coding.h"

namespace rescan {
namespace {

Sha256Digest Digest(std::uint8_t first) {
  Sha256Digest digest;
  for (std::uint8_t& byte : digest) byte = first++;
  return digest;
}

// Random values over each field's whole range, unusual text included.
class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  int Int() {
    switch (Below(4)) {
      case 0:
        return std::numeric_limits<int>::min();
      case 1:
        return std::numeric_limits<int>::max();
      default:
        return static_cast<int>(Below(4000)) - 1000;
    }
  }
  float Float() { return std::ldexp(static_cast<float>(random_()), -32); }
  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }
  std::string Text() {
    std::string text;
    for (std::uint64_t n = Below(12); n > 0; --n) {
      text.push_back(static_cast<char>(random_()));
    }
    return text;
  }
  PixelBox Box() { return {Int(), Int(), Int(), Int()}; }

  Page MakePage() {
    Page page{Int(), Int(), {}};
    for (std::uint64_t lines = Below(5); lines > 0; --lines) {
      Line line{Int(), Text(), Box(), Float(), Float(), Below(2) == 1, {}};
      for (std::uint64_t words = Below(5); words > 0; --words) {
        Word word{Int(), Text(), Box(), Float(), Below(2) == 1, {}, {}};
        word.correction = static_cast<Correction>(Below(3));
        word.first_text = Text();
        for (std::uint64_t letters = Below(6); letters > 0; --letters) {
          word.letters.push_back({Text(), Box(), Float()});
          word.letter_ids.push_back(Int());
        }
        line.words.push_back(word);
      }
      page.lines.push_back(line);
    }
    return page;
  }

 private:
  std::mt19937_64 random_;
};

timesheet::RawSheet MakeSheet(Maker& make) {
  timesheet::RawSheet sheet;
  sheet.file_name = make.Text();
  sheet.name = {make.Text(), make.Box(), 0.5, false};
  sheet.percent_by_marker = 12.5;
  sheet.header_found = true;
  sheet.day_columns = 6;
  sheet.days[6].total = {make.Text(), make.Box(), 0.25, true};
  sheet.rows.resize(make.Below(3));
  for (timesheet::RawRow& row : sheet.rows) {
    row.bold = make.Below(2) == 1;
    row.cells[3].text = make.Text();
    row.posted_actuals.emplace().text = make.Text();
  }
  return sheet;
}

// Every field differs from its default and from its neighbours.
WorkerReply FullReply(std::uint32_t seed) {
  Maker make(seed);
  WorkerReply reply;
  Outcome& outcome = reply.outcome;
  outcome.facts = ImageFacts{ImageFormat::kWebp,
                             "RGBA",
                             31,
                             32,
                             6,
                             20,
                             96.5,
                             97.5,
                             123456789,
                             Digest(1),
                             Digest(99),
                             {"damage", make.Text()}};
  Reading reading;
  reading.page = make.MakePage();
  reading.classification = {ImageClass::kScan,
                            DecidingRule::kPixels,
                            {-0.25, 0.5, 0.125, 0.75},
                            1.5,
                            2.5,
                            {0.1, 0.2, 0.3, 0.4},
                            {}};
  if (seed % 2 == 1) {
    reading.classification.content =
        ContentVerdict{0.5, 0.375, 0.125, seed % 3 == 0, make.Text()};
    outcome.facts->pixel_sha256.reset();
    reading.prepared_scale = 1.75;
    reading.osd_orientation = 270;
    reading.timesheet = MakeSheet(make);
  }
  outcome.reading = std::move(reading);
  outcome.seconds = {1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5};
  outcome.worker_peak_rss_bytes = std::uint64_t{1} << 40;
  outcome.killed_worker = true;
  reply.rendered = std::string("a\0b", 3);
  if (seed % 2 == 0) {
    double value = 0.25;
    for (double& feature : reply.features.emplace()) feature = value *= 0.75;
  }
  return reply;
}

WorkerReply FailedReply() {
  WorkerReply reply;
  reply.outcome.failure = Failure{
      FailureType::kTextract, "message", "code", "raw", "validation", "trace"};
  return reply;
}

void ExpectSameFacts(const ImageFacts& a, const ImageFacts& b) {
  EXPECT_EQ(a.format, b.format);
  EXPECT_EQ(a.mode, b.mode);
  EXPECT_EQ(a.width, b.width);
  EXPECT_EQ(a.height, b.height);
  EXPECT_EQ(a.exif_orientation, b.exif_orientation);
  EXPECT_EQ(a.frame_count, b.frame_count);
  EXPECT_EQ(a.dpi_x, b.dpi_x);
  EXPECT_EQ(a.dpi_y, b.dpi_y);
  EXPECT_EQ(a.file_size, b.file_size);
  EXPECT_EQ(a.file_sha256, b.file_sha256);
  EXPECT_EQ(a.pixel_sha256, b.pixel_sha256);
  EXPECT_EQ(a.warnings, b.warnings);
}

void ExpectSameReading(const Reading& a, const Reading& b) {
  EXPECT_TRUE(a.page == b.page);
  const Classification& p = a.classification;
  const Classification& q = b.classification;
  EXPECT_EQ(p.image_class, q.image_class);
  EXPECT_EQ(p.rule, q.rule);
  EXPECT_EQ(p.margins.left, q.margins.left);
  EXPECT_EQ(p.margins.right, q.margins.right);
  EXPECT_EQ(p.margins.top, q.margins.top);
  EXPECT_EQ(p.margins.bottom, q.margins.bottom);
  EXPECT_EQ(p.scan_distance, q.scan_distance);
  EXPECT_EQ(p.photo_distance, q.photo_distance);
  EXPECT_EQ(p.pixels.border_white, q.pixels.border_white);
  EXPECT_EQ(p.pixels.mean_saturation, q.pixels.mean_saturation);
  EXPECT_EQ(p.pixels.border_mean_luminance, q.pixels.border_mean_luminance);
  EXPECT_EQ(p.pixels.border_stddev, q.pixels.border_stddev);
  EXPECT_EQ(p.content, q.content);
  EXPECT_EQ(a.prepared_scale, b.prepared_scale);
  EXPECT_EQ(a.osd_orientation, b.osd_orientation);
  EXPECT_TRUE(a.timesheet == b.timesheet);
}

TEST(OutcomeCodecTest, EveryFieldOfASuccessComesBack) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    const WorkerReply reply = FullReply(seed);
    const auto decoded = DecodeReply(EncodeReply(reply));
    ASSERT_TRUE(decoded.has_value());
    const Outcome& a = reply.outcome;
    const Outcome& b = decoded->outcome;
    ASSERT_TRUE(b.facts.has_value() && b.reading.has_value());
    EXPECT_FALSE(b.failure.has_value());
    ExpectSameFacts(*a.facts, *b.facts);
    ExpectSameReading(*a.reading, *b.reading);
    EXPECT_EQ(a.seconds.open, b.seconds.open);
    EXPECT_EQ(a.seconds.decode, b.seconds.decode);
    EXPECT_EQ(a.seconds.classify, b.seconds.classify);
    EXPECT_EQ(a.seconds.prepare, b.seconds.prepare);
    EXPECT_EQ(a.seconds.layout, b.seconds.layout);
    EXPECT_EQ(a.seconds.recognise, b.seconds.recognise);
    EXPECT_EQ(a.seconds.wall, b.seconds.wall);
    EXPECT_EQ(a.worker_peak_rss_bytes, b.worker_peak_rss_bytes);
    EXPECT_EQ(a.killed_worker, b.killed_worker);
    EXPECT_EQ(reply.rendered, decoded->rendered);
    EXPECT_EQ(reply.features, decoded->features);
  }
}

TEST(OutcomeCodecTest, EveryFieldOfAFailureComesBack) {
  const WorkerReply reply = FailedReply();
  const auto decoded = DecodeReply(EncodeReply(reply));
  ASSERT_TRUE(decoded.has_value());
  EXPECT_FALSE(decoded->outcome.facts.has_value());
  EXPECT_FALSE(decoded->outcome.reading.has_value());
  ASSERT_TRUE(decoded->outcome.failure.has_value());
  const Failure& failure = *decoded->outcome.failure;
  EXPECT_EQ(failure.type, FailureType::kTextract);
  EXPECT_EQ(failure.message, "message");
  EXPECT_EQ(failure.error_code, "code");
  EXPECT_EQ(failure.raw_ocr_output, "raw");
  EXPECT_EQ(failure.validation_errors, "validation");
  EXPECT_EQ(failure.stack_trace, "trace");
  EXPECT_FALSE(decoded->outcome.killed_worker);
}

TEST(OutcomeCodecTest, SettingsComeBack) {
  WorkerSettings settings;
  settings.version = {{"n",
                       "1.2.3",
                       "2020-01-02",
                       "d",
                       "e",
                       "eng",
                       11,
                       "none",
                       {{"a", "1"}, {"b", ""}},
                       std::nullopt},
                      "full",
                      "5.3.0",
                      "build",
                      "/path",
                      "abc",
                      "print"};
  settings.version.profile.preparation = ParsePreparation(R"({
    "detect_orientation": false, "reduce_above_megapixels": 0,
    "native": {"page_segmentation_mode": 11, "parameters": {}, "steps": []},
    "photo": {"page_segmentation_mode": 4, "parameters": {}, "steps": []},
    "scan": {"page_segmentation_mode": 4, "parameters": {},
             "steps": [{"step": "blur", "sigma": 0.8}]}})")
                                             .value();
  settings.kind = ImageKind::kTimesheet;
  settings.limits = {77, std::uint64_t{1} << 33, 3};
  settings.classify = ClassifyMode::kContent;
  settings.time_limit = std::chrono::milliseconds(1234);
  settings.memory_limit_bytes = 5678;
  settings.want_page = false;
  settings.read = false;
  settings.want_features = true;
  settings.classifier = "{}";
  settings.format = TextFormat::kAlto;
  const auto decoded = DecodeSettings(EncodeSettings(settings));
  ASSERT_TRUE(decoded.has_value());
  const OcrProfile& profile = decoded->version.profile;
  EXPECT_EQ(profile.name, "n");
  EXPECT_EQ(profile.version, "1.2.3");
  EXPECT_EQ(profile.build_date, "2020-01-02");
  EXPECT_EQ(profile.description, "d");
  EXPECT_EQ(profile.engine, "e");
  EXPECT_EQ(profile.language, "eng");
  EXPECT_EQ(profile.page_segmentation_mode, 11);
  EXPECT_EQ(profile.preprocessing_version, "none");
  EXPECT_EQ(profile.preparation, settings.version.profile.preparation);
  EXPECT_EQ(profile.parameters, settings.version.profile.parameters);
  EXPECT_EQ(decoded->version.full_version, "full");
  EXPECT_EQ(decoded->version.engine_version, "5.3.0");
  EXPECT_EQ(decoded->version.library_build, "build");
  EXPECT_EQ(decoded->version.traineddata_path, "/path");
  EXPECT_EQ(decoded->version.traineddata_sha256, "abc");
  EXPECT_EQ(decoded->version.fingerprint, "print");
  EXPECT_EQ(decoded->kind, ImageKind::kTimesheet);
  EXPECT_EQ(decoded->limits.max_megapixels, 77);
  EXPECT_EQ(decoded->limits.max_file_bytes, std::uint64_t{1} << 33);
  EXPECT_EQ(decoded->limits.reduce_above_megapixels, 3);
  EXPECT_EQ(decoded->classify, ClassifyMode::kContent);
  EXPECT_EQ(decoded->time_limit.count(), 1234);
  EXPECT_EQ(decoded->memory_limit_bytes, 5678u);
  EXPECT_FALSE(decoded->want_page);
  EXPECT_FALSE(decoded->read);
  EXPECT_TRUE(decoded->want_features);
  EXPECT_EQ(decoded->classifier, "{}");
  EXPECT_EQ(decoded->format, TextFormat::kAlto);
}

TEST(OutcomeCodecTest, ErrorsComeBackAndGarbageIsAnErrorToo) {
  const Error error{ErrorCode::kMissingData, "eng is not there"};
  EXPECT_EQ(DecodeError(EncodeError(error)), error);
  EXPECT_EQ(DecodeError("").code, ErrorCode::kCorruption);
  EXPECT_EQ(DecodeError("\xff").code, ErrorCode::kCorruption);
}

TEST(OutcomeCodecTest, EveryTruncationIsRefused) {
  for (const std::string& bytes :
       {EncodeReply(FullReply(3)), EncodeReply(FailedReply())}) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_FALSE(DecodeReply(bytes.substr(0, size)).has_value()) << size;
    }
    ASSERT_FALSE(DecodeReply(bytes + '\0').has_value());
  }
}

TEST(OutcomeCodecTest, EveryBitFlipIsRefusedOrKeepsTheInvariants) {
  const std::string bytes = EncodeReply(FullReply(4));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const auto reply = DecodeReply(flipped);
    if (!reply.has_value()) continue;
    const Outcome& outcome = reply->outcome;
    ASSERT_NE(outcome.reading.has_value(), outcome.failure.has_value());
    ASSERT_LE(outcome.facts->format, ImageFormat::kPnm);
    for (const Line& line : outcome.reading->page.lines) {
      ASSERT_TRUE(std::isfinite(line.confidence));
      for (const Word& word : line.words) {
        ASSERT_EQ(word.letters.size(), word.letter_ids.size());
      }
    }
  }
}

TEST(OutcomeCodecTest, RandomBytesNeverCrash) {
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(random() % 64, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() % 4);
    (void)DecodeReply(bytes);
    (void)DecodeSettings(bytes);
  }
}

TEST(OutcomeCodecTest, HostileCountsAreRefusedBeforeAllocation) {
  // No facts; a reading whose page claims 2^60 lines.
  ByteWriter writer;
  writer.U8(0);
  writer.U8(1);
  writer.SignedVarint(1);
  writer.SignedVarint(1);
  writer.Varint(std::uint64_t{1} << 60);
  EXPECT_FALSE(DecodeReply(writer.data()).has_value());
}

TEST(OutcomeCodecTest, NeitherOrBothOfReadingAndFailureIsRefused) {
  EXPECT_FALSE(DecodeReply(EncodeReply(WorkerReply{})).has_value());
  WorkerReply both = FullReply(1);
  both.outcome.failure = Failure{};
  EXPECT_FALSE(DecodeReply(EncodeReply(both)).has_value());
}

TEST(OutcomeCodecTest, ASheetThatIsNoneIsRefused) {
  const std::string bytes = EncodeReply(FullReply(3));
  const std::string member = "\"grid_found\":false";
  const std::size_t at = bytes.find(member);
  ASSERT_NE(at, std::string::npos);
  std::string changed = bytes;
  changed.replace(at, member.size(), "\"grid_fount\":false");
  EXPECT_TRUE(DecodeReply(bytes).has_value());
  EXPECT_FALSE(DecodeReply(changed).has_value());
}

TEST(OutcomeCodecTest, NumbersThatAreNoneAreRefused) {
  WorkerReply reply = FullReply(1);
  reply.outcome.facts->dpi_x = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(DecodeReply(EncodeReply(reply)).has_value());
  reply = FullReply(1);
  reply.outcome.seconds.wall = -1;
  EXPECT_FALSE(DecodeReply(EncodeReply(reply)).has_value());
}

}  // namespace
}  // namespace rescan
