#include "tools/period_options.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/subprocess.h"
#include "tools/options.h"

namespace rescan::cli {
namespace {

namespace fs = std::filesystem;
using timesheet::Day;

Day D(int year, unsigned month, unsigned day) {
  return Day(std::chrono::year(year) / std::chrono::month(month) /
             std::chrono::day(day));
}

constexpr const char* kOneMonth =
    R"([{"month": "Nov-25", "start_date": "2025-11-03",
         "end_date": "2025-11-30"}])";

class PeriodOptionsTest : public ::testing::Test {
 protected:
  Result<Period> Parse(std::vector<std::string> args) {
    CLI::App app("test");
    PeriodOptions options;
    AddPeriodOptions(app, options);
    std::reverse(args.begin(), args.end());
    app.parse(args);
    return PeriodOf(options, folder_.path());
  }
  std::string ErrorOf(const std::vector<std::string>& args) {
    const auto period = Parse(args);
    if (period.has_value()) return "accepted";
    EXPECT_EQ(period.error().code, ErrorCode::kInvalidArgument);
    return period.error().message;
  }
  std::string File(const std::string& name, const std::string& text) const {
    const std::string path = folder_.path() + "/" + name;
    std::ofstream(path) << text;
    return path;
  }

  const testing::TemporaryFolder folder_;
};

TEST_F(PeriodOptionsTest, DaysAreInclusiveAndMayBeOpen) {
  const auto both = Parse({"--from", "2025-10-20", "--to", "2025-10-20"});
  ASSERT_TRUE(both.has_value());
  EXPECT_EQ(both->first, D(2025, 10, 20));
  EXPECT_EQ(both->last, D(2025, 10, 20));
  EXPECT_EQ(both->Text(), "2025-10-20 to 2025-10-20");
  EXPECT_EQ(Parse({"--from", "2025-10-20"})->Text(), "from 2025-10-20");
  EXPECT_EQ(Parse({"--to", "2025-10-20"})->Text(), "up to 2025-10-20");
  EXPECT_EQ(Parse({})->Text(), "all days");
}

TEST_F(PeriodOptionsTest, AMonthIsTheShippedOne) {
  const auto period = Parse({"--month", "nov-25"});
  ASSERT_TRUE(period.has_value()) << period.error().message;
  EXPECT_EQ(period->first, D(2025, 10, 20));
  EXPECT_EQ(period->last, D(2025, 11, 16));
  EXPECT_EQ(period->month, "Nov-25");
  EXPECT_EQ(period->Text(), "Nov-25 (20-Oct-25 to 16-Nov-25)");
}

TEST_F(PeriodOptionsTest, TheWorkspacesFileComesBeforeTheShippedOne) {
  File("months.json", kOneMonth);
  const auto period = Parse({"--month", "Nov-25"});
  ASSERT_TRUE(period.has_value()) << period.error().message;
  EXPECT_EQ(period->first, D(2025, 11, 3));
  EXPECT_NE(ErrorOf({"--month", "Dec-25"}).find("it has Nov-25"),
            std::string::npos);
}

TEST_F(PeriodOptionsTest, ANamedFileComesBeforeAll) {
  File("months.json", "[]");
  const std::string path = File("mine.json", kOneMonth);
  const auto period = Parse({"--month", "Nov-25", "--months", path});
  ASSERT_TRUE(period.has_value()) << period.error().message;
  EXPECT_EQ(period->first, D(2025, 11, 3));
}

TEST_F(PeriodOptionsTest, ContradictionsAreErrors) {
  EXPECT_EQ(ErrorOf({"--from", "2025-10-20", "--to", "2025-10-19"}),
            "--to 2025-10-19 is before --from 2025-10-20");
  EXPECT_EQ(ErrorOf({"--from", "2025-10-20", "--month", "Nov-25"}),
            "--month cannot be given with --from or --to");
  EXPECT_EQ(ErrorOf({"--months", "x.json"}), "--months needs --month");
}

TEST_F(PeriodOptionsTest, WhatIsNoDayIsAUsageError) {
  for (const char* day : {"", "2025-02-29", "20-Oct-25", "0001-01-01",
                          "2200-01-01", "2025-1-1", "tomorrow"}) {
    EXPECT_THROW((void)Parse({"--from", day}), CLI::ValidationError) << day;
  }
}

TEST_F(PeriodOptionsTest, BadFilesAreErrorsWithTheirName) {
  const std::string broken = File("broken.json", "{");
  EXPECT_EQ(ErrorOf({"--month", "Nov-25", "--months", broken}),
            "--month: " + broken + ": not JSON");
  const std::string gone = folder_.path() + "/gone.json";
  EXPECT_EQ(ErrorOf({"--month", "Nov-25", "--months", gone}),
            "--month: " + gone + ": No such file or directory");
  EXPECT_EQ(ErrorOf({"--month", "Nov-25", "--months", folder_.path()}),
            "--month: " + folder_.path() + ": not a regular file");
}

TEST_F(PeriodOptionsTest, ALinkOfTheWorkspaceThatLeadsNowhereIsNotPassedBy) {
  fs::create_symlink(folder_.path() + "/gone", folder_.path() + "/months.json");
  EXPECT_NE(ErrorOf({"--month", "Nov-25"}).find("No such file"),
            std::string::npos);
}

}  // namespace
}  // namespace rescan::cli
