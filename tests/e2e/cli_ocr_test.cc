// ocr and classify, which need no workspace, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/program_fixture.h"

namespace rescan::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class CliOcrTest : public ProgramTest {};

TEST_F(CliOcrTest, PrintsTextInTheOrderOfTheInputs) {
  std::vector<std::string> args = {"ocr", "--jobs", "3"};
  for (const char* name : {"c.png", "a.jpg", "b.tif"}) {
    args.push_back(Page(name, std::string("NAME ") + name[0]));
  }
  const ProcessResult result = Run(args);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "NAME c\nNAME a\nNAME b\n");
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_FALSE(fs::exists(workspace_));
}

TEST_F(CliOcrTest, AModelThatIsNotInstalledOrDamagedSaysWhatToDo) {
  const std::string page = Page("a.png", "HELLO WORLD");
  const std::vector<std::string> args = {"ocr", page, "--ocr-version",
                                         "tesseract-best"};
  const ProcessResult missing = Run(args);
  EXPECT_EQ(missing.exit_code, 6);
  EXPECT_THAT(missing.err, HasSubstr("models/eng_best.traineddata: No such"));
  EXPECT_THAT(missing.err, HasSubstr("tools/fetch-models installs it"));

  fs::create_directory(folder_ / "models");
  WriteFileBytes(folder_ / "models/eng_best.traineddata", "not the model");
  const ProcessResult damaged = Run(args);
  EXPECT_EQ(damaged.exit_code, 6);
  EXPECT_THAT(damaged.err, HasSubstr("is not the pinned model"));
  EXPECT_THAT(damaged.out, IsEmpty());
}

TEST_F(CliOcrTest, ReadsWithTheBestModel) {
  SubprocessOptions options = Options(
      {"ocr", Page("a.png", "HELLO WORLD"), "--ocr-version", "tesseract-best"});
  options.env["RESCAN_MODELS"] = std::nullopt;
  const ProcessResult result = RunProcess(options);
  if (result.err.find("No such file") != std::string::npos) {
    GTEST_SKIP() << "tools/fetch-models has not been run: " << result.err;
  }
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "HELLO WORLD\n");
}

TEST_F(CliOcrTest, BothIsolationsReadAlike) {
  Page("a.png", "HELLO WORLD");
  Page("b.png", "SECOND PAGE");
  for (const char* form : {"txt", "tsv", "hocr", "alto", "jsonl"}) {
    const ProcessResult process = Run({"ocr", input_, "--format", form});
    EXPECT_EQ(process.exit_code, 0);
    EXPECT_EQ(process.out, Run({"ocr", input_, "--format", form, "--isolation",
                                "thread", "--jobs", "2"})
                               .out);
  }
}

TEST_F(CliOcrTest, IsWhatTheTesseractCommandWrites) {
  ASSERT_TRUE(fs::exists("/usr/bin/tesseract")) << "see tools/packages.txt";
  Page("a.png", "HELLO WORLD");
  const std::vector<std::pair<std::string, std::string>> forms = {
      {"txt", "txt"}, {"tsv", "tsv"}, {"hocr", "hocr"}, {"alto", "xml"}};
  for (const auto& [form, extension] : forms) {
    SubprocessOptions peer = Options({});
    peer.program = "/usr/bin/tesseract";
    peer.args = {"a.png", folder_ / "peer", "-l", "eng", form};
    peer.env["OMP_THREAD_LIMIT"] = "1";
    peer.working_directory = input_;
    ASSERT_EQ(RunProcess(peer).exit_code, 0);
    SubprocessOptions ours = Options(
        {"ocr", "a.png", "--ocr-version", "tesseract-plain", "--format", form});
    ours.working_directory = input_;
    EXPECT_EQ(RunProcess(ours).out,
              ReadFileBytes(folder_ / ("peer." + extension)))
        << form;
  }
}

TEST_F(CliOcrTest, TsvHasTesseractsColumns) {
  const ProcessResult result =
      Run({"ocr", Page("a.png", "HELLO"), "--format", "tsv"});
  EXPECT_THAT(result.out,
              StartsWith("level\tpage_num\tblock_num\tpar_num\tline_num\t"
                         "word_num\tleft\ttop\twidth\theight\tconf\ttext\n"));
}

TEST_F(CliOcrTest, JsonlHasImagesLinesAndFailures) {
  Page("a.png", "HELLO WORLD");
  const std::string broken = Input("b.png", "no picture");
  const ProcessResult result = Run({"ocr", input_, "--json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("DECODE_ERROR: " + broken));
  const auto objects = JsonLines(result.out);
  ASSERT_EQ(objects.size(), 3u);
  EXPECT_EQ(objects[0]["type"], "image");
  EXPECT_EQ(objects[0]["line_count"], 1);
  EXPECT_EQ(objects[1]["type"], "line");
  EXPECT_EQ(objects[1]["text"], "HELLO WORLD");
  ASSERT_EQ(objects[1]["words"].size(), 2u);
  EXPECT_EQ(objects[1]["words"][0]["letters"].size(), 5u);
  EXPECT_EQ(objects[2]["type"], "failure");
  EXPECT_EQ(objects[2]["failure_type"], "DECODE_ERROR");
}

TEST_F(CliOcrTest, OutputMirrorsTheTreeAndKeepsTheExtension) {
  Page("a.png", "FIRST PAGE");
  Page("a.jpg", "SECOND PAGE");
  Page("deep/er/a.png", "THIRD PAGE");
  Input("notes.txt", "not an image");
  const std::string out = folder_ / "out";
  const ProcessResult result = Run({"ocr", input_, "--output", out, "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(ReadFileBytes(out + "/a.png.txt"), "FIRST PAGE\n");
  EXPECT_EQ(ReadFileBytes(out + "/a.jpg.txt"), "SECOND PAGE\n");
  EXPECT_EQ(ReadFileBytes(out + "/deep/er/a.png.txt"), "THIRD PAGE\n");
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(out)) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(files, 3u);
  const auto events = JsonLines(result.out);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0]["output"], out + "/a.jpg.txt");
  // Again: the same files, replaced.
  EXPECT_EQ(Run({"ocr", input_, "--output", out}).exit_code, 0);
}

TEST_F(CliOcrTest, RefusesOutputUnderAnInputOrTwiceTheSame) {
  Page("a.png", "FIRST PAGE");
  ProcessResult result = Run({"ocr", input_, "--output", input_ + "/text"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_FALSE(fs::exists(input_ + "/text"));
  Page("sub/a.png", "SECOND PAGE");
  result = Run({"ocr", input_ + "/a.png", input_ + "/sub/a.png", "--output",
                folder_ / "out"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("would both be written"));
}

TEST_F(CliOcrTest, LinksAreFollowedOnlyWhereTyped) {
  fs::create_directory(folder_ / "elsewhere");
  const std::string page = Page("a.png", "FIRST PAGE");
  fs::rename(page, folder_ / "elsewhere/a.png");
  fs::create_symlink(folder_ / "elsewhere/a.png", input_ + "/link.png");
  EXPECT_EQ(Run({"ocr", input_ + "/link.png"}).out, "FIRST PAGE\n");
  const ProcessResult folder = Run({"ocr", input_});
  EXPECT_EQ(folder.exit_code, 0);
  EXPECT_THAT(folder.out, IsEmpty());
  EXPECT_THAT(folder.err, HasSubstr("symbolic link"));
}

TEST_F(CliOcrTest, AnyFileNameWorks) {
  const std::string name = "-\xff\n\"' odd.png";
  Page(name, "ODD");
  SubprocessOptions options = Options({"ocr", "--json", "--", name});
  options.working_directory = input_;
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(JsonLines(result.out).at(0)["path"], "-\\xff\n\"' odd.png");
}

TEST_F(CliOcrTest, AnInterruptEndsItWithoutHalfAFile) {
  for (int i = 0; i < 20; ++i) {
    Page(std::to_string(i) + ".png", "PAGE");
  }
  SubprocessOptions options =
      Options({"ocr", input_, "--output", folder_ / "out", "--jobs", "1"});
  options.program = kFaultyProgram;
  options.env["RESCAN_TEST_FAULT"] = "slow:.png";
  Subprocess ocr = Subprocess::Start(options);
  ASSERT_TRUE(ocr.WaitUntil([&] { return fs::exists(folder_ / "out"); },
                            std::chrono::seconds(60)));
  ocr.Signal(SIGTERM);
  EXPECT_EQ(ocr.Wait().exit_code, 143);
  for (const auto& entry : fs::directory_iterator(folder_ / "out")) {
    EXPECT_EQ(entry.path().extension(), ".txt");
    EXPECT_EQ(ReadFileBytes(entry.path()), "PAGE\n");
  }
}

TEST_F(CliOcrTest, ACrashCostsOneImage) {
  Page("a.png", "FIRST PAGE");
  Page("bad.png", "SECOND PAGE");
  Page("c.png", "THIRD PAGE");
  SubprocessOptions options = Options({"ocr", input_, "--jobs", "1"});
  options.program = kFaultyProgram;
  options.env["RESCAN_TEST_FAULT"] = "kill:bad";
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, "FIRST PAGE\nTHIRD PAGE\n");
  EXPECT_THAT(result.err, HasSubstr("CRASH_ERROR"));
}

TEST_F(CliOcrTest, ClassifyShowsAllNumbers) {
  Page("a.png", "HELLO WORLD");
  Input("broken.png", "no picture");
  const ProcessResult text = Run({"classify", input_});
  EXPECT_EQ(text.exit_code, 3);
  EXPECT_THAT(text.out, StartsWith("CLASS"));
  EXPECT_THAT(text.out, HasSubstr("a.png"));
  const auto objects = JsonLines(
      Run({"classify", input_ + "/a.png", "--json", "--rule", "pixels"}).out);
  ASSERT_EQ(objects.size(), 1u);
  const json& object = objects[0];
  EXPECT_EQ(object["type"], "classification");
  EXPECT_EQ(object["image_type"], "SCAN");
  EXPECT_EQ(object["deciding_rule"], "pixels");
  for (const char* field :
       {"margin_left", "margin_right", "margin_top", "margin_bottom",
        "scan_distance", "photo_distance", "border_white", "mean_saturation",
        "border_mean_luminance", "border_stddev", "native_probability",
        "photo_probability", "scan_probability"}) {
    EXPECT_TRUE(object[field].is_number()) << field;
  }
}

TEST_F(CliOcrTest, ClassifyByContentReadsNothing) {
  Page("a.png", "HELLO WORLD");
  // No recogniser could start: its data is not there.
  SubprocessOptions options =
      Options({"classify", input_ + "/a.png", "--json"});
  options.env["TESSDATA_PREFIX"] = input_;
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto objects = JsonLines(result.out);
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0]["deciding_rule"], "content");
  EXPECT_TRUE(objects[0]["margin_left"].is_null());
  EXPECT_TRUE(objects[0]["class_uncertain"].is_boolean());
  EXPECT_EQ(objects[0].count("features"), 0u);
}

TEST_F(CliOcrTest, ClassifyExplains) {
  Page("a.png", "HELLO WORLD");
  const ProcessResult text = Run({"classify", input_ + "/a.png", "--explain"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr(" by content\n"));
  EXPECT_THAT(text.out, HasSubstr("CONTRIBUTION"));
  EXPECT_THAT(text.out, HasSubstr("top_colours"));
  const auto objects =
      JsonLines(Run({"classify", input_, "--explain", "--json"}).out);
  ASSERT_EQ(objects.size(), 1u);
  ASSERT_EQ(objects[0]["features"].size(), 38u);
  EXPECT_TRUE(objects[0]["features"][0]["contribution"].is_number());
}

TEST_F(CliOcrTest, ADamagedClassifierIsABadRequest) {
  Page("a.png", "HELLO WORLD");
  std::filesystem::create_directories(input_ + "/data/classifier");
  WriteFileBytes(input_ + "/data/classifier/content-classifier.json", "{}");
  SubprocessOptions options = Options({"classify", input_ + "/a.png"});
  options.env["RESCAN_DATA"] = input_ + "/data";
  const ProcessResult result = RunProcess(options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("content-classifier.json"));
}

}  // namespace
}  // namespace rescan::testing
