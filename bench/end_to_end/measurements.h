// The measurements of whole commands. Each prints its figures and returns
// whether every goal was met.
#ifndef RESCAN_BENCH_END_TO_END_MEASUREMENTS_H_
#define RESCAN_BENCH_END_TO_END_MEASUREMENTS_H_

#include <string>

namespace rescan::bench {

struct Settings {
  std::string rescan;   // the program under test
  std::string samples;  // the sample generator
  std::string images;   // folder of real pages; empty = generated ones
  std::string scratch;  // empty folder of our own, removed at the end
  int runs = 5;         // counted runs of each subject
  int jobs = 0;
};

// Generated pages, made once a call of the program: `count` images of the
// given size ("small" or "normal"). Returns their folder.
[[nodiscard]] std::string GeneratedImages(const Settings& settings, int count,
                                          const std::string& size);
// The real pages, or 60 generated ones where there are none.
[[nodiscard]] std::string Pages(const Settings& settings);

// rescan ocr against the tesseract command under xargs: time and text.
bool MeasureThroughput(const Settings& settings);
// Process isolation against thread isolation.
bool MeasureIsolation(const Settings& settings);
// Share of CPU time spent outside decoding and recognition.
bool MeasureOverhead(const Settings& settings);
// Two jobs against one.
bool MeasureScaling(const Settings& settings);
// Growth of the supervisor and of each worker over 2,000 images.
bool MeasureMemory(const Settings& settings);
// Deciding that 100,000 files are up to date.
bool MeasurePlanning(const Settings& settings);
// Kill -9 at 50 random moments, resumed each time.
bool MeasureKills(const Settings& settings);
// The second call over an archive, and the size of its records.
bool MeasureArchive(const Settings& settings);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_END_TO_END_MEASUREMENTS_H_
