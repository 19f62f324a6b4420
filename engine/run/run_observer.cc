#include "engine/run/run.h"

namespace rescan {

void RunObserver::OnPlanned(const RunCounts&, std::int64_t, bool) {}
void RunObserver::OnWouldProcess(std::int64_t, const std::string&) {}
void RunObserver::OnImage(const std::string&, const Outcome&, bool) {}
void RunObserver::OnDuplicate(const std::string&) {}
void RunObserver::OnProgress(const RunCounts&, double, double) {}
void RunObserver::OnWarning(const std::string&) {}
void RunObserver::OnRunning(
    const std::vector<std::pair<std::string, double>>&) {}

}  // namespace rescan
