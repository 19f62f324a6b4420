#include "engine/run/rate.h"

namespace rescan {

void RateMeter::Add(Clock::time_point now, std::int64_t images) {
  if (!entries_.empty() &&
      now - entries_.back().time < std::chrono::seconds(1)) {
    entries_.back().images += images;
  } else {
    entries_.push_back({now, images});
  }
  images_ += images;
  while (entries_.size() > kMinEntries &&
         now - entries_.front().time > kWindow) {
    begin_ = entries_.front().time;
    images_ -= entries_.front().images;
    entries_.pop_front();
  }
}

double RateMeter::PerMinute(Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  if (images_ == 0 || seconds <= 0) return 0;
  return static_cast<double>(images_) * 60 / seconds;
}

double RateMeter::EtaSeconds(Clock::time_point now,
                             std::int64_t remaining) const {
  const double rate = PerMinute(now);
  if (rate <= 0) return -1;
  return static_cast<double>(remaining) * 60 / rate;
}

}  // namespace rescan
