// Bad input, given to the program as a user would: each costs its own failure
// row and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "tests/e2e/run_calls.h"
#include "tests/support/strict_csv.h"
#include "tests/support/test_images.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// An input folder and a workspace beside it.
class BadInputTest : public ::testing::Test {
 protected:
  BadInputTest() : in_(folder_ / "in"), workspace_(folder_ / "workspace") {
    fs::create_directory(in_);
  }

  void Put(const std::string& name, const std::string& bytes) {
    WriteFileBytes(in_ + "/" + name, bytes);
  }

  // One image that must fail, beside a good one that must not suffer.
  void ExpectFailure(const std::string& name, const std::string& bytes,
                     const std::string& type) {
    Put(name, bytes);
    Put("good.png", TextPage("GOOD 42", ".png"));
    const ProcessResult result = RunRescan(workspace_, {in_});
    EXPECT_EQ(result.exit_code, 3) << result.err;
    EXPECT_EQ(CountsOf(result), (Counts{.inputs = 2, .done = 1, .failed = 1}));
    const auto failures = Failures(workspace_);
    ASSERT_EQ(failures.size(), 1u);
    EXPECT_EQ(failures[0]["FailureType"], type);
    EXPECT_EQ(failures[0]["ImageKey"], in_ + "/" + name);
    EXPECT_THAT(failures[0]["ErrorMessage"].get<std::string>(),
                HasSubstr(name));
  }

  TemporaryFolder folder_;
  std::string in_;
  std::string workspace_;
};

TEST_F(BadInputTest, EmptyFolderIsDone) {
  const ProcessResult result = RunRescan(workspace_, {in_});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(CountsOf(result), Counts{});
}

TEST_F(BadInputTest, MissingPathIsAUsageErrorAndCreatesNothing) {
  const ProcessResult result = RunRescan(workspace_, {in_ + "/nowhere"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("nowhere"));
  EXPECT_FALSE(fs::exists(workspace_));
}

TEST_F(BadInputTest, ZeroByteFile) {
  ExpectFailure("empty.png", "", "DECODE_ERROR");
}

TEST_F(BadInputTest, TextNamedAsImage) {
  ExpectFailure("letter.jpg", "Dear customer,\n", "DECODE_ERROR");
}

TEST_F(BadInputTest, TruncatedFilesOfEveryFormatFail) {
  for (const std::string& extension : ImageExtensions()) {
    const std::string whole = TextPage("CUT OFF", extension);
    Put("cut" + extension, whole.substr(0, whole.size() * 6 / 10));
  }
  const ProcessResult result = RunRescan(workspace_, {in_});
  const int n = static_cast<int>(ImageExtensions().size());
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_EQ(CountsOf(result), (Counts{.inputs = n, .failed = n})) << result.out;
}

TEST_F(BadInputTest, ContentDecidesNotTheName) {
  Put("really-png.jpg", TextPage("PNG 1", ".png"));
  Put("really-jpeg.png", TextPage("JPEG 2", ".jpg"));
  Put("no-extension", TextPage("TIFF 3", ".tif"));
  Put("notes.txt", "not an image, not an input\n");
  const ProcessResult result = RunRescan(workspace_, {in_});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(CountsOf(result), (Counts{.inputs = 3, .done = 3}));
  EXPECT_EQ(SummaryOf(result)["ignored_files"], 1);
}

TEST_F(BadInputTest, EveryFormatIsRead) {
  for (const std::string& extension : ImageExtensions()) {
    Put("page" + extension, TextPage("TOTAL 12.50", extension));
  }
  const ProcessResult result = RunRescan(workspace_, {in_});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const ProcessResult lines =
      Rescan({.args = {"export", "--what", "lines", "--format", "jsonl",
                       "--workspace", workspace_}});
  const auto rows = JsonLines(lines.out);
  ASSERT_EQ(rows.size(), ImageExtensions().size());
  for (const auto& row : rows) {
    EXPECT_EQ(row["text"], "TOTAL 12.50") << row;
  }
}

TEST_F(BadInputTest, EnormousPngIsRefusedBeforeDecoding) {
  const std::string png = PngHeaderOnly(40'000, 40'000);
  ASSERT_LT(png.size(), 8'000u);
  ExpectFailure("enormous.png", png, "LIMIT_ERROR");
}

TEST_F(BadInputTest, OnePixelAndBlankPagesAreSuccessesOnce) {
  Put("pixel.png", BlankPage(1, 1, ".png"));
  Put("row.png", BlankPage(300, 1, ".png"));
  Put("blank.jpg", BlankPage(600, 800, ".jpg"));
  const ProcessResult first = RunRescan(workspace_, {in_});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(CountsOf(first), (Counts{.inputs = 3, .done = 3}));
  const ProcessResult second = RunRescan(workspace_, {in_});
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(CountsOf(second), (Counts{.inputs = 3, .unchanged = 3}));
}

TEST_F(BadInputTest, FurtherFramesAreCountedAndReported) {
  Put("pages.tif", MultiPageTiff(20));
  const ProcessResult result = RunRescan(workspace_, {in_});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(SummaryOf(result)["extra_frames"], 19);
  EXPECT_THAT(ExportAll(workspace_), HasSubstr("PAGE 1"));
}

TEST_F(BadInputTest, WhatIsNoRegularFileIsNeverOpened) {
  Put("good.png", TextPage("GOOD 42", ".png"));
  fs::create_symlink(in_, in_ + "/loop");
  fs::create_symlink(in_ + "/good.png", in_ + "/link.png");
  fs::create_symlink("/nonexistent", in_ + "/dangling.png");
  ASSERT_EQ(mkfifo((in_ + "/fifo.png").c_str(), 0600), 0);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string socket_path = in_ + "/socket.png";
  ASSERT_LT(socket_path.size(), sizeof(address.sun_path));
  socket_path.copy(address.sun_path, socket_path.size());
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  // Only root can make a device: /dev/zero again, which never ends.
  const bool device =
      mknod((in_ + "/device.png").c_str(), S_IFCHR | 0600, makedev(1, 5)) == 0;
  const ProcessResult result = RunRescan(workspace_, {in_});
  close(fd);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(CountsOf(result), (Counts{.inputs = 1, .done = 1}));
  int skipped = 0;
  const nlohmann::json summary = SummaryOf(result);
  for (const auto& [kind, count] : summary["skipped_entries"].items()) {
    skipped += count.get<int>();
  }
  EXPECT_EQ(skipped, device ? 6 : 5) << summary;
}

TEST_F(BadInputTest, DeviceNamedOnTheCommandLineIsNotOpened) {
  const ProcessResult result = RunRescan(workspace_, {"/dev/zero"});
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_THAT(result.err + result.out, HasSubstr("/dev/zero"));
}

TEST_F(BadInputTest, OutputBelowAnInputIsRefused) {
  Put("good.png", TextPage("GOOD 42", ".png"));
  const ProcessResult run = RunRescan(in_ + "/workspace", {in_});
  EXPECT_EQ(run.exit_code, 2) << run.err;
  EXPECT_FALSE(fs::exists(in_ + "/workspace"));
  fs::create_symlink(in_, folder_ / "alias");
  const ProcessResult alias = RunRescan(folder_ / "alias/workspace", {in_});
  EXPECT_EQ(alias.exit_code, 2) << alias.err;
  const ProcessResult ocr = Rescan(
      {.args = {"ocr", in_, "--format", "txt", "--output", in_ + "/out"}});
  EXPECT_EQ(ocr.exit_code, 2) << ocr.err;
  EXPECT_FALSE(fs::exists(in_ + "/out"));
}

TEST_F(BadInputTest, HostileNamesSurviveEverywhere) {
  const std::vector<std::string> names = {
      "plain.png",      "two  words.png",  "quote\"s'.png",
      "new\nline.png",  "comma,semi;.png", "=formula.png",
      "tab\there.png",  "caf\xc3\xa9.png", "bad\xff\xfe utf8.png",
      "back\\slash.png"};
  for (const std::string& name : names) Put(name, "not an image");
  const ProcessResult result = RunRescan(
      workspace_, {in_}, {.args = {"--max-consecutive-failures", "1000"}});
  EXPECT_EQ(result.exit_code, 3) << result.err;
  std::set<std::string> expected, exported, listed, in_csv;
  for (const std::string& name : names) {
    std::string text = name;
    if (name.starts_with("bad")) text = "bad\\xff\\xfe utf8.png";
    if (name.starts_with("back")) text = "back\\\\slash.png";
    expected.insert(in_ + "/" + text);
  }
  for (const auto& row :
       JsonLines(Rescan({.args = {"export", "--what", "images", "--format",
                                  "jsonl", "--workspace", workspace_}})
                     .out)) {
    exported.insert(row["path"]);
  }
  for (const auto& row : Failures(workspace_)) listed.insert(row["ImageKey"]);
  const std::string csv = folder_ / "failures.csv";
  EXPECT_EQ(Rescan({.args = {"failures", "export", "--output", csv,
                             "--workspace", workspace_}})
                .exit_code,
            0);
  for (const auto& row : ParseStrictCsv(ReadFileBytes(csv))) {
    if (row[0] != "ImageKey") in_csv.insert(row[0]);
  }
  EXPECT_EQ(exported, expected);
  EXPECT_EQ(listed, expected);
  EXPECT_EQ(in_csv, expected);
}

// 240 mutations of files in every format. Whatever each one does, the sums are
// right, nothing crashes the run, and the failures can be handed on.
TEST_F(BadInputTest, MutatedFiles) {
  constexpr std::uint32_t kSeed = 20261121;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 240; ++i) {
    const auto& extensions = ImageExtensions();
    const std::string& extension =
        extensions[static_cast<std::size_t>(i) % extensions.size()];
    const std::string whole =
        TextPage("MUTANT " + std::to_string(i), extension);
    Put(std::to_string(i) + extension, Mutate(whole, random));
  }
  const ProcessResult result = RunRescan(
      workspace_, {in_},
      {.args = {"--max-consecutive-failures", "1000", "--failure-rate", "1"}});
  EXPECT_EQ(result.exit_code, 3) << "seed " << kSeed << "\n" << result.err;
  const Counts counts = CountsOf(result);
  EXPECT_EQ(counts.inputs, 240);
  EXPECT_EQ(counts.pending, 0);
  EXPECT_GT(counts.failed, 40);
  EXPECT_GT(counts.done, 20);

  const std::string csv = folder_ / "failures.csv";
  EXPECT_EQ(Rescan({.args = {"failures", "export", "--output", csv,
                             "--workspace", workspace_}})
                .exit_code,
            0);
  const auto records = ParseStrictCsv(ReadFileBytes(csv));
  EXPECT_EQ(records.size(), static_cast<std::size_t>(counts.failed) + 1);
  for (const auto& record : records) EXPECT_EQ(record.size(), 19u);

  // Again: nothing is read twice, and no failure is forgotten.
  const ProcessResult again = RunRescan(workspace_, {in_});
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_EQ(CountsOf(again), (Counts{.inputs = 240,
                                     .failed = counts.failed,
                                     .unchanged = counts.done}));
}

// The same with pictures as they come: the smaller ones of data/samples.
TEST_F(BadInputTest, MutatedSamples) {
  constexpr std::uint32_t kSeed = 7;
  std::mt19937 random(kSeed);
  int count = 0;
  for (const auto& entry :
       fs::directory_iterator(RESCAN_SOURCE_DIR "/data/samples")) {
    const std::string extension = entry.path().extension();
    if (extension != ".png" && extension != ".jpg") continue;
    if (entry.file_size() > 200'000) continue;
    const std::string whole = ReadFileBytes(entry.path());
    for (int i = 0; i < 4; ++i) {
      Put(std::to_string(count++) + extension, Mutate(whole, random));
    }
  }
  ASSERT_GE(count, 24);
  const ProcessResult result = RunRescan(
      workspace_, {in_},
      {.args = {"--max-consecutive-failures", "1000", "--failure-rate", "1"}});
  EXPECT_EQ(result.exit_code, 3) << "seed " << kSeed << "\n" << result.err;
  const Counts counts = CountsOf(result);
  EXPECT_EQ(counts.inputs, count);
  EXPECT_EQ(counts.pending, 0);
  EXPECT_GT(counts.failed, 0);
}

TEST_F(BadInputTest, AttemptsAreCounted) {
  Put("bad.png", "not an image");
  for (int attempt = 1; attempt <= 3; ++attempt) {
    const ProcessResult result =
        RunRescan(workspace_, {in_}, {.args = {"--mode", "failed"}});
    if (attempt == 1) {
      // Never tried yet: mode "failed" leaves it alone.
      EXPECT_EQ(Failures(workspace_).size(), 0u);
      EXPECT_EQ(RunRescan(workspace_, {in_}).exit_code, 3);
    }
    const auto failures = Failures(workspace_);
    ASSERT_EQ(failures.size(), static_cast<std::size_t>(attempt));
    EXPECT_EQ(failures[0]["AttemptNumber"], attempt);
  }
}

// What a folder's owner forbids. Root may read anything, so root calls a copy
// of the program as another user.
class ForbiddenInputTest : public BadInputTest {
 protected:
  void SetUp() override {
    if (geteuid() != 0) return;
    if (!fs::exists("/usr/bin/setpriv")) {
      GTEST_SKIP() << "root may read every file, and setpriv is not here";
    }
    fs::copy_file(RESCAN_PROGRAM, folder_ / "rescan");
    fs::copy(RESCAN_SOURCE_DIR "/data", folder_ / "data",
             fs::copy_options::recursive);
    fs::create_directory(workspace_);
    for (const std::string& path : {folder_.path(), in_, workspace_}) {
      fs::permissions(path, fs::perms::all);
    }
  }

  ProcessResult Run() {
    if (geteuid() != 0) return RunRescan(workspace_, {in_});
    SubprocessOptions options;
    options.program = "/usr/bin/setpriv";
    options.args = {"--reuid",
                    "65534",
                    "--regid",
                    "65534",
                    "--clear-groups",
                    folder_ / "rescan",
                    "run",
                    in_,
                    "--workspace",
                    workspace_,
                    "--json"};
    options.env["RESCAN_DATA"] = folder_ / "data";
    return RunProcess(options);
  }

  static void Forbid(const std::string& path) {
    fs::permissions(path, fs::perms::none);
  }
};

TEST_F(ForbiddenInputTest, AnUnreadableImageFails) {
  Put("secret.png", TextPage("SECRET", ".png"));
  Put("good.png", TextPage("GOOD 42", ".png"));
  Forbid(in_ + "/secret.png");
  const ProcessResult result = Run();
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_EQ(CountsOf(result), (Counts{.inputs = 2, .done = 1, .failed = 1}));
  EXPECT_EQ(Failures(workspace_).at(0)["FailureType"], "IO_ERROR");
}

TEST_F(ForbiddenInputTest, AnUnreadableFolderInsideShowsInTheExitCode) {
  Put("good.png", TextPage("GOOD 42", ".png"));
  fs::create_directory(in_ + "/closed");
  Put("closed/unseen.png", TextPage("UNSEEN", ".png"));
  Forbid(in_ + "/closed");
  const ProcessResult result = Run();
  fs::permissions(in_ + "/closed", fs::perms::all);
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_EQ(CountsOf(result), (Counts{.inputs = 1, .done = 1}));
  EXPECT_THAT(result.out, HasSubstr("cannot read the folder"));
}

TEST_F(ForbiddenInputTest, AFileThatCannotBeToldShowsInTheExitCode) {
  Put("good.png", TextPage("GOOD 42", ".png"));
  Put("unseen", TextPage("UNSEEN", ".png"));
  Forbid(in_ + "/unseen");
  const ProcessResult result = Run();
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_EQ(CountsOf(result), (Counts{.inputs = 1, .done = 1}));
}

TEST_F(ForbiddenInputTest, AnUnreadableInputIsAUsageError) {
  Forbid(in_);
  const ProcessResult result = Run();
  fs::permissions(in_, fs::perms::all);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("in: Permission denied"));
}

}  // namespace
}  // namespace rescan::testing
