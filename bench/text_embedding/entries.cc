#include "bench/text_embedding/entries.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/embedding/entity_vectors.h"

namespace rescan::bench {
namespace {

double SharedArea(const PixelBox& a, const PixelBox& b) {
  const double width =
      std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
  const double height =
      std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

double AreaOf(const PixelBox& box) {
  return static_cast<double>(box.width) * box.height;
}

Entry EntryOf(std::size_t page, const index::VectorRecord& record) {
  const auto metadata = nlohmann::json::parse(record.metadata);
  Entry entry;
  entry.page = page;
  entry.box = {metadata.at("x"), metadata.at("y"), metadata.at("width"),
               metadata.at("height")};
  entry.text = metadata.at("text");
  entry.key = KeyOf(entry.text);
  return entry;
}

}  // namespace

std::string KeyOf(std::string_view text) {
  std::string key;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') {
      key += static_cast<char>(c - 'a' + 'A');
    } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      key += c;
    }
  }
  return key.empty() ? std::string(text) : key;
}

Result<EntrySet> EntriesOf(const std::vector<PagePair>& pages, Side side,
                           const index::TextEmbedder& embedder) {
  const bool lines = embedder.unit() == index::TextUnit::kLine;
  EntrySet set;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const Page& page = side == Side::kTruth ? pages[i].truth : pages[i].read;
    auto made = lines ? LineVectors(page, pages[i].stem, 0, embedder)
                      : WordVectors(page, pages[i].stem, 0, embedder);
    if (!made) return tl::unexpected(made.error());
    const std::size_t first = set.entries.size();
    for (const index::VectorRecord& record : made->records) {
      set.entries.push_back(EntryOf(i, record));
    }
    for (std::size_t k = first; k < set.entries.size(); ++k) {
      std::string& keys = set.entries[k].surroundings;
      if (k > first) keys = set.entries[k - 1].key;
      keys += '\n';
      if (k + 1 < set.entries.size()) keys += set.entries[k + 1].key;
    }
    set.vectors.insert(set.vectors.end(), made->vectors.begin(),
                       made->vectors.end());
    set.without_content += made->without_content;
  }
  return set;
}

std::vector<std::optional<std::size_t>> LieOn(const std::vector<Entry>& read,
                                              const std::vector<Entry>& truth,
                                              double least_share) {
  std::map<std::size_t, std::vector<std::size_t>> by_page;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    by_page[truth[i].page].push_back(i);
  }
  std::vector<std::optional<std::size_t>> on(read.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    const PixelBox& box = read[i].box;
    double most = 0;
    for (const std::size_t k : by_page[read[i].page]) {
      const double area = SharedArea(box, truth[k].box);
      const double smaller = std::min(AreaOf(box), AreaOf(truth[k].box));
      if (area <= most || area < least_share * smaller) continue;
      most = area;
      on[i] = k;
    }
  }
  return on;
}

}  // namespace rescan::bench
