// rescan timesheets list, show, approve, reject, export, import-corrections,
// quality, similar-codes, duplicates on a workspace with sheets in it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <iterator>
#include <sstream>

#include "engine/documents/timesheet/dates.h"
#include "tests/e2e/program_fixture.h"
#include "tests/engine/records/sheet_samples.h"
#include "tests/support/strict_csv.h"

namespace rescan {
namespace {

namespace fs = std::filesystem;

using testing::BrokenSheet;
using ::testing::ElementsAre;
using testing::FileAt;
using testing::FileOf;
using testing::GoodSheet;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::JsonLines;
using ::testing::Not;
using testing::ProcessResult;
using testing::SheetFile;
using testing::SheetOf;
using testing::Sheets;
using ::testing::SizeIs;
using timesheet::D;
using timesheet::TrueSheet;
using Csv = std::vector<std::vector<std::string>>;

class TimesheetsCliTest : public ::testing::Test {
 protected:
  ProcessResult Run(const std::vector<std::string>& args) {
    std::vector<std::string> all = {"timesheets"};
    all.insert(all.end(), args.begin(), args.end());
    auto options = testing::CallIn(folder_.path(), all);
    options.env["RESCAN_WORKSPACE"] = sheets_.records().workspace();
    return testing::RunProcess(options, std::chrono::seconds(60));
  }

  std::vector<nlohmann::json> RunJson(std::vector<std::string> args,
                                      int code = 0) {
    args.push_back("--json");
    const ProcessResult result = Run(args);
    EXPECT_EQ(result.exit_code, code) << result.err;
    return JsonLines(result.out);
  }

  // The sheets' numbers in `state`, as list says.
  std::vector<std::int64_t> Listed(const std::string& state) {
    std::vector<std::int64_t> ids;
    for (const auto& line : RunJson({"list", "--state", state})) {
      ids.push_back(line.at("sheet"));
    }
    return ids;
  }

  Csv Exported() {
    const ProcessResult result = Run({"export", "--csv", "-"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return testing::ParseStrictCsv(result.out);
  }

  // The export after `edit`, imported again.
  nlohmann::json Import(const std::function<void(Csv&)>& edit, int code,
                        bool dry_run = false) {
    Csv rows = Exported();
    edit(rows);
    std::string text;
    for (const auto& row : rows) {
      for (const std::string& cell : row) {
        std::string quoted;
        for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string{c};
        text += (text.empty() || text.back() == '\n' ? "\"" : ",\"") + quoted +
                "\"";
      }
      text += "\r\n";
    }
    testing::WriteFileBytes(folder_ / "corrected.csv", text);
    std::vector<std::string> args = {"import-corrections", "corrected.csv"};
    if (dry_run) args.emplace_back("--dry-run");
    const auto lines = RunJson(args, code);
    EXPECT_THAT(lines, SizeIs(1));
    return lines.empty() ? nlohmann::json() : lines.front();
  }

  // Weeks of one person from 1 September on that nothing proves.
  std::vector<SheetFile> Doubtful(int count) {
    std::vector<SheetFile> files;
    for (int i = 0; i < count; ++i) {
      files.push_back(FileOf(
          i, BrokenSheet(SheetOf("Avery Brooks",
                                 D(2025, 9, 1) + std::chrono::days(7 * i)))));
    }
    return files;
  }

  const testing::TemporaryFolder folder_;
  Sheets sheets_;
};

TEST_F(TimesheetsCliTest, ListShowsAndFilters) {
  const SheetFile stored = FileOf(1, GoodSheet());
  const SheetFile broken =
      FileOf(2, BrokenSheet(SheetOf("Nell Halloway", D(2025, 10, 6))));
  const SheetFile draft = FileOf(3, testing::DraftSheet());
  TrueSheet zero = SheetOf("Jon Marsh", D(2025, 9, 29));
  zero.projects.clear();
  sheets_.Read({stored, broken, FileOf(4, zero)});
  sheets_.Read({draft}, "other");

  const ProcessResult result = Run({"list"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("stored"));
  EXPECT_THAT(result.out, HasSubstr("37.50"));
  EXPECT_THAT(result.out, HasSubstr("/in/1.png"));

  const auto count = [&](const std::vector<std::string>& options) {
    std::vector<std::string> args = {"list"};
    args.insert(args.end(), options.begin(), options.end());
    return RunJson(args).size();
  };
  EXPECT_EQ(count({}), 4u);
  EXPECT_EQ(count({"--user", "u"}), 3u);
  EXPECT_EQ(count({"--state", "pending"}), 1u);
  EXPECT_EQ(count({"--state", "rejected"}), 1u);
  EXPECT_EQ(count({"--verdict", "zero_hour"}), 1u);
  EXPECT_EQ(count({"--person", "halloWAY"}), 1u);
  EXPECT_EQ(count({"--person", "nobody"}), 0u);
  // A whole name is that one's alone.
  sheets_.Read(FileOf(9, SheetOf("Jon Marshall", D(2026, 1, 5))));
  EXPECT_EQ(count({"--person", "jon mars"}), 2u);
  EXPECT_EQ(count({"--person", "jon marsh"}), 1u);
  EXPECT_EQ(count({"--from", "2025-09-29", "--to", "2025-12-31"}), 2u);
  EXPECT_EQ(count({"--from", "2025-09-29", "--to", "2025-10-05"}), 1u);
  EXPECT_EQ(count({"--month", "Oct-25"}), 4u);

  const auto line = RunJson({"list", "--state", "stored", "--person", "Avery"});
  ASSERT_EQ(line.size(), 1u);
  EXPECT_EQ(line[0].at("hours"), 37.5);
  EXPECT_EQ(line[0].at("week"), "2025-09-22");
  EXPECT_EQ(line[0].at("entries"), 5);
  EXPECT_EQ(line[0].at("image"), "/in/1.png");
  // A week without hours shows that it has none.
  EXPECT_THAT(Run({"list", "--verdict", "zero_hour"}).out, HasSubstr(" 0.00 "));
  EXPECT_EQ(RunJson({"list", "--verdict", "zero_hour"})[0].at("hours"), 0);
}

TEST_F(TimesheetsCliTest, EmptyResultsSaySo) {
  ProcessResult result = Run({"list"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "No timesheets.\n");
  result = Run({"quality"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "There are no rows.\n");
  EXPECT_THAT(result.out, HasSubstr("0 (0.0 %)"));
  EXPECT_EQ(Run({"similar-codes"}).err, "No codes are similar.\n");
  EXPECT_EQ(Run({"duplicates"}).err, "There are no duplicates.\n");
  EXPECT_EQ(Run({"export"}).err, "There are no rows; no file was written.\n");
  EXPECT_EQ(Run({"approve", "--all"}).err, "There are no such sheets.\n");
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(TimesheetsCliTest, MistakesHaveTheirExitCodes) {
  sheets_.Read(FileOf(1, GoodSheet()));
  for (const std::vector<std::string>& args :
       std::vector<std::vector<std::string>>{
           {},
           {"show"},
           {"show", "99"},
           {"show", "nothing.png"},
           {"list", "--state", "lost"},
           {"list", "--from", "2025-13-01"},
           {"list", "--from", "2025-02-01", "--to", "2025-01-01"},
           {"approve"},
           {"approve", "99"},
           {"approve", "1", "--all"},
           {"approve", "1", "--state", "pending"},
           {"approve", "--all", "--state", "stored"},
           {"reject"},
           {"import-corrections"},
           {"import-corrections", "missing.csv"},
           {"quality", "--raw"},
           {"quality", "--output", "x.csv"},
           {"export", "--csv", "-", "--json"},
           {"export", "--csv", "/in/x.csv"},
       }) {
    const ProcessResult result = Run(args);
    EXPECT_EQ(result.exit_code, 2) << ::testing::PrintToString(args);
    EXPECT_THAT(result.err, Not(IsEmpty()));
  }
  for (const char* command :
       {"list", "show 1", "approve 1", "reject 1", "export", "quality",
        "similar-codes", "duplicates"}) {
    std::istringstream words(command);
    std::vector<std::string> args(std::istream_iterator<std::string>(words),
                                  {});
    args.insert(args.end(), {"--workspace", folder_ / "none"});
    EXPECT_EQ(Run(args).exit_code, 10) << command;
  }
  EXPECT_FALSE(fs::exists(folder_ / "none"));
}

TEST_F(TimesheetsCliTest, ShowSaysWhatIsWrongWithASheet) {
  const SheetFile file =
      FileAt("/in/a/2025-09-29_09h15_02.png", 1, GoodSheet());
  SheetFile broken = file;
  broken.sheet = BrokenSheet();
  sheets_.Read(broken);
  const ProcessResult result = Run({"show", "2025-09-29_09h15_02.png"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const char* part :
       {"pending", "Avery Brooks", "2025-09-22 to 2025-09-28", "Posted", "week",
        "31.23", "37.50", "✗", "✓", "Errors:", "V1", "PJ100001", "1.23",
        "/in/a/2025-09-29_09h15_02.png"}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
  // Week, seven days, one project.
  std::size_t checks = 0;
  for (const char* type : {"\nweek ", "\nday ", "\nproject "}) {
    for (std::size_t at = 0;
         (at = result.out.find(type, at)) != std::string::npos; ++at) {
      ++checks;
    }
  }
  EXPECT_EQ(checks, 9u) << result.out;

  const auto json = RunJson({"show", "1"});
  ASSERT_EQ(json.size(), 1u);
  EXPECT_EQ(json[0].at("state"), "pending");
  EXPECT_TRUE(json[0].contains("sheet"));
}

TEST_F(TimesheetsCliTest, ShowKeepsWhatARepairChanged) {
  // Tuesday's hours stand on Wednesday, and the header proves it.
  timesheet::RawSheet moved =
      Draw(timesheet::OneProject({750, 500, 0, 750, 750, 0, 0}));
  std::swap(moved.rows.at(1).cells[1], moved.rows.at(1).cells[2]);
  sheets_.Read(FileOf(1, moved));
  const ProcessResult result = Run({"show", "1"});
  EXPECT_THAT(result.out, HasSubstr("repair"));
  EXPECT_THAT(result.out, HasSubstr("5.00 -> 0.00"));
  EXPECT_THAT(result.out, HasSubstr("0.00 -> 5.00"));
  EXPECT_THAT(result.out, HasSubstr("needs_review"));
}

TEST_F(TimesheetsCliTest, ApprovingRefusesWhatCannotBeStored) {
  timesheet::RawSheet nobody = Draw(GoodSheet());
  nobody.name = timesheet::Unreadable();
  timesheet::RawSheet no_week = Draw(GoodSheet());
  no_week.date_range = timesheet::Unreadable();
  sheets_.Read({FileOf(1, nobody), FileOf(2, no_week), FileOf(3, BrokenSheet()),
                FileOf(4, SheetOf("Jo Ash", D(2025, 9, 22)))});
  const auto lines = RunJson({"approve", "1", "2", "3", "4", "3"}, 3);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_FALSE(lines[0].at("done"));
  EXPECT_EQ(lines[0].at("reason"),
            "timesheet 1 cannot be approved: its person could not be read");
  EXPECT_THAT(lines[1].at("reason"), HasSubstr("week"));
  EXPECT_TRUE(lines[2].at("done"));
  EXPECT_EQ(lines[2].at("state"), "stored");
  EXPECT_THAT(lines[3].at("reason"), HasSubstr("not pending"));
  EXPECT_THAT(sheets_.Rows(), SizeIs(10));
}

TEST_F(TimesheetsCliTest, NothingIsDecidedWhenOneSheetIsUnknown) {
  sheets_.Read(Doubtful(2));
  EXPECT_EQ(Run({"approve", "1", "77"}).exit_code, 2);
  EXPECT_EQ(Run({"reject", "77", "1", "--yes"}).exit_code, 2);
  EXPECT_THAT(sheets_.Pending(), SizeIs(2));
}

TEST_F(TimesheetsCliTest, ApproveAllNeverReplacesAWeek) {
  sheets_.Read(FileOf(1, GoodSheet()));
  sheets_.Read({FileOf(2, BrokenSheet()),
                FileOf(3, BrokenSheet(SheetOf("Jo Ash", D(2025, 9, 22)))),
                FileOf(4, BrokenSheet(SheetOf("Jo Ash", D(2025, 9, 22), 500))),
                FileOf(5, BrokenSheet(SheetOf("Jo Ash", D(2025, 9, 29))))});
  const auto before = sheets_.Rows();
  const auto lines = RunJson({"approve", "--all"}, 3);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_THAT(lines[0].at("reason"), HasSubstr("stored already"));
  EXPECT_THAT(lines[1].at("reason"), HasSubstr("several sheets"));
  EXPECT_THAT(lines[2].at("reason"), HasSubstr("several sheets"));
  EXPECT_TRUE(lines[3].at("done"));
  EXPECT_THAT(sheets_.Rows(), SizeIs(before.size() + 5));
  // By name it does, and says so.
  const ProcessResult named = Run({"approve", "2"});
  EXPECT_EQ(named.exit_code, 0) << named.err;
  EXPECT_THAT(named.out, HasSubstr("in place of sheet 1"));
}

TEST_F(TimesheetsCliTest, RejectAsksBeforeRowsAreDeleted) {
  sheets_.Read(FileOf(1, GoodSheet()));
  sheets_.Read(FileOf(2, BrokenSheet(SheetOf("Jo Ash", D(2025, 9, 22)))));
  ProcessResult result = Run({"reject", "1"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("5 rows"));
  EXPECT_THAT(result.err, HasSubstr("--yes"));
  EXPECT_THAT(sheets_.Rows(), SizeIs(5));
  // A pending sheet has no rows to lose.
  EXPECT_EQ(Run({"reject", "2"}).exit_code, 0);
  EXPECT_THAT(Listed("discarded"), ElementsAre(2));
  result = Run({"reject", "1", "--yes"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("5 rows deleted"));
  EXPECT_THAT(sheets_.Rows(), IsEmpty());
  EXPECT_EQ(RunJson({"reject", "1", "--yes"}, 3)[0].at("done"), false);
}

TEST_F(TimesheetsCliTest, DecisionsSayWhatTheyDoToOtherRows) {
  sheets_.Read(FileOf(1, GoodSheet()));
  Import([](Csv& rows) { rows[1][8] = "1.00"; }, 0);
  // Hours of the sheet, and what became of them.
  EXPECT_THAT(Run({"list"}).out, HasSubstr("  37.50  1 row: now 31.00  /in/1"));
  EXPECT_THAT(Run({"show", "1"}).out,
              HasSubstr("1 row was changed; what is stored of this sheet comes "
                        "to 31.00 h now"));
  EXPECT_EQ(RunJson({"list"})[0].at("stored_hours"), 31.0);
  EXPECT_EQ(RunJson({"list"})[0].at("rows_by_hand"), 1);

  sheets_.Read(FileOf(2, GoodSheet(800)));
  ProcessResult result = Run({"approve", "2"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("5 rows stored, in place of sheet 1; 5 rows, 1 of them "
                        "changed by hand, are gone\n"));
  EXPECT_THAT(Run({"reject", "2"}).err,
              HasSubstr("5 rows of 1 sheet would be deleted"));
  result = Run({"reject", "2", "--yes"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("5 rows deleted, the next run queues it again; the "
                        "week stands again with sheet 1's 5 rows\n"));
  Import([](Csv& rows) { rows[1][8] = "2.00"; }, 0);
  EXPECT_THAT(Run({"reject", "1"}).err,
              HasSubstr("5 rows of 1 sheet, 1 changed by hand, would be"));
  const auto line = RunJson({"reject", "1", "--yes"});
  EXPECT_EQ(line[0].at("removed_rows_by_hand"), 1);
  EXPECT_TRUE(line[0].at("stands_again").is_null());
  sheets_.Read(FileOf(3, SheetOf("Jo Ash", D(2025, 9, 22))));
  Import([](Csv& rows) { rows[1][8] = "3.00"; }, 0);
  EXPECT_THAT(Run({"reject", "3", "--yes"}).out,
              HasSubstr(": 5 rows, 1 of them changed by hand, deleted, the "));
}

TEST_F(TimesheetsCliTest, ListShowsHoursWhereThePagePrintsNoTotal) {
  TrueSheet sheet = GoodSheet();
  sheet.total_column = false;
  sheets_.Read(FileOf(1, sheet));
  EXPECT_THAT(Run({"list", "--state", "stored"}).out,
              HasSubstr("  37.50  /in/1"));
  EXPECT_TRUE(RunJson({"list"})[0].at("hours").is_null());
}

TEST_F(TimesheetsCliTest, WhatIsNotThereIsSaidFirst) {
  for (const char* verb : {"show", "approve", "reject"}) {
    const std::string name = std::string("rescan timesheets ") + verb + ": ";
    EXPECT_THAT(Run({verb, "99"}).err,
                ::testing::StartsWith(name + "there is no timesheet 99\n"));
    const ProcessResult empty = Run({verb, ""});
    EXPECT_EQ(empty.exit_code, 2);
    EXPECT_THAT(empty.err, HasSubstr("an empty text names no sheet"));
  }
}

TEST_F(TimesheetsCliTest, Pitfall22TheQueueIsExact) {
  const std::vector<SheetFile> files = Doubtful(7);
  sheets_.RunMissing(files);
  EXPECT_THAT(Listed("pending"), SizeIs(7));
  sheets_.RunMissing(files);
  EXPECT_THAT(Listed("pending"), SizeIs(7));

  EXPECT_EQ(Run({"approve", "--all"}).exit_code, 0);
  EXPECT_THAT(Listed("pending"), IsEmpty());
  EXPECT_EQ(sheets_.RunMissing(files), (testing::RunResult{0, 0, 7}));
  EXPECT_THAT(Listed("pending"), IsEmpty());

  EXPECT_EQ(Run({"reject", "4", "--yes"}).exit_code, 0);
  EXPECT_EQ(sheets_.RunMissing(files), (testing::RunResult{0, 1, 6}));
  EXPECT_THAT(Listed("pending"), ElementsAre(4));
}

TEST_F(TimesheetsCliTest, Pitfall23DecisionsAreAboutSheetsNotPlaces) {
  const std::vector<SheetFile> files = Doubtful(4);
  sheets_.RunMissing(files);
  // The queue gets shorter at the front; the others keep their numbers.
  EXPECT_EQ(Run({"reject", "1"}).exit_code, 0);
  EXPECT_EQ(Run({"approve", "2"}).exit_code, 0);
  EXPECT_THAT(Listed("pending"), ElementsAre(3, 4));
  EXPECT_EQ(Run({"approve", files[3].path}).exit_code, 0);
  EXPECT_THAT(Listed("pending"), ElementsAre(3));
  EXPECT_THAT(Listed("stored"), ElementsAre(2, 4));
  // What was approved is processed, what was rejected is not, nor are there
  // rows of it.
  EXPECT_EQ(sheets_.RunMissing(files), (testing::RunResult{0, 1, 3}));
  EXPECT_EQ(Run({"reject", "--all", "--state", "stored", "--yes"}).exit_code,
            0);
  EXPECT_THAT(sheets_.Rows(), IsEmpty());
  EXPECT_THAT(Exported(), SizeIs(1));
}

TEST_F(TimesheetsCliTest, ExportHasTheDocumentedColumnsAndName) {
  TrueSheet zero = SheetOf("Jon Marsh", D(2025, 9, 29));
  zero.projects.clear();
  sheets_.Read({FileOf(1, GoodSheet(563)), FileOf(2, zero),
                FileOf(3, testing::DraftSheet())});
  const auto line = RunJson({"export"});
  ASSERT_EQ(line.size(), 1u);
  const fs::path path = line[0].at("output").get<std::string>();
  EXPECT_TRUE(path.filename().string().starts_with("timesheet_full_export_2"));
  EXPECT_EQ(path.parent_path(), fs::canonical(folder_.path()));
  const Csv rows = testing::ParseStrictCsv(testing::ReadFileBytes(path));
  ASSERT_EQ(rows.size(), 7u);
  EXPECT_THAT(rows[0],
              ElementsAre("ResourceName", "DateProjectCode",
                          "ResourceNameDisplay", "Date", "WeekStartDate",
                          "WeekEndDate", "ProjectCode", "ProjectName", "Hours",
                          "IsZeroHourTimesheet", "ZeroHourReason",
                          "SourceImage", "ProcessingTimestamp", "YearMonth"));
  EXPECT_EQ(rows[1][0], "Avery_Brooks");
  EXPECT_EQ(rows[1][1], "2025-09-22#PJ100001");
  EXPECT_EQ(rows[1][8], "5.63");
  EXPECT_EQ(rows[6][1], "WEEK#2025-09-29");
  EXPECT_EQ(rows[6][8], "0.00");
  EXPECT_EQ(rows[6][9], "true");

  const auto period =
      RunJson({"export", "--from", "2025-09-23", "--to", "2025-09-24"});
  EXPECT_EQ(period[0].at("rows"), 2);
  EXPECT_THAT(period[0].at("output").get<std::string>(),
              HasSubstr("timesheet_detailed_2025-09-23_to_2025-09-24_"));
  EXPECT_EQ(RunJson({"export", "--month", "Oct-25"})[0].at("rows"), 6);
}

TEST_F(TimesheetsCliTest, ExportKeepsUsersApart) {
  sheets_.Read(FileOf(1, GoodSheet()), "a");
  sheets_.Read(FileOf(1, GoodSheet()), "b");
  EXPECT_EQ(Run({"export", "--csv", "-"}).exit_code, 2);
  const ProcessResult one = Run({"export", "--csv", "-", "--user", "a"});
  EXPECT_EQ(one.exit_code, 0);
  EXPECT_THAT(testing::ParseStrictCsv(one.out), SizeIs(6));
}

TEST_F(TimesheetsCliTest, ImportTakesWhatDiffersAndNothingElse) {
  sheets_.Read(FileOf(1, GoodSheet()));
  const auto before = sheets_.Rows();
  auto report = Import([](Csv&) {}, 0);
  EXPECT_EQ(report.at("read"), 5);
  EXPECT_EQ(report.at("checked"), 5);
  EXPECT_EQ(report.at("updated"), 0);
  EXPECT_EQ(report.at("unchanged"), 5);
  EXPECT_EQ(report.at("skipped"), 0);

  const auto edit = [](Csv& rows) {
    rows[1][8] = "7.5";         // the same number
    rows[2][8] = "5.63";        // other hours
    rows[3][6] = "PJ100009";    // another code
    rows[4][3] = "2025-09-27";  // another day
  };
  report = Import(edit, 0, /*dry_run=*/true);
  EXPECT_EQ(report.at("updated"), 3);
  EXPECT_EQ(report.at("dry_run"), true);
  EXPECT_EQ(sheets_.Rows(), before);

  report = Import(edit, 0);
  EXPECT_EQ(report.at("updated"), 3);
  EXPECT_EQ(report.at("unchanged"), 2);
  EXPECT_THAT(
      sheets_.Rows(),
      ElementsAre("2025-09-22 PJ100001 7.50", "2025-09-23 PJ100001 5.63",
                  "2025-09-24 PJ100009 7.50", "2025-09-26 PJ100001 7.50",
                  "2025-09-27 PJ100001 7.50"));
  // The name ends with the new code, and the row says who changed it.
  const auto rows = sheets_.Load().entries;
  EXPECT_TRUE(rows[1].by_hand && rows[2].by_hand && !rows[0].by_hand);
  EXPECT_THAT(rows[2].name, HasSubstr("(PJ100009)"));
  EXPECT_THAT(Run({"show", "1"}).out, HasSubstr("by hand"));
  // Again: the old keys are no more, the new export changes nothing.
  EXPECT_EQ(Import([](Csv&) {}, 0).at("updated"), 0);
}

TEST_F(TimesheetsCliTest, ImportSkipsBadRowsAndSaysWhich) {
  sheets_.Read(FileOf(1, GoodSheet()));
  auto report = Import(
      [](Csv& rows) {
        rows[1][0] = "Nobody";
        rows[2][8] = "7,5";
        rows[3][8] = "24.00";
      },
      3);
  EXPECT_EQ(report.at("checked"), 4);
  EXPECT_EQ(report.at("updated"), 1);
  EXPECT_EQ(report.at("skipped"), 2);
  ASSERT_THAT(report.at("errors"), SizeIs(2));
  EXPECT_EQ(report.at("errors")[0].at("line"), 2);
  EXPECT_EQ(report.at("errors")[1].at("line"), 3);
  EXPECT_EQ(sheets_.Rows()[2], "2025-09-24 PJ100001 24.00");

  // The first ten of many.
  report = Import(
      [](Csv& rows) {
        rows.resize(1);
        for (int i = 0; i < 12; ++i) {
          rows.push_back(std::vector<std::string>(14, std::to_string(i)));
        }
      },
      3);
  EXPECT_EQ(report.at("skipped"), 12);
  EXPECT_THAT(report.at("errors"), SizeIs(10));
  const ProcessResult text = Run({"import-corrections", "corrected.csv"});
  EXPECT_EQ(text.exit_code, 3);
  EXPECT_THAT(text.out, HasSubstr("12 rows read: 0 checked, 0 updated, "
                                  "0 unchanged, 12 skipped\n"));
  EXPECT_THAT(text.out, HasSubstr("... and 2 more\n"));
}

TEST_F(TimesheetsCliTest, ImportLetsTwoRowsChangePlaces) {
  sheets_.Read(FileOf(1, GoodSheet()));
  const auto swap = [](Csv& rows) {
    std::swap(rows[1][3], rows[2][3]);
    rows[1][8] = "1.00";
  };
  EXPECT_EQ(Import(swap, 0, /*dry_run=*/true).at("updated"), 2);
  EXPECT_EQ(Import(swap, 0).at("updated"), 2);
  EXPECT_THAT(sheets_.Rows(), SizeIs(5));
  EXPECT_EQ(sheets_.Rows()[0], "2025-09-22 PJ100001 7.50");
  EXPECT_EQ(sheets_.Rows()[1], "2025-09-23 PJ100001 1.00");
}

TEST_F(TimesheetsCliTest, ImportRefusesFilesThatAreNoExport) {
  sheets_.Read(FileOf(1, GoodSheet()));
  const std::string good = Run({"export", "--csv", "-"}).out;
  const auto import = [&](const std::string& text) {
    testing::WriteFileBytes(folder_ / "x.csv", text);
    return Run({"import-corrections", "x.csv"});
  };
  EXPECT_EQ(import("\xEF\xBB\xBF" + good).exit_code, 0);
  struct Case {
    std::string text, message;
  };
  std::string twice = good;
  twice.replace(twice.find("ZeroHourReason"), 14, "YearMonth");
  std::string other = good;
  other.replace(other.find("ZeroHourReason"), 14, "Reason");
  std::string semicolons = good;
  std::replace(semicolons.begin(), semicolons.end(), ',', ';');
  std::string tabs = good;
  std::replace(tabs.begin(), tabs.end(), ',', '\t');
  std::string british = good;
  for (int day = 22; day <= 26; ++day) {
    const std::string iso = fmt::format("Avery Brooks,2025-09-{},", day);
    const std::size_t at = british.find(iso);
    ASSERT_NE(at, std::string::npos) << british;
    british.replace(at, iso.size(),
                    fmt::format("Avery Brooks,{}/09/2025,", day));
  }
  std::string no_utf8 = good;
  no_utf8[no_utf8.find("Avery", no_utf8.find("2025-09-24"))] = '\xff';
  for (const Case& c : std::vector<Case>{
           {"", "the file is empty"},
           {good.substr(0, good.size() - 12), "line 6"},
           {good + "\"x", "line 7"},
           {twice, "two columns are named YearMonth"},
           {other, "'Reason'"},
           {semicolons, "parted by commas"},
           {tabs, "parted by commas"},
           {british, "every Date is written as '22/09/2025'; give"},
           {british, "and YearMonth YYYY-MM"},
           {no_utf8, "not UTF-8"},
           {"ResourceName\r\nx\r\n", "DateProjectCode, ResourceNameDisplay"},
       }) {
    const ProcessResult result = import(c.text);
    EXPECT_EQ(result.exit_code, 2) << c.message << result.out;
    EXPECT_THAT(result.err, HasSubstr(c.message));
  }
  EXPECT_EQ(Run({"import-corrections", "."}).exit_code, 2);
  EXPECT_THAT(sheets_.Load().entries,
              ::testing::Each(
                  ::testing::Field(&timesheet::EntryRecord::by_hand, false)));
}

TEST_F(TimesheetsCliTest, QualityNamesRowsAndWritesTheFile) {
  TrueSheet sheet = GoodSheet();
  sheet.projects[0].name = "Till Upgrade (DATA0114)";
  sheet.projects[0].code = "DATA0114";
  sheets_.Read(FileOf(1, sheet));
  for (const std::int64_t id : sheets_.Pending()) {
    EXPECT_EQ(Run({"approve", std::to_string(id)}).exit_code, 0);
  }
  const auto lines = RunJson({"quality"});
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0].at("issue"), "UNUSUAL_CODE");
  EXPECT_EQ(lines[5].at("rows"), 5);
  EXPECT_EQ(lines[5].at("faulty_rows"), 5);
  EXPECT_THAT(Run({"quality"}).out, HasSubstr("5 (100.0 %)"));

  const auto file = RunJson({"quality", "--csv"});
  const fs::path path = file.at(0).at("output").get<std::string>();
  EXPECT_TRUE(path.filename().string().starts_with("corrections_needed_2"));
  const Csv rows = testing::ParseStrictCsv(testing::ReadFileBytes(path));
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_THAT(rows[0],
              ElementsAre("Resource Name", "Date", "Current Project Code",
                          "Current Project Name", "Issue Type",
                          "Issue Description", "Source Image"));
  EXPECT_EQ(rows[1][2], "DATA0114");
}

TEST_F(TimesheetsCliTest, SimilarCodesAndDuplicatesAreFound) {
  TrueSheet sheet = timesheet::Projects(
      {{100, 100, 100, 100, 100, 0, 0}, {200, 200, 200, 200, 200, 0, 0}});
  for (auto& project : sheet.projects) {
    project.name = "Core Migration (" + project.code + ")";
  }
  sheets_.Read(FileOf(1, sheet));
  sheets_.Read(FileOf(2, BrokenSheet()));
  sheets_.Read(FileOf(3, SheetOf("avery brooks", D(2025, 9, 29))));
  for (const char* which : {"1", "3"}) (void)Run({"approve", which});

  const auto similar = RunJson({"similar-codes"});
  ASSERT_EQ(similar.size(), 5u);
  EXPECT_EQ(similar[0].at("distance"), 1);
  EXPECT_EQ(similar[0].at("rows")[0].at("marked"), "PJ10000[1]");
  EXPECT_EQ(similar[0].at("rows")[1].at("hours"), 2.0);
  EXPECT_THAT(Run({"similar-codes"}).out, HasSubstr("PJ10000[2]"));

  const auto duplicates = RunJson({"duplicates"});
  ASSERT_EQ(duplicates.size(), 2u);
  EXPECT_EQ(duplicates[0].at("event"), "week");
  EXPECT_THAT(duplicates[0].at("sheets"), SizeIs(2));
  EXPECT_EQ(duplicates[1].at("event"), "spellings");
  EXPECT_EQ(duplicates[1].at("percent"), 100);
  EXPECT_THAT(Run({"duplicates"}).out, HasSubstr("Weeks that several"));
}

}  // namespace
}  // namespace rescan
