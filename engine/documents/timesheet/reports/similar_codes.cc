#include "engine/documents/timesheet/reports/similar_codes.h"

#include <algorithm>

#include "engine/documents/timesheet/plain_text.h"
#include "engine/documents/timesheet/project_master.h"
#include "engine/documents/timesheet/similarity.h"

namespace rescan::timesheet::reports {
namespace {

// distances[i][j]: of the texts from i and j on.
using Distances = std::vector<std::vector<std::size_t>>;

Distances DistancesOf(std::string_view a, std::string_view b) {
  Distances d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size() + 1; i-- > 0;) {
    for (std::size_t j = b.size() + 1; j-- > 0;) {
      if (i == a.size() || j == b.size()) {
        d[i][j] = (a.size() - i) + (b.size() - j);
      } else if (a[i] == b[j]) {
        d[i][j] = d[i + 1][j + 1];
      } else {
        d[i][j] = 1 + std::min({d[i + 1][j + 1], d[i + 1][j], d[i][j + 1]});
      }
    }
  }
  return d;
}

// What names are compared by here: subtitles in parentheses do not count.
std::string ComparedName(const std::string& name) {
  std::string base = CollapseBlanks(name.substr(0, name.find('(')));
  return base.empty() ? BaseName(name) : base;
}

bool NamesAgree(const std::string& a, const std::string& b) {
  const std::string x = ComparedName(a);
  const std::string y = ComparedName(b);
  return std::max(NameSimilarity(x, y), NameSimilarity(y, x)) >=
         kSimilarCodeNames;
}

bool SameDay(const EntryRecord& a, const EntryRecord& b) {
  return a.date == b.date && a.person_key == b.person_key && a.user == b.user;
}

bool HasCode(const EntryRecord& entry) {
  return !entry.key.empty() && entry.key.front() != '?';
}

std::size_t LengthDifference(std::string_view a, std::string_view b) {
  return std::max(a.size(), b.size()) - std::min(a.size(), b.size());
}

}  // namespace

std::size_t EditDistance(std::string_view a, std::string_view b) {
  return DistancesOf(a, b)[0][0];
}

Marked MarkDifference(std::string_view a, std::string_view b) {
  const Distances d = DistancesOf(a, b);
  Marked marked;
  bool open = false;
  const auto set_open = [&](bool now) {
    if (now == open) return;
    marked.a += now ? '[' : ']';
    marked.b += now ? '[' : ']';
    open = now;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    const bool both = i < a.size() && j < b.size();
    if (both && a[i] == b[j]) {
      set_open(false);
      marked.a += a[i++];
      marked.b += b[j++];
      continue;
    }
    set_open(true);
    // Replacing comes before inserting and removing: digits stay in columns.
    const bool replace = both && d[i][j] == d[i + 1][j + 1] + 1;
    const bool remove = !replace && i < a.size() && d[i][j] == d[i + 1][j] + 1;
    if (replace || remove) marked.a += a[i++];
    if (!remove) marked.b += b[j++];
  }
  set_open(false);
  return marked;
}

std::vector<SimilarCodes> FindSimilarCodes(const Timesheets& sheets) {
  const std::vector<EntryRecord>& entries = sheets.entries;
  std::vector<SimilarCodes> found;
  for (std::size_t a = 0; a < entries.size(); ++a) {
    if (!HasCode(entries[a])) continue;
    for (std::size_t b = a + 1;
         b < entries.size() && SameDay(entries[a], entries[b]); ++b) {
      const std::string& x = entries[a].key;
      const std::string& y = entries[b].key;
      if (!HasCode(entries[b]) || x == y ||
          LengthDifference(x, y) > kSimilarCodeDistance) {
        continue;
      }
      const std::size_t distance = EditDistance(x, y);
      if (distance > kSimilarCodeDistance ||
          !NamesAgree(entries[a].name, entries[b].name)) {
        continue;
      }
      Marked marked = MarkDifference(x, y);
      found.push_back(
          {a, b, distance, std::move(marked.a), std::move(marked.b)});
    }
  }
  return found;
}

}  // namespace rescan::timesheet::reports
