#include "engine/run/plan.h"

#include <cstddef>
#include <utility>

#include "engine/run/decide.h"

namespace rescan {
namespace {

// Inputs between two questions whether to stop.
constexpr std::size_t kStopInterval = 256;

Result<KnownInput> Known(RecordStore* store, const std::string& user,
                         const PlanItem& file) {
  if (store == nullptr) return KnownInput{};
  return store->LookUp(user, file.path, file.sha256);
}

void Add(Plan& plan, Decision decision, bool ended, PlanItem& file) {
  switch (decision) {
    case Decision::kRead:
    case Decision::kLink:
      plan.items.push_back(std::move(file));
      plan.links.push_back(decision == Decision::kLink);
      break;
    case Decision::kUnchanged:
    case Decision::kFailedEarlier:
      // An image of the run is in its list already and must not count twice.
      if (ended) {
        ++plan.kept;
      } else if (decision == Decision::kUnchanged) {
        ++plan.unchanged;
      } else {
        ++plan.failed_earlier;
      }
      break;
  }
}

}  // namespace

Result<Plan> MakePlan(RecordStore* store, const RunOptions& options,
                      const EndedItems& ended, std::vector<PlanItem> files,
                      const StopCheck& stop) {
  Plan plan;
  plan.inputs = static_cast<std::int64_t>(files.size());
  plan.gone = static_cast<std::int64_t>(ended.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i % kStopInterval == 0 && stop()) {
      plan.stopped = true;
      return plan;
    }
    PlanItem& file = files[i];
    const auto end = ended.find(file.path);
    if (end != ended.end()) --plan.gone;
    if (end != ended.end() && end->second.sha256 == file.sha256) {
      ++plan.kept;
      continue;
    }
    Result<KnownInput> known = Known(store, options.user, file);
    if (!known) return tl::unexpected(std::move(known.error()));
    Add(plan,
        Decide(options.mode, options.version, file.sha256.has_value(), *known),
        end != ended.end(), file);
  }
  return plan;
}

std::vector<Job> GroupByContent(std::vector<RunItem> items) {
  std::vector<Job> jobs;
  jobs.reserve(items.size());
  std::map<Sha256Digest, std::size_t> first;  // hash -> index in jobs
  for (RunItem& item : items) {
    if (item.sha256) {
      const auto [it, is_new] = first.emplace(*item.sha256, jobs.size());
      if (!is_new) {
        jobs[it->second].followers.push_back(std::move(item));
        continue;
      }
    }
    jobs.push_back({std::move(item), {}});
  }
  return jobs;
}

}  // namespace rescan
