#include "engine/run/decide.h"

#include <gtest/gtest.h>

#include <string>

namespace rescan {
namespace {

OcrVersion Version(const std::string& number, const std::string& date,
                   const std::string& profile, const std::string& print) {
  OcrVersion version;
  version.profile.version = number;
  version.profile.build_date = date;
  version.profile.name = profile;
  version.fingerprint = print;
  return version;
}

const OcrVersion kChosen = Version("2.9", "2026-05-01", "plain", "chosen");

KnownInput Read(const OcrVersion& by, bool by_this_image = true) {
  KnownInput known;
  known.content = 7;
  known.read_content = 7;
  known.reading_version = by.profile.version;
  known.reading_build_date = by.profile.build_date;
  known.reading_profile = by.profile.name;
  known.reading_fingerprint = by.fingerprint;
  if (by_this_image) {
    known.image = 1;
    known.same_bytes = true;
    known.succeeded = true;
  }
  return known;
}

// Its last attempt failed; `known` may hold a reading, which then is older or
// another file's.
KnownInput Failed(const std::string& fingerprint, KnownInput known = {}) {
  known.image = 1;
  known.content = 7;
  known.same_bytes = true;
  known.succeeded = false;
  known.failed_fingerprint = fingerprint;
  known.last_attempt_failed = true;
  return known;
}

KnownInput FailedWithOtherBytes() {
  KnownInput known;
  known.image = 1;
  known.last_attempt_failed = true;
  return known;
}

KnownInput UnreadableBefore(const std::string& fingerprint) {
  KnownInput known;
  known.image = 1;
  known.failed_fingerprint = fingerprint;
  known.last_attempt_failed = true;
  return known;
}

const OcrVersion kOlder = Version("2.8", "2026-06-01", "plain", "older");
const OcrVersion kNewer = Version("2.10", "2026-01-01", "plain", "newer");
const OcrVersion kSameVersionOtherPrint =
    Version("2.9", "2026-05-01", "plain", "other library");

constexpr Decision kRead = Decision::kRead, kLink = Decision::kLink,
                   kUnchanged = Decision::kUnchanged,
                   kEarlier = Decision::kFailedEarlier;

struct Row {
  const char* name;
  KnownInput known;
  bool readable;
  Decision missing, outdated, failed, all;
};

class DecideTest : public ::testing::TestWithParam<Row> {};

TEST_P(DecideTest, EveryModeDecidesAsDocumented) {
  const Row& row = GetParam();
  const auto decide = [&](RunMode mode) {
    return Decide(mode, kChosen, row.readable, row.known);
  };
  EXPECT_EQ(decide(RunMode::kMissing), row.missing) << "missing";
  EXPECT_EQ(decide(RunMode::kOutdated), row.outdated) << "outdated";
  EXPECT_EQ(decide(RunMode::kFailed), row.failed) << "failed";
  EXPECT_EQ(decide(RunMode::kAll), row.all) << "all";
}

INSTANTIATE_TEST_SUITE_P(
    States, DecideTest,
    ::testing::Values(
        Row{"New", {}, true, kRead, kRead, kUnchanged, kRead},
        Row{"NewUnreadable", {}, false, kRead, kRead, kUnchanged, kRead},
        Row{"ReadByChosen", Read(kChosen), true, kUnchanged, kUnchanged,
            kUnchanged, kRead},
        Row{"ReadByOlder", Read(kOlder), true, kUnchanged, kRead, kUnchanged,
            kRead},
        Row{"ReadByNewer", Read(kNewer), true, kUnchanged, kUnchanged,
            kUnchanged, kRead},
        Row{"ReadByOtherLibrary", Read(kSameVersionOtherPrint), true,
            kUnchanged, kRead, kUnchanged, kRead},
        Row{"CopyReadByChosen", Read(kChosen, false), true, kLink, kLink,
            kUnchanged, kRead},
        Row{"CopyReadByOlder", Read(kOlder, false), true, kLink, kRead,
            kUnchanged, kRead},
        Row{"FailedByChosen", Failed("chosen"), true, kEarlier, kEarlier, kRead,
            kRead},
        Row{"FailedByOther", Failed("older"), true, kRead, kRead, kRead, kRead},
        Row{"FailedByChosenReadByOlder", Failed("chosen", Read(kOlder)), true,
            kEarlier, kEarlier, kRead, kRead},
        Row{"FailedByOlderReadByOlder", Failed("older", Read(kOlder)), true,
            kRead, kRead, kRead, kRead},
        Row{"FailedButCopyReadByChosen", Failed("chosen", Read(kChosen)), true,
            kLink, kLink, kLink, kRead},
        Row{"FailedWithOtherBytes", FailedWithOtherBytes(), true, kRead, kRead,
            kRead, kRead},
        Row{"StillUnreadable", UnreadableBefore("chosen"), false, kEarlier,
            kEarlier, kRead, kRead},
        Row{"UnreadableByOlder", UnreadableBefore("older"), false, kRead, kRead,
            kRead, kRead}),
    [](const auto& row) { return std::string(row.param.name); });

struct AgeRow {
  const char* name;
  OcrVersion by;
  bool outdated;
};

class IsOutdatedTest : public ::testing::TestWithParam<AgeRow> {};

TEST_P(IsOutdatedTest, ComparesVersionThenDateThenFingerprint) {
  EXPECT_EQ(IsOutdated(Read(GetParam().by), kChosen), GetParam().outdated);
}

INSTANTIATE_TEST_SUITE_P(
    Ages, IsOutdatedTest,
    ::testing::Values(
        AgeRow{"Itself", kChosen, false},
        AgeRow{"PartsAreNumbers", Version("2.10", "2020-01-01", "plain", "x"),
               false},
        AgeRow{"OlderVersionOfLaterDate",
               Version("2.8.9", "2027-01-01", "plain", "x"), true},
        AgeRow{"MissingPartsAreZero",
               Version("2.9.0", "2026-05-01", "other", "x"), false},
        AgeRow{"OlderDate", Version("2.9", "2026-04-30", "plain", "x"), true},
        AgeRow{"LaterDate", Version("2.9", "2026-05-02", "plain", "x"), false},
        AgeRow{"SameProfileOtherFingerprint",
               Version("2.9", "2026-05-01", "plain", "x"), true},
        AgeRow{"OtherProfile", Version("2.9", "2026-05-01", "other", "x"),
               false}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace rescan
