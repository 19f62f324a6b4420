// Random lives of sheets against a model that knows the rules of a week, and
// nothing of tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/documents/timesheet/dates.h"
#include "tests/engine/records/sheet_samples.h"
#include "tests/support/random.h"

namespace rescan {
namespace {

using support::Below;
using testing::Contradictions;
using ::testing::IsEmpty;
using testing::Must;
using testing::SheetFile;
using testing::Sheets;
using timesheet::D;
using timesheet::Hundredths;
using timesheet::RawSheet;
using timesheet::SheetState;

enum class Kind { kProved, kZero, kDraft, kDoubtful };

// What a file shows: one project, `hours` on Monday; a doubtful one shows a
// total that contradicts.
struct Shown {
  int person = 0, week = 0;
  Kind kind = Kind::kProved;
  Hundredths hours = 100;

  friend bool operator==(const Shown&, const Shown&) = default;
};

struct ModelSheet {
  int id = 0;
  Shown shown;
  std::optional<std::string> captured;
  SheetState state = SheetState::kPending;
  bool approved = false;
  bool rejected_by_hand = false;
};

// The week of one person as it stands: whose, and what.
class Model {
 public:
  ModelSheet& At(int id) { return sheets_.at(static_cast<std::size_t>(id)); }
  int Add(const Shown& shown, std::optional<std::string> captured) {
    const int id = static_cast<int>(sheets_.size());
    sheets_.push_back({id, shown, std::move(captured)});
    Place(sheets_.back());
    return id;
  }

  void Approve(int id) {
    At(id).approved = true;
    At(id).rejected_by_hand = false;
    Take(At(id));
  }

  void Discard(int id) {
    At(id).state = SheetState::kDiscarded;
    At(id).rejected_by_hand = true;
    At(id).approved = false;
    Forget(id);
    Vacated(At(id).shown);
  }

  // Linked again after it was discarded.
  void ComeBack(int id) { Place(At(id)); }

  void Reread(int id, const Shown& shown) {
    ModelSheet& sheet = At(id);
    const Shown before = sheet.shown;
    switch (sheet.state) {
      case SheetState::kStored:
        if (shown.kind != Kind::kProved && shown.kind != Kind::kZero) return;
        // Changes by hand outlive it.
        if (ByHand(id) || ByHand(before)) return;
        break;
      case SheetState::kReplaced:
        if (shown == before && Standing(before)) return;
        break;
      default:
        break;
    }
    Forget(id);
    sheet.approved = false;
    sheet.shown = shown;
    const SheetState was = sheet.state;
    sheet.state = SheetState::kPending;
    Place(sheet);
    if (was == SheetState::kStored || was == SheetState::kRejected) {
      Vacated(before, id);
    }
  }

  void Change(int id, Hundredths hours) {
    if (hours == rows_.at(id)) return;
    rows_.at(id) = hours;
    by_hand_[id] = true;
  }

  [[nodiscard]] bool HasHours(int id) const { return rows_.contains(id); }
  [[nodiscard]] const std::vector<ModelSheet>& sheets() const {
    return sheets_;
  }
  // By sheet.
  [[nodiscard]] const std::map<int, Hundredths>& rows() const { return rows_; }

 private:
  static bool SameWeek(const Shown& a, const Shown& b) {
    return a.person == b.person && a.week == b.week;
  }
  static bool Storable(const ModelSheet& sheet) {
    return sheet.shown.kind == Kind::kProved || sheet.shown.kind == Kind::kZero;
  }
  static bool Precedes(const ModelSheet& a, const ModelSheet& b) {
    if (a.captured && b.captured && a.captured != b.captured) {
      return *a.captured > *b.captured;
    }
    return a.id > b.id;
  }
  [[nodiscard]] bool ByHand(int id) const { return by_hand_.contains(id); }
  [[nodiscard]] bool ByHand(const Shown& week) {
    const ModelSheet* standing = Standing(week);
    return standing != nullptr && ByHand(standing->id);
  }
  ModelSheet* InState(const Shown& week, SheetState state, int except = -1) {
    for (ModelSheet& sheet : sheets_) {
      if (sheet.id != except && sheet.state == state &&
          SameWeek(sheet.shown, week)) {
        return &sheet;
      }
    }
    return nullptr;
  }
  ModelSheet* Standing(const Shown& week) {
    return InState(week, SheetState::kStored);
  }
  void Forget(int id) {
    rows_.erase(id);
    by_hand_.erase(id);
  }

  void Place(ModelSheet& sheet) {
    if (sheet.shown.kind == Kind::kDraft) return PlaceDraft(sheet);
    sheet.state = SheetState::kPending;
    if (sheet.rejected_by_hand || !Storable(sheet)) return;
    ModelSheet* standing = Standing(sheet.shown);
    if (standing != nullptr && ByHand(standing->id)) {
      // The same as was read there, or as stands there now.
      const bool same = standing->shown == sheet.shown ||
                        (sheet.shown.kind == Kind::kProved &&
                         rows_.at(standing->id) == sheet.shown.hours);
      if (same) sheet.state = SheetState::kReplaced;
      return;
    }
    if (standing != nullptr && Storable(*standing) &&
        !Precedes(sheet, *standing)) {
      sheet.state = SheetState::kReplaced;
      return;
    }
    Take(sheet);
  }

  void PlaceDraft(ModelSheet& sheet) {
    ModelSheet* other = InState(sheet.shown, SheetState::kRejected, sheet.id);
    sheet.state = SheetState::kReplaced;
    if (Standing(sheet.shown) != nullptr) return;
    if (other != nullptr && Precedes(*other, sheet)) return;
    if (other != nullptr) other->state = SheetState::kReplaced;
    sheet.state = SheetState::kRejected;
  }

  void Take(ModelSheet& sheet) {
    for (ModelSheet& other : sheets_) {
      if (other.id == sheet.id || !SameWeek(other.shown, sheet.shown)) continue;
      if (other.state == SheetState::kStored ||
          other.state == SheetState::kRejected) {
        other.state = SheetState::kReplaced;
        other.approved = false;
        Forget(other.id);
      }
    }
    sheet.state = SheetState::kStored;
    if (sheet.shown.kind != Kind::kZero) rows_[sheet.id] = sheet.shown.hours;
  }

  void Vacated(const Shown& week, int except = -1) {
    if (Standing(week) != nullptr) return;
    for (ModelSheet& sheet : sheets_) {
      if (sheet.state != SheetState::kReplaced || sheet.id == except ||
          !SameWeek(sheet.shown, week) || sheet.rejected_by_hand ||
          sheet.shown.kind == Kind::kDoubtful) {
        continue;
      }
      Place(sheet);
    }
  }

  std::vector<ModelSheet> sheets_;
  std::map<int, Hundredths> rows_;
  std::map<int, bool> by_hand_;
};

constexpr std::array<const char*, 3> kPeople = {"Avery Brooks", "Nell Halloway",
                                                "Jon Marsh"};

RawSheet DrawShown(const Shown& shown) {
  timesheet::TrueSheet truth =
      timesheet::OneProject({shown.hours, 0, 0, 0, 0, 0, 0});
  if (shown.kind == Kind::kZero) truth.projects.clear();
  if (shown.kind == Kind::kDraft) truth.status = "Draft";
  truth.person = kPeople[static_cast<std::size_t>(shown.person)];
  truth.monday = D(2025, 9, 1) + std::chrono::days(7 * shown.week);
  RawSheet raw = Draw(truth);
  if (shown.kind == Kind::kDoubtful) raw.days[0].total.text = "23.99";
  return raw;
}

Shown RandomShown(std::mt19937& rng) {
  constexpr std::array<Kind, 6> kKinds = {Kind::kProved, Kind::kProved,
                                          Kind::kProved, Kind::kZero,
                                          Kind::kDraft,  Kind::kDoubtful};
  Shown shown;
  shown.person = static_cast<int>(Below(rng, kPeople.size()));
  shown.week = static_cast<int>(Below(rng, 2));
  shown.kind = kKinds[Below(rng, kKinds.size())];
  shown.hours = 100 * (1 + Below(rng, 4));
  return shown;
}

// One life: the records and the model side by side.
class Life {
 public:
  explicit Life(std::uint32_t seed) : rng_(seed) {}

  void Step() {
    switch (Below(rng_, 10)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return AddSheet();
      case 4:
        return Reread();
      case 5:
        return Approve();
      case 6:
        return Discard();
      case 7:
        return ComeBack();
      case 8:
        return ChangeByHand();
      default:
        return RunOverAll();
    }
  }

  void Compare() {
    const auto all = sheets_.Load();
    ASSERT_EQ(all.sheets.size(), model_.sheets().size()) << log_;
    for (const ModelSheet& sheet : model_.sheets()) {
      const auto& stored = all.sheets[static_cast<std::size_t>(sheet.id)];
      EXPECT_EQ(timesheet::SheetStateName(stored.state),
                timesheet::SheetStateName(sheet.state))
          << "sheet " << sheet.id << log_;
      EXPECT_EQ(stored.approved_by_hand, sheet.approved)
          << "sheet " << sheet.id << log_;
    }
    std::map<int, Hundredths> rows;
    for (const auto& entry : all.entries) {
      rows[NumberOf(entry.sheet)] = entry.hours.value_or(-1);
    }
    EXPECT_EQ(rows, model_.rows()) << log_;
    EXPECT_EQ(all.entries.size(), rows.size()) << log_;
    EXPECT_THAT(Contradictions(sheets_.database()), IsEmpty()) << log_;
  }

 private:
  std::optional<int> Any(bool (*fits)(const ModelSheet&)) {
    std::vector<int> ids;
    for (const ModelSheet& sheet : model_.sheets()) {
      if (fits(sheet)) ids.push_back(sheet.id);
    }
    if (ids.empty()) return std::nullopt;
    return ids[Below(rng_, static_cast<std::uint32_t>(ids.size()))];
  }
  // Ids have gaps, but the order of their sheets.
  std::int64_t SheetIdOf(int id) {
    return sheets_.Load().sheets.at(static_cast<std::size_t>(id)).id;
  }
  int NumberOf(std::int64_t sheet) {
    const auto all = sheets_.Load().sheets;
    return static_cast<int>(
        std::find_if(all.begin(), all.end(),
                     [&](const auto& row) { return row.id == sheet; }) -
        all.begin());
  }
  void Say(const std::string& what, int id) {
    log_ += "\n" + what + " " + std::to_string(id);
  }

  void AddSheet() {
    const Shown shown = RandomShown(rng_);
    const int number = static_cast<int>(files_.size());
    SheetFile file{testing::MakePath(number), number, DrawShown(shown)};
    std::optional<std::string> captured;
    if (all_captured_) {
      captured = "2025-10-0" + std::to_string(1 + Below(rng_, 9)) + "_09h00_00";
      file.path = "/in/" + *captured + " " + std::to_string(number) + ".png";
    }
    files_.push_back(file);
    sheets_.Read(file, "u", version_);
    model_.Add(shown, captured);
    Say("add kind " + std::to_string(static_cast<int>(shown.kind)), number);
  }

  void Reread() {
    const auto id = Any(
        [](const ModelSheet& s) { return s.state != SheetState::kDiscarded; });
    if (!id) return;
    // Half of the time it says what it said.
    const Shown shown =
        Below(rng_, 2) == 0 ? model_.At(*id).shown : RandomShown(rng_);
    SheetFile& file = files_[static_cast<std::size_t>(*id)];
    file.sheet = DrawShown(shown);
    sheets_.Read(file, "u", ++version_);
    Say("reread", *id);
    model_.Reread(*id, shown);
  }

  void Approve() {
    const auto id = Any(
        [](const ModelSheet& s) { return s.state == SheetState::kPending; });
    if (!id) return;
    Must(sheets_->Approve(SheetIdOf(*id)));
    Say("approve", *id);
    model_.Approve(*id);
  }

  void Discard() {
    const auto id = Any([](const ModelSheet& s) {
      return s.state == SheetState::kPending ||
             s.state == SheetState::kStored || s.state == SheetState::kRejected;
    });
    if (!id) return;
    Must(sheets_->Discard(SheetIdOf(*id)));
    Say("discard", *id);
    model_.Discard(*id);
  }

  void ComeBack() {
    const auto id = Any(
        [](const ModelSheet& s) { return s.state == SheetState::kDiscarded; });
    if (!id) return;
    EXPECT_EQ(
        sheets_.RunMissing({files_[static_cast<std::size_t>(*id)]}).linked, 1);
    Say("come back", *id);
    model_.ComeBack(*id);
  }

  void ChangeByHand() {
    const auto entries = sheets_.Load().entries;
    if (entries.empty()) return;
    const auto& entry =
        entries[Below(rng_, static_cast<std::uint32_t>(entries.size()))];
    EntryChange change;
    change.row = {entry.user, entry.person_key, entry.date, entry.key};
    change.hours = 100 * (1 + Below(rng_, 4));
    (void)Must(sheets_->ApplyChanges(std::vector{change}));
    const int id = NumberOf(entry.sheet);
    Say("change", id);
    model_.Change(id, *change.hours);
  }

  // Whatever happened, a run over what has its mark does nothing.
  void RunOverAll() {
    std::vector<SheetFile> files;
    for (const ModelSheet& sheet : model_.sheets()) {
      if (sheet.state != SheetState::kDiscarded) {
        files.push_back(files_[static_cast<std::size_t>(sheet.id)]);
      }
    }
    const auto done = sheets_.RunMissing(files, "u", version_);
    EXPECT_EQ(done.unchanged, static_cast<int>(files.size())) << log_;
    Say("run over all", 0);
  }

  std::mt19937 rng_;
  // Mixed, three sheets may each stand before the next: then the order counts.
  const bool all_captured_ = Below(rng_, 2) == 0;
  int version_ = 0;
  Sheets sheets_;
  Model model_;
  std::vector<SheetFile> files_;
  std::string log_;
};

TEST(TimesheetProperty, RecordsDoWhatTheRulesSay) {
  const std::uint32_t seed = support::Seed(4);
  for (std::uint32_t life = 0; life < 12; ++life) {
    SCOPED_TRACE(life);
    Life records(seed + life);
    for (int step = 0; step < 30 && !::testing::Test::HasFailure(); ++step) {
      records.Step();
      records.Compare();
    }
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace rescan
