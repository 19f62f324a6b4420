// rescan timesheets summary, main-projects, coverage, missing, labour,
// calendar and roster, rescan projects: on a workspace with sheets in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/documents/timesheet/project_master.h"
#include "engine/documents/timesheet/roster.h"
#include "tests/e2e/program_fixture.h"
#include "tests/engine/records/sheet_samples.h"
#include "tests/support/strict_csv.h"

namespace rescan {
namespace {

namespace fs = std::filesystem;

using testing::BrokenSheet;
using testing::DraftSheet;
using ::testing::ElementsAre;
using testing::FileOf;
using testing::GoodSheet;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::JsonLines;
using testing::ProcessResult;
using testing::SheetFile;
using testing::SheetOf;
using testing::Sheets;
using ::testing::SizeIs;
using timesheet::D;
using timesheet::TrueSheet;
using Lines = std::vector<nlohmann::json>;

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

TrueSheet ZeroWeek(const std::string& person, timesheet::Day monday) {
  TrueSheet sheet;
  sheet.person = person;
  sheet.monday = monday;
  return sheet;
}

// A week that begins with a bank holiday, nothing on its Monday.
TrueSheet HolidayWeek(const std::string& person) {
  TrueSheet sheet = timesheet::OneProject({0, 750, 750, 750, 750, 0, 0});
  sheet.person = person;
  sheet.monday = D(2025, 8, 25);
  return sheet;
}

class TimesheetReportsCliTest : public ::testing::Test {
 protected:
  ProcessResult Run(const std::vector<std::string>& args) {
    auto options = testing::CallIn(folder_.path(), args);
    options.env["RESCAN_WORKSPACE"] = sheets_.records().workspace();
    return testing::RunProcess(options, std::chrono::seconds(60));
  }
  std::string Text(const std::vector<std::string>& args, int code = 0) {
    const ProcessResult result = Run(args);
    EXPECT_EQ(result.exit_code, code) << result.err;
    return result.out;
  }
  std::string ErrorOf(const std::vector<std::string>& args, int code) {
    const ProcessResult result = Run(args);
    EXPECT_EQ(result.exit_code, code) << result.out;
    EXPECT_THAT(result.out, IsEmpty());
    return result.err;
  }
  Lines JsonOf(std::vector<std::string> args) {
    args.push_back("--json");
    return JsonLines(Text(args));
  }
  std::string File(const std::string& name, const std::string& text) {
    testing::WriteFileBytes(folder_ / name, text);
    return name;
  }

  // Of the four weeks from 25 August on:
  //   Avery Brooks  30.00 (off on the bank holiday), none, 37.50, 40.00
  //   Mira Holt     no hours, draft, none, none
  //   Noa Lind      none, none, waits for a person, 37.50
  void Fill() {
    TrueSheet draft = DraftSheet();
    draft.person = "Mira Holt";
    draft.monday = D(2025, 9, 1);
    sheets_.Read({FileOf(1, HolidayWeek("Avery Brooks")),
                  FileOf(2, SheetOf("Avery Brooks", D(2025, 9, 8))),
                  FileOf(3, SheetOf("Avery Brooks", D(2025, 9, 15), 800)),
                  FileOf(4, ZeroWeek("Mira Holt", D(2025, 8, 25))),
                  FileOf(5, draft),
                  FileOf(6, BrokenSheet(SheetOf("Noa Lind", D(2025, 9, 8)))),
                  FileOf(7, SheetOf("Noa Lind", D(2025, 9, 15)))});
  }

  const testing::TemporaryFolder folder_;
  Sheets sheets_;
};

const std::vector<std::string> kFourWeeks = {"--from", "2025-08-25", "--to",
                                             "2025-09-21"};

std::vector<std::string> Report(const std::string& name,
                                std::vector<std::string> rest = kFourWeeks) {
  rest.insert(rest.begin(), {"timesheets", name});
  return rest;
}

TEST_F(TimesheetReportsCliTest, SummaryPrintsHoursAndDays) {
  Fill();
  const ProcessResult result = Run(Report("summary"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out,
            "2025-08-25 to 2025-09-21\n\n"
            "NAME           HOURS   DAYS\n"
            "Avery Brooks  107.50  14.33\n"
            "Mira Holt       0.00   0.00\n"
            "Noa Lind       37.50   5.00\n"
            "TOTAL         145.00  19.33\n");
  EXPECT_THAT(result.err, HasSubstr("1 sheet waits for a person"));
}

TEST_F(TimesheetReportsCliTest, SummaryOfAMonthAndOfAPerson) {
  Fill();
  // Sep-25 ends on 14 September.
  const Lines month = JsonOf({"timesheets", "summary", "--month", "sep-25"});
  ASSERT_THAT(month, SizeIs(3));
  EXPECT_EQ(month[0]["person"], "Avery Brooks");
  EXPECT_EQ(month[0]["hours"], 67.5);
  EXPECT_EQ(month[2]["hours"], 67.5);
  const Lines person =
      JsonOf({"timesheets", "summary", "--person", "noa lind"});
  ASSERT_THAT(person, SizeIs(2));
  EXPECT_EQ(person[0]["hours"], 37.5);
  // A part of the name, of whoever has it.
  const Lines people = JsonOf({"timesheets", "summary", "--person", "OO"});
  ASSERT_THAT(people, SizeIs(2));
  EXPECT_EQ(people[0]["person"], "Avery Brooks");
  EXPECT_EQ(JsonOf({"timesheets", "summary", "--person", "i"}).size(), 3U);
}

TEST_F(TimesheetReportsCliTest, SummaryWritesCsv) {
  Fill();
  EXPECT_THAT(Text(Report("summary", {"--csv", "sub/summary.csv"})),
              HasSubstr("3 people written to "));
  EXPECT_EQ(BytesOf(folder_ / "sub/summary.csv"),
            "Resource Name,Total Hours,Total Days\r\n"
            "Avery Brooks,107.50,14.33\r\n"
            "Mira Holt,0.00,0.00\r\n"
            "Noa Lind,37.50,5.00\r\n"
            "\r\n"
            "TOTAL,145.00,19.33\r\n");
  for (const std::string own :
       {"rescan.db", "months.json", "deltas/lines/a.zip", "index/a.csv"}) {
    const std::string output = sheets_.records().workspace() + "/" + own;
    EXPECT_THAT(ErrorOf(Report("summary", {"--csv", output}), 2),
                HasSubstr("the workspace's own"));
    EXPECT_EQ(fs::exists(output), own == "rescan.db") << own;
  }
}

TEST_F(TimesheetReportsCliTest, SummaryWritesCsvToStandardOutput) {
  Fill();
  Text(Report("summary", {"--csv", "summary.csv"}));
  EXPECT_EQ(Text(Report("summary", {"--csv", "-"})),
            BytesOf(folder_ / "summary.csv"));
  // Without a name it has one of its own.
  const Lines line = JsonOf(Report("summary", {"--csv", "--to", "2025-09-21"}));
  EXPECT_THAT(line.at(0)["output"].get<std::string>(),
              HasSubstr("/timesheet_summary_to_2025-09-21_2"));
  EXPECT_THAT(ErrorOf(Report("summary", {"--csv", "-", "--json"}), 2),
              HasSubstr("both want standard output"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "-"));
}

TEST_F(TimesheetReportsCliTest, CoverageIsByWeek) {
  Fill();
  const Lines lines = JsonOf(Report("coverage"));
  ASSERT_THAT(lines, SizeIs(4));
  const auto cells = [](const nlohmann::json& person) {
    std::vector<std::string> names;
    for (const auto& week : person["weeks"]) names.push_back(week["cell"]);
    return names;
  };
  EXPECT_THAT(cells(lines[0]),
              ElementsAre("COMPLETE", "MISSING", "COMPLETE", "COMPLETE"));
  EXPECT_THAT(cells(lines[1]),
              ElementsAre("COMPLETE", "FAILED", "MISSING", "MISSING"));
  EXPECT_THAT(cells(lines[2]),
              ElementsAre("MISSING", "MISSING", "FAILED", "COMPLETE"));
  EXPECT_EQ(lines[3]["complete"], 5);
  EXPECT_EQ(lines[3]["completion_percentage"], 41.7);
  Text(Report("coverage", {"--month", "Sep-25", "--csv", "coverage.csv"}));
  EXPECT_EQ(testing::ParseStrictCsv(BytesOf(folder_ / "coverage.csv")).at(1),
            (std::vector<std::string>{"Avery Brooks", "2", "2", "4", "50.0%",
                                      "No", "Yes", "No", "Yes"}));
}

TEST_F(TimesheetReportsCliTest, MissingIsAskedOfTheRosterAlone) {
  Fill();
  const ProcessResult all = Run(Report("missing"));
  EXPECT_THAT(all.err, HasSubstr("The roster is empty"));
  EXPECT_THAT(all.out, HasSubstr("Avery Brooks: submitted 3/4\n"
                                 "  Mon 2025-09-01  Sun 2025-09-07  no sheet"));
  EXPECT_THAT(all.out, HasSubstr("Sun 2025-09-07  its sheet is not posted\n"));
  Text({"timesheets", "roster", "add", "Noa Lind"});
  Text({"timesheets", "roster", "add", "Ada Quill"});
  const ProcessResult team = Run(Report("missing"));
  EXPECT_THAT(team.err, HasSubstr("Not on the roster, but with stored sheets: "
                                  "Avery Brooks, Mira Holt."));
  const Lines lines = JsonOf(Report("missing"));
  ASSERT_THAT(lines, SizeIs(8));
  EXPECT_EQ(lines[0]["person"], "Ada Quill");
  EXPECT_EQ(lines[6]["person"], "Noa Lind");
  EXPECT_EQ(lines[6]["state"], "pending");
  EXPECT_EQ(lines[7]["expected"], 8);
  EXPECT_EQ(lines[7]["people_with_missing"], 2);
}

// Mira Holt handed in nothing after the second week: that is what a question
// about her alone must tell.
TEST_F(TimesheetReportsCliTest, WeeksDoNotDependOnWhomIsAskedAbout) {
  Fill();
  const std::string last_weeks =
      "  Mon 2025-09-08  Sun 2025-09-14  no sheet\n"
      "  Mon 2025-09-15  Sun 2025-09-21  no sheet\n";
  for (std::vector<std::string> period : std::vector<std::vector<std::string>>{
           {}, {"--all"}, {"--from", "2025-08-25"}, {"--from", "2025-09-08"}}) {
    period.insert(period.begin(), {"--person", "Mira Holt"});
    EXPECT_THAT(Text(Report("missing", period)), HasSubstr(last_weeks));
  }
  const Lines lines = JsonOf(Report("coverage", {"--person", "Mira Holt"}));
  EXPECT_EQ(lines[0]["total"], 4);
}

TEST_F(TimesheetReportsCliTest, LabourKeepsHoursOfWhoIsNotOnTheRoster) {
  Fill();
  Text({"timesheets", "roster", "add", "Ada Quill"});
  EXPECT_EQ(Text(Report("labour")),
            "2025-08-25 to 2025-09-21\n\n"
            "NAME          25 Aug  01 Sep  08 Sep  15 Sep  HOURS  DAYS\n"
            "Ada Quill          -       -       -       -    0.0   0.0\n"
            "Avery Brooks    30.0       -    37.5    40.0  107.5  14.3\n"
            "Mira Holt        0.0       -       -       -    0.0   0.0\n"
            "Noa Lind           -       -       -    37.5   37.5   5.0\n"
            "\n"
            "4 people, 4 weeks, 16 sheets expected, 145.0 hours, 36.3 hours "
            "per person on average\n");
}

TEST_F(TimesheetReportsCliTest, MainProjectsAndCalendar) {
  Fill();
  const Lines projects = JsonOf(Report("main-projects"));
  ASSERT_THAT(projects, SizeIs(2));
  EXPECT_EQ(projects[0]["code"], "PJ100001");
  EXPECT_EQ(projects[0]["hours"], 107.5);
  const Lines weeks = JsonOf({"timesheets", "calendar", "--person", "Mira Holt",
                              "--to", "2025-09-10"});
  ASSERT_THAT(weeks, SizeIs(4));
  EXPECT_EQ(weeks[0]["status"], "present");
  EXPECT_EQ(weeks[0]["zero_hour"], true);
  EXPECT_EQ(weeks[1]["state"], "rejected");
  EXPECT_EQ(weeks[3]["completion_percentage"], 33.3);
}

TEST_F(TimesheetReportsCliTest, WithoutAPeriodWeeksAreTheLastEight) {
  sheets_.Read({FileOf(1, SheetOf("Avery Brooks", D(2025, 1, 6))),
                FileOf(2, SheetOf("Avery Brooks", D(2025, 9, 8))),
                FileOf(3, SheetOf("Noa Lind", D(2025, 9, 15)))});
  const char* kPeriod =
      "2025-07-28 to 2025-09-21, the last weeks with stored sheets (--all "
      "shows every week)";
  for (const char* name : {"coverage", "missing", "labour", "calendar"}) {
    EXPECT_THAT(Text({"timesheets", name}),
                ::testing::StartsWith(std::string(kPeriod) + "\n\n"))
        << name;
    // For programs the same weeks; it is said beside them.
    const ProcessResult json = Run({"timesheets", name, "--json"});
    EXPECT_THAT(json.err, HasSubstr(kPeriod)) << name;
  }
  EXPECT_EQ(JsonOf({"timesheets", "coverage"}).back()["weeks"], 8);
  EXPECT_EQ(JsonOf({"timesheets", "coverage", "--all"}).back()["weeks"], 37);
  EXPECT_EQ(
      JsonOf({"timesheets", "coverage", "--to", "2025-09-21"}).back()["weeks"],
      37);
  EXPECT_THAT(Text({"timesheets", "labour", "--all"}),
              HasSubstr("all days\n\nNAME"));
  // Sums are of all days.
  EXPECT_EQ(JsonOf({"timesheets", "summary"}).back()["hours"], 112.5);
  EXPECT_THAT(
      ErrorOf({"timesheets", "missing", "--all", "--month", "Sep-25"}, 2),
      HasSubstr("--all: cannot be given with"));
}

TEST_F(TimesheetReportsCliTest, UsersAreNotSummed) {
  const SheetFile file = FileOf(1, GoodSheet());
  sheets_.Read(file);
  sheets_.Read(file, "v");
  EXPECT_THAT(ErrorOf({"timesheets", "summary"}, 2),
              HasSubstr("choose one with --user"));
  const Lines lines = JsonOf({"timesheets", "summary", "--user", "v"});
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[1]["hours"], 37.5);
}

TEST_F(TimesheetReportsCliTest, NothingToSayIsSaidKindly) {
  for (const char* name : {"summary", "main-projects", "coverage", "missing",
                           "labour", "calendar"}) {
    const ProcessResult result = Run({"timesheets", name});
    EXPECT_EQ(result.exit_code, 0) << name;
    EXPECT_THAT(result.out, IsEmpty()) << name;
    EXPECT_THAT(result.err, HasSubstr("all days: there are no stored")) << name;
  }
  sheets_.Read(FileOf(1, GoodSheet()));
  EXPECT_THAT(Run({"timesheets", "missing", "--from", "2025-10-01"}).err,
              HasSubstr("from 2025-10-01: there are no weeks to look at.\n"));
  EXPECT_THAT(Run({"projects", "list"}).err, HasSubstr("no projects yet"));
  EXPECT_THAT(Run({"timesheets", "roster", "list"}).err,
              HasSubstr("The roster is empty"));
}

TEST_F(TimesheetReportsCliTest, MistakesEndWithTheirReason) {
  Fill();
  EXPECT_THAT(ErrorOf({"timesheets", "summary", "--month", "Foo-25"}, 2),
              HasSubstr("it has Jan-25, Feb-25"));
  EXPECT_THAT(ErrorOf({"timesheets", "labour", "--from", "2025-02-30"}, 2),
              HasSubstr("--from"));
  EXPECT_THAT(ErrorOf({"timesheets", "missing", "--person", "Nobody"}, 2),
              HasSubstr("there are Avery Brooks, Mira Holt, Noa Lind"));
  File("months.json", R"([{"month": "M", "start_date": "2025-09-02",
                           "end_date": "2025-09-07"}])");
  EXPECT_THAT(ErrorOf({"timesheets", "summary", "--month", "M", "--months",
                       "months.json"},
                      2),
              HasSubstr("months.json: month 'M': it begins on 2025-09-02"));
  EXPECT_EQ(Run({"timesheets", "summary", "--workspace", "none"}).exit_code,
            10);
}

TEST_F(TimesheetReportsCliTest, EveryCommandHasAnExample) {
  for (const char* name : {"summary", "main-projects", "coverage", "missing",
                           "labour", "calendar", "roster"}) {
    EXPECT_THAT(Text({"timesheets", name, "--help"}), HasSubstr("Example:"));
  }
  for (const char* name :
       {"list", "add", "remove", "alias", "import", "export"}) {
    EXPECT_THAT(Text({"timesheets", "roster", name, "--help"}),
                HasSubstr("Example:"));
  }
  for (const char* name : {"import", "list", "add", "merge", "export"}) {
    EXPECT_THAT(Text({"projects", name, "--help"}), HasSubstr("Example:"));
  }
}

TEST_F(TimesheetReportsCliTest, ProjectsComeFromTheSheets) {
  Fill();
  Lines lines = JsonOf({"projects", "import", "--from-sheets"});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["added"], 1);
  EXPECT_EQ(lines[0]["total"], 1);
  lines = JsonOf({"projects", "import", "--from-sheets"});
  EXPECT_EQ(lines.at(0)["added"], 0);
  EXPECT_EQ(lines.at(0)["skipped"], 1);
  lines = JsonOf({"projects", "list"});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["code"], "PJ100001");
  EXPECT_EQ(lines[0]["rows"], 19);  // 4 + 5 + 5 + 5
  EXPECT_EQ(lines[0]["hours"], 145.0);
}

TEST_F(TimesheetReportsCliTest, ProjectsAreExportedAndImported) {
  const auto add = {"projects", "add",      "PJ200002", "Store Refit",
                    "--alias",  "PJ2O0003", "--alias",  "PJ200004"};
  Text({add.begin(), add.end()});
  EXPECT_THAT(ErrorOf({add.begin(), add.end()}, 2),
              HasSubstr("is there already"));
  EXPECT_THAT(Text({"projects", "export", "master.json"}),
              HasSubstr("1 project written to"));
  const std::string bytes = BytesOf(folder_ / "master.json");
  EXPECT_EQ(Text({"projects", "export"}), bytes);
  const auto master = timesheet::ParseProjectMaster(bytes, "x");
  ASSERT_TRUE(master.has_value());
  EXPECT_EQ(master->projects.at(0).code_aliases,
            (std::vector<std::string>{"PJ2O0003", "PJ200004"}));
  // Into a workspace that is not there yet.
  const Lines lines =
      JsonOf({"projects", "import", "master.json", "--workspace", "another"});
  EXPECT_EQ(lines.at(0)["added"], 1);
  EXPECT_EQ(Text({"projects", "export", "--workspace", "another"}), bytes);
}

TEST_F(TimesheetReportsCliTest, ImportSaysWhatIsWrongWithAFile) {
  EXPECT_THAT(ErrorOf({"projects", "import", File("bad.json", "{")}, 2),
              HasSubstr("bad.json: not JSON"));
  EXPECT_THAT(ErrorOf({"projects", "import", "gone.json"}, 2),
              HasSubstr("gone.json"));
  EXPECT_THAT(ErrorOf({"projects", "import"}, 2), HasSubstr("--from-sheets"));
  EXPECT_THAT(
      ErrorOf({"timesheets", "roster", "import", File("r.json", "[]")}, 2),
      HasSubstr("r.json"));
}

TEST_F(TimesheetReportsCliTest, MergeMovesRowsOnlyWhenAsked) {
  Fill();
  Text({"projects", "import", "--from-sheets"});
  Text({"projects", "add", "PJ200002", "Store Refit"});
  const auto before = sheets_.Rows();
  EXPECT_THAT(Text({"projects", "merge", "PJ100001", "PJ200002"}),
              HasSubstr("19 stay under PJ100001 (--rows moves them)"));
  EXPECT_EQ(sheets_.Rows(), before);
  EXPECT_EQ(JsonOf({"projects", "list"}).at(0)["rows"], 19);
  EXPECT_THAT(ErrorOf({"projects", "merge", "PJ100001", "PJ200002"}, 2),
              HasSubstr("no project"));
}

TEST_F(TimesheetReportsCliTest, MergeMovesRowsByHand) {
  Fill();
  Text({"projects", "import", "--from-sheets"});
  Text({"projects", "add", "PJ200002", "Store Refit"});
  const Lines lines =
      JsonOf({"projects", "merge", "PJ100001", "PJ200002", "--rows"});
  EXPECT_EQ(lines.at(0)["rows_moved"], 19);
  EXPECT_EQ(lines.at(0)["rows_left"], 0);
  for (const auto& entry : sheets_.Load().entries) {
    EXPECT_EQ(entry.key, "PJ200002");
    EXPECT_TRUE(entry.by_hand);
  }
}

TEST_F(TimesheetReportsCliTest, RosterIsKeptAndExported) {
  Text({"timesheets", "roster", "add", "Avery Brooks"});
  Text({"timesheets", "roster", "alias", "very Brooks", "Avery Brooks"});
  EXPECT_THAT(ErrorOf({"timesheets", "roster", "alias", "X", "Nobody"}, 2),
              HasSubstr("'Nobody' is not on the roster"));
  const Lines listed = JsonOf({"timesheets", "roster", "list"});
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0]["aliases"], nlohmann::json::array({"very Brooks"}));
  Text({"timesheets", "roster", "export", "team.json"});
  EXPECT_EQ(BytesOf(folder_ / "team.json"),
            timesheet::WriteRoster(
                {{"Avery Brooks"}, {{"very Brooks", "Avery Brooks"}}}));
  const Lines removed =
      JsonOf({"timesheets", "roster", "remove", "Avery Brooks"});
  EXPECT_EQ(removed.at(0)["aliases"], 1);
  EXPECT_EQ(removed.at(0)["total"], 0);
  const Lines imported =
      JsonOf({"timesheets", "roster", "import", "team.json"});
  EXPECT_EQ(imported.at(0)["members_added"], 1);
  EXPECT_EQ(imported.at(0)["aliases_added"], 1);
}

TEST_F(TimesheetReportsCliTest, AnAliasProvesASheetThatWaits) {
  Text({"timesheets", "roster", "add", "Tom Hall"});
  Text({"timesheets", "roster", "add", "Tom Hill"});
  const SheetFile file = FileOf(1, SheetOf("Tom Hell", D(2025, 9, 22)));
  sheets_.Read(file);
  ASSERT_EQ(sheets_.StateOf(file), timesheet::SheetState::kPending);
  const Lines lines =
      JsonOf({"timesheets", "roster", "alias", "Tom Hell", "Tom Hill"});
  EXPECT_EQ(lines.at(0)["sheets_settled"], 1);
  EXPECT_EQ(sheets_.StateOf(file), timesheet::SheetState::kStored);
  EXPECT_EQ(sheets_.Load().entries.at(0).person_key, "Tom_Hill");
}

}  // namespace
}  // namespace rescan
