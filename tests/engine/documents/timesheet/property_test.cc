// What holds for every sheet: what is drawn is read back, and no damage to the
// texts makes a wrong value that nothing marks.
#include <gtest/gtest.h>

#include <map>
#include <string_view>

#include "engine/documents/timesheet/dates.h"
#include "engine/documents/timesheet/entries.h"
#include "engine/documents/timesheet/hours.h"
#include "engine/documents/timesheet/interpret.h"
#include "tests/engine/documents/timesheet/sheet_builder.h"
#include "tests/support/random.h"

namespace rescan::timesheet {
namespace {

using support::Below;

constexpr int kRounds = 500;

bool IsMarked(ValueState state) { return state != ValueState::kOk; }

// What the truth stores: hours by date and code.
std::map<std::pair<Day, std::string>, Hundredths> TrueEntries(
    const TrueSheet& truth) {
  std::map<std::pair<Day, std::string>, Hundredths> entries;
  for (const TrueProject& project : truth.projects) {
    const DayHours hours = project.hours();
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      if (hours[day] == 0) continue;
      entries[{truth.monday + std::chrono::days(static_cast<int>(day)),
               project.code}] += hours[day];
    }
  }
  return entries;
}

std::string DrawnText(const RawSheet& raw) {
  std::string text = raw.date_range.text + "\n";
  for (const RawDay& day : raw.days) text += day.total.text + " | ";
  text += raw.weekly_total ? raw.weekly_total->text : "none";
  for (const RawRow& row : raw.rows) {
    text += "\n" + row.name.text + ": ";
    for (const ReadField& cell : row.cells) {
      text += (cell.readable ? cell.text : "?") + " | ";
    }
    if (row.total) text += row.total->text;
  }
  return text;
}

TEST(Property, WhatIsDrawnIsReadBack) {
  std::mt19937 rng(support::Seed(5001));
  for (int round = 0; round < kRounds; ++round) {
    const TrueSheet truth = RandomSheet(rng);
    const RawSheet raw = Draw(truth);
    const Interpretation result = Interpret(raw, {});
    ASSERT_EQ(result.verdict, Verdict::kStore) << DrawnText(raw) << "\n"
                                               << Describe(result);
    EXPECT_EQ(result.sheet.person.value, truth.person);
    EXPECT_EQ(result.sheet.week.value, truth.monday);
    ASSERT_EQ(result.sheet.projects.size(), truth.projects.size());
    for (std::size_t i = 0; i < truth.projects.size(); ++i) {
      const Project& project = result.sheet.projects[i];
      EXPECT_EQ(project.code.value, truth.projects[i].code);
      EXPECT_EQ(project.name.value, truth.projects[i].name);
      ASSERT_EQ(HoursOf(result, i), truth.projects[i].hours())
          << DrawnText(raw);
      EXPECT_EQ(project.code.state, ValueState::kOk);
      for (const HoursValue& hours : project.hours) {
        EXPECT_EQ(hours.state, ValueState::kOk);
      }
    }
    auto entries = TrueEntries(truth);
    for (const Entry& entry : EntriesOf(result.sheet)) {
      const auto found = entries.find({entry.date, entry.code});
      ASSERT_NE(found, entries.end());
      EXPECT_EQ(found->second, entry.hours.value);
      entries.erase(found);
    }
    EXPECT_TRUE(entries.empty());
  }
}

// One misreading of a text of hours, as recognition makes them.
// Where `may_vanish`, ink may be taken for none; a page without a Total column
// has no sum that could tell when that happens to a cell and its only total.
void DamageText(std::mt19937& rng, bool may_vanish, ReadField* field) {
  constexpr std::string_view kMisread = "0123456789.,-OolISBZ|";
  std::string& text = field->text;
  const auto any = [&rng, kMisread] {
    return kMisread[Below(rng, static_cast<std::uint32_t>(kMisread.size()))];
  };
  const auto at = [&rng, &text] {
    return Below(rng, static_cast<std::uint32_t>(text.size()));
  };
  switch (Below(rng, 7)) {
    case 0:
      std::erase(text, '.');
      break;
    case 1:
      if (!text.empty()) text.erase(at(), 1);
      break;
    case 2:
      text.insert(text.empty() ? 0 : at(), 1, any());
      break;
    case 3:
      field->readable = false;
      break;
    case 4:  // another number altogether
      text = FormatHours(Below(rng, 2400));
      break;
    case 5:
      if (may_vanish) text.clear();
      break;
    default:
      if (!text.empty()) text[at()] = any();
      break;
  }
}

std::vector<ReadField*> HourFields(RawSheet* raw) {
  std::vector<ReadField*> fields;
  for (RawDay& day : raw->days) fields.push_back(&day.total);
  if (raw->weekly_total) fields.push_back(&*raw->weekly_total);
  for (RawRow& row : raw->rows) {
    for (ReadField& cell : row.cells) fields.push_back(&cell);
    if (row.total) fields.push_back(&*row.total);
  }
  return fields;
}

// Every hour that differs from the truth is marked.
void ExpectMarked(const TrueSheet& truth, const RawSheet& raw,
                  const Interpretation& result) {
  ASSERT_EQ(result.sheet.projects.size(), truth.projects.size());
  for (std::size_t i = 0; i < truth.projects.size(); ++i) {
    const DayHours hours = truth.projects[i].hours();
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      const HoursValue& read = result.sheet.projects[i].hours[day];
      if (read.value == hours[day]) continue;
      ASSERT_TRUE(IsMarked(read.state))
          << truth.projects[i].name << " day " << day << ": "
          << FormatHours(hours[day]) << " read as "
          << FormatHours(read.value.value_or(-1)) << "\n"
          << DrawnText(raw) << "\n"
          << Describe(result);
      // A sheet with a wrong hour is never stored.
      ASSERT_NE(result.verdict, Verdict::kStore) << DrawnText(raw) << "\n"
                                                 << Describe(result);
    }
  }
}

TEST(Property, DamagedHoursAreMarked) {
  std::mt19937 rng(support::Seed(5002));
  int wrong = 0, stored = 0;
  for (int round = 0; round < 4 * kRounds; ++round) {
    TrueSheet truth = RandomSheet(rng);
    truth.total_column = Below(rng, 4) != 0;
    truth.posted_column = Below(rng, 4) != 0;
    const bool may_vanish = truth.total_column || !truth.posted_column;
    RawSheet raw = Draw(truth);
    const std::vector<ReadField*> fields = HourFields(&raw);
    const std::uint32_t damages = 1 + Below(rng, 6);
    for (std::uint32_t i = 0; i < damages; ++i) {
      DamageText(rng, may_vanish,
                 fields[Below(rng, static_cast<std::uint32_t>(fields.size()))]);
    }
    const Interpretation result = Interpret(raw, {});
    ASSERT_NO_FATAL_FAILURE(ExpectMarked(truth, raw, result));
    stored += result.verdict == Verdict::kStore ? 1 : 0;
    for (std::size_t i = 0; i < truth.projects.size(); ++i) {
      wrong += HoursOf(result, i) != truth.projects[i].hours() ? 1 : 0;
    }
  }
  // The damage was real, and some of it was undone.
  EXPECT_GT(wrong, kRounds);
  EXPECT_GT(stored, kRounds / 20);
}

TEST(Property, HoursInTheWrongColumnAreMarked) {
  std::mt19937 rng(support::Seed(5003));
  for (int round = 0; round < kRounds; ++round) {
    TrueSheet truth = RandomSheet(rng);
    truth.total_column = Below(rng, 2) != 0;
    RawSheet raw = Draw(truth);
    // Values of one row in the order they were read, not by column.
    RawRow& row =
        raw.rows[Below(rng, static_cast<std::uint32_t>(raw.rows.size()))];
    std::size_t next = 0;
    for (std::size_t day = 0; day < kDaysOfWeek; ++day) {
      if (row.cells[day].text.empty()) continue;
      std::swap(row.cells[next++], row.cells[day]);
    }
    const Interpretation result = Interpret(raw, {});
    ASSERT_NO_FATAL_FAILURE(ExpectMarked(truth, raw, result));
  }
}

TEST(Property, DamagedWeeksAreMarked) {
  std::mt19937 rng(support::Seed(5004));
  constexpr std::string_view kMisread = "0123456789 -,.OSABCDEFGJMNPRT";
  for (int round = 0; round < kRounds; ++round) {
    const TrueSheet truth = RandomSheet(rng);
    RawSheet raw = Draw(truth);
    raw.file_name =
        FormatDay(truth.monday + std::chrono::days(9)) + "_10h00_00.png";
    std::string& text = raw.date_range.text;
    for (std::uint32_t i = 0; i < 1 + Below(rng, 3); ++i) {
      text[Below(rng, static_cast<std::uint32_t>(text.size()))] =
          kMisread[Below(rng, static_cast<std::uint32_t>(kMisread.size()))];
    }
    const Interpretation result = Interpret(raw, {});
    if (result.sheet.week.value == truth.monday) continue;
    EXPECT_NE(result.verdict, Verdict::kStore) << text << "\n"
                                               << Describe(result);
  }
}

TEST(Property, DamagedCodesOfKnownProjectsAreMarked) {
  std::mt19937 rng(support::Seed(5005));
  constexpr std::string_view kMisread = "0123456789OILSBZGC()[ ";
  for (int round = 0; round < kRounds; ++round) {
    const TrueSheet truth = RandomSheet(rng);
    Dictionaries dictionaries;
    for (const TrueProject& project : truth.projects) {
      ASSERT_TRUE(AddProject(&dictionaries.projects,
                             {project.code, project.name, {}, {}, {}})
                      .has_value());
    }
    RawSheet raw = Draw(truth);
    std::string& name = raw.rows[0].name.text;
    const std::size_t at = name.rfind('(') + 1;
    name[at + Below(rng, static_cast<std::uint32_t>(name.size() - at))] =
        kMisread[Below(rng, static_cast<std::uint32_t>(kMisread.size()))];
    const Interpretation result = Interpret(raw, dictionaries);
    const Project& project = result.sheet.projects[0];
    if (project.code.value == truth.projects[0].code) continue;
    EXPECT_TRUE(IsMarked(project.code.state)) << name << "\n"
                                              << Describe(result);
    EXPECT_NE(result.verdict, Verdict::kStore) << name;
  }
}

}  // namespace
}  // namespace rescan::timesheet
