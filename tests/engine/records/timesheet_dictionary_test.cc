// The dictionaries of timesheets in the records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/records/timesheet_records.h"
#include "tests/engine/records/record_samples.h"

namespace rescan {
namespace {

using ::testing::HasSubstr;
using testing::Must;
using testing::Records;
using testing::SqlNumber;
using timesheet::MasterProject;
using timesheet::ProjectMaster;
using timesheet::Roster;

class TimesheetDictionary : public ::testing::Test {
 protected:
  std::unique_ptr<TimesheetRecords> Open() {
    return Must(
        TimesheetRecords::Open(records_.workspace(), StoreMode::kReadWrite));
  }

  Records records_;
};

TEST_F(TimesheetDictionary, IsEmptyAsShipped) {
  EXPECT_EQ(Must(Open()->Projects()), ProjectMaster());
  EXPECT_EQ(Must(Open()->People()), Roster());
}

TEST_F(TimesheetDictionary, ComesBackAsItWasSaved) {
  ProjectMaster master;
  MasterProject plain;
  plain.code = "PJ023275";
  plain.name = "IN Renewal - HPE";
  MasterProject rich;
  rich.code = "sps1995";
  rich.name = "Überprüfung \"Süd\" 中";
  rich.code_aliases = {"spsl995", "SPS-1995"};
  rich.name_aliases = {"b", "a", "c"};
  rich.usage_count = 0;
  master.projects = {plain, rich};
  master.rules.zero_vs_o = false;
  Roster roster;
  roster.members = {"Zoë Brooks", "Avery Brooks"};
  roster.aliases = {{"very Brooks", "Avery Brooks"}, {"Zoe", "Zoë Brooks"}};

  Must(Open()->SaveProjects(master));
  Must(Open()->SavePeople(roster));
  EXPECT_EQ(Must(Open()->Projects()), master);
  EXPECT_EQ(Must(Open()->People()), roster);

  // Saving replaces.
  master.projects.pop_back();
  roster.aliases.clear();
  Must(Open()->SaveProjects(master));
  Must(Open()->SavePeople(roster));
  EXPECT_EQ(Must(Open()->Projects()), master);
  EXPECT_EQ(Must(Open()->People()), roster);
}

TEST_F(TimesheetDictionary, WhatIsNoDictionaryChangesNothing) {
  ProjectMaster master;
  master.projects = {{"PJ023275", "A", {}, {}, {}}};
  Roster roster;
  roster.members = {"Avery Brooks"};
  Must(Open()->SaveProjects(master));
  Must(Open()->SavePeople(roster));

  ProjectMaster twice = master;
  twice.projects.push_back({"PJO23275", "B", {}, {}, {}});
  const Status same_code = Open()->SaveProjects(twice);
  ASSERT_FALSE(same_code.has_value());
  EXPECT_EQ(same_code.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(same_code.error().message, HasSubstr("PJO23275"));

  Roster stranger = roster;
  stranger.aliases["Bob"] = "Nobody Here";
  const Status alias = Open()->SavePeople(stranger);
  ASSERT_FALSE(alias.has_value());
  EXPECT_THAT(alias.error().message, HasSubstr("Nobody Here"));

  EXPECT_EQ(Must(Open()->Projects()), master);
  EXPECT_EQ(Must(Open()->People()), roster);
}

}  // namespace
}  // namespace rescan
