#include "kernels/image/simd_target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "hwy/highway.h"
#include "hwy/targets.h"
#include "kernels/image/neutral.h"

namespace rescan::kernels {
namespace {

using ::testing::HasSubstr;

// Lifts the restriction again, whatever a test did.
class SimdTargetTest : public ::testing::Test {
 protected:
  void TearDown() override { ASSERT_TRUE(SelectSimdTarget("").has_value()); }
};

std::vector<std::string> TargetNames() {
  std::vector<std::string> names;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    names.emplace_back(hwy::TargetName(target));
  }
  return names;
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

TEST_F(SimdTargetTest, StrongestByDefault) {
  ASSERT_FALSE(TargetNames().empty());
  EXPECT_EQ(TargetNames().front(), SimdTargetName());
}

TEST_F(SimdTargetTest, EachTargetCanBeSelectedInAnyCase) {
  for (const std::string& name : TargetNames()) {
    for (const std::string& written : {name, Lower(name)}) {
      const Status status = SelectSimdTarget(written);
      ASSERT_TRUE(status.has_value()) << status.error().message;
      EXPECT_EQ(name, SimdTargetName());
      // The kernels still run.
      EXPECT_TRUE(IsNeutralRow(std::vector<std::uint32_t>(100, 0x01010100)));
      EXPECT_FALSE(IsNeutralRow(std::vector<std::uint32_t>(100, 0x01010200)));
    }
  }
}

TEST_F(SimdTargetTest, EmptyAndAutoLiftTheRestriction) {
  const std::string best = SimdTargetName();
  for (const char* name : {"", "AUTO", "auto"}) {
    ASSERT_TRUE(SelectSimdTarget(TargetNames().back()).has_value());
    ASSERT_TRUE(SelectSimdTarget(name).has_value()) << name;
    EXPECT_EQ(best, SimdTargetName()) << name;
  }
}

TEST_F(SimdTargetTest, UnknownNameIsAnErrorThatListsTheTargets) {
  for (const char* name : {"AVX9000", "AVX", "AVX2 ", "0", "Unknown"}) {
    const Status status = SelectSimdTarget(name);
    ASSERT_FALSE(status.has_value()) << name;
    EXPECT_EQ(ErrorCode::kInvalidArgument, status.error().code);
    EXPECT_THAT(status.error().message, HasSubstr(name));
    for (const std::string& known : TargetNames()) {
      EXPECT_THAT(status.error().message, HasSubstr(known));
    }
  }
}

TEST_F(SimdTargetTest, TargetOfAnotherMachineIsAnError) {
#if HWY_ARCH_X86
  const Status status = SelectSimdTarget("NEON");
#else
  const Status status = SelectSimdTarget("AVX2");
#endif
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(ErrorCode::kInvalidArgument, status.error().code);
}

TEST_F(SimdTargetTest, AnErrorLeavesNoRestriction) {
  const std::string best = SimdTargetName();
  ASSERT_TRUE(SelectSimdTarget(TargetNames().back()).has_value());
  ASSERT_FALSE(SelectSimdTarget("AVX9000").has_value());
  EXPECT_EQ(best, SimdTargetName());
}

}  // namespace
}  // namespace rescan::kernels
