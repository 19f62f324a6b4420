// Invented text: names, firms, places, prose, amounts, dates, numbers, codes.
// The names are put together from syllables; telephone numbers are in the
// range kept free for fiction (555-01xx) and addresses of the network end in
// ".example".
#ifndef RESCAN_TOOLS_SAMPLES_WORDS_H_
#define RESCAN_TOOLS_SAMPLES_WORDS_H_

#include <cstdint>
#include <string>

#include "tools/samples/rng.h"

namespace rescan::samples {

// Not thread-safe. Everything is ASCII, without leading, trailing or double
// blanks.
class TextSource {
 public:
  explicit TextSource(Rng rng);

  [[nodiscard]] std::string FirstName();
  [[nodiscard]] std::string LastName();
  [[nodiscard]] std::string Person();    // "Runa Heskmere"
  [[nodiscard]] std::string Company();   // "Fenklund Trading Ltd"
  [[nodiscard]] std::string Shop();      // "Culdqest Stores"
  [[nodiscard]] std::string Street();    // "14 Pelvwick Lane"
  [[nodiscard]] std::string Town();      // "Grunholm"
  [[nodiscard]] std::string PostCode();  // "48213"
  [[nodiscard]] std::string Email();     // "runa.heskmere@fenklund.example"
  [[nodiscard]] std::string Site();      // "www.fenklund.example"
  [[nodiscard]] std::string Phone();     // "(804) 555-0142"
  // "14/03/2024", "2024-03-14", ...: always the same kind from one source.
  [[nodiscard]] std::string Date();
  [[nodiscard]] std::string LongDate();  // "14 March 2024"
  [[nodiscard]] std::string Time();      // "09:41"
  // Some minutes after the last one, as in a log.
  [[nodiscard]] std::string NextTime();
  [[nodiscard]] std::string Code();             // "KX-48213"
  [[nodiscard]] std::string Digits(int count);  // no leading zero
  [[nodiscard]] std::string Product();          // "Oak shelf 40 cm"
  [[nodiscard]] std::string Grocery();          // "RYE BREAD 500G"
  [[nodiscard]] std::string Subject();  // "Minutes of the budget meeting"
  [[nodiscard]] std::string Sentence();
  [[nodiscard]] std::string Prose(int sentences);
  [[nodiscard]] std::string Task();      // "Review delivery plan"
  [[nodiscard]] std::string Status();    // "Approved"
  [[nodiscard]] std::string Chat();      // a short informal message
  [[nodiscard]] std::string FileName();  // "budget-report-2024.pdf"
  [[nodiscard]] std::string LogLine();   // of a server, without a time

  // Money in cents between the two bounds (cents), ending in 0, 5 or 9.
  [[nodiscard]] std::int64_t Price(int low, int high);

  [[nodiscard]] Rng& rng() { return rng_; }

 private:
  std::string Root();

  Rng rng_;
  int date_kind_;
  int minute_;  // of the day, at the last NextTime()
};

// 123456 -> "1,234.56"; negative amounts get a minus sign.
[[nodiscard]] std::string Amount(std::int64_t cents);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_WORDS_H_
