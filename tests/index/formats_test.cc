// The worked examples of engine/doc/formats.md are the bytes that are written.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "index/delta.h"
#include "index/snapshot.h"
#include "tests/support/subprocess.h"

namespace rescan::index {
namespace {

using testing::ReadFileBytes;
using testing::TemporaryFolder;

// 16 bytes a line, as `xxd -a` shows them, each line indented by four: of
// several lines of zeros the first stands, then an asterisk.
std::string Dump(std::string_view bytes) {
  std::string dump;
  bool zeros_before = false;
  bool skipping = false;
  for (std::size_t at = 0; at < bytes.size(); at += 16) {
    const std::string_view row = bytes.substr(at, 16);
    const bool zeros = row.find_first_not_of('\0') == std::string_view::npos;
    if (zeros && zeros_before && at + 16 < bytes.size()) {
      if (!skipping) dump += "    *\n";
      skipping = true;
      continue;
    }
    zeros_before = zeros;
    skipping = false;
    std::string hex;
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto byte = static_cast<unsigned char>(row[i]);
      hex += fmt::format("{:02x}{}", byte, i % 2 == 1 ? " " : "");
      text += byte >= 0x20 && byte < 0x7f ? row[i] : '.';
    }
    dump += fmt::format("    {:08x}: {:<40} {}\n", at, hex, text);
  }
  return dump;
}

// The first dump behind the heading.
std::string DumpInDocument(const std::string& heading) {
  std::istringstream document(
      ReadFileBytes(RESCAN_SOURCE_DIR "/engine/doc/formats.md"));
  std::string line;
  std::string dump;
  while (std::getline(document, line) && line != heading) {
  }
  while (std::getline(document, line) && !line.starts_with("## ")) {
    const bool in_dump = line.starts_with("    00000000: ") ||
                         (!dump.empty() && line.starts_with("    "));
    if (in_dump) {
      dump += line + "\n";
    } else if (!dump.empty()) {
      break;
    }
  }
  return dump;
}

VectorRecord ExampleRecord() {
  return {.id = "IMAGE#ab12#LINE#00001",
          .asset = "ab12",
          .revision = 7,
          .owner = "ann",
          .metadata = R"({"text":"MILK 1.29"})"};
}

TEST(FormatsTest, TheExampleOfADelta) {
  const TemporaryFolder workspace;
  const auto written = WriteDelta(FileSystem::Real(), workspace.path(),
                                  {.run_id = "run-1",
                                   .collection = "lines",
                                   .model = "ngram-1",
                                   .dimension = 2,
                                   .records = {ExampleRecord()},
                                   .vectors = {0.6f, 0.8f}});
  ASSERT_TRUE(written.has_value()) << written.error().message;
  EXPECT_EQ(DumpInDocument("### A delta, byte by byte"),
            Dump(ReadFileBytes(workspace / written->path)));
}

TEST(FormatsTest, TheExampleOfASnapshot) {
  const TemporaryFolder folder;
  auto collection = Collection::Create({.name = "lines",
                                        .model = "ngram-1",
                                        .dimension = 2,
                                        .index_spec = "Flat"});
  ASSERT_TRUE(collection.has_value()) << collection.error().message;
  ASSERT_TRUE(
      collection->Upsert(std::vector{ExampleRecord()}, std::vector{1.0f, 0.0f})
          .has_value());
  const auto written =
      WriteSnapshot(FileSystem::Real(), folder / "snapshot", *collection);
  ASSERT_TRUE(written.has_value()) << written.error().message;
  EXPECT_EQ(DumpInDocument("### A snapshot, byte by byte"),
            Dump(ReadFileBytes(folder / "snapshot")));
}

}  // namespace
}  // namespace rescan::index
