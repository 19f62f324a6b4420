#include "tools/confirm.h"

#include <unistd.h>

#include <iostream>

#include "tools/output.h"

namespace rescan::cli {

bool MeansYes(std::string_view answer) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = answer.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return false;
  std::string word(
      answer.substr(begin, answer.find_last_not_of(kBlanks) + 1 - begin));
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word == "y" || word == "yes";
}

bool CanAsk() { return isatty(STDIN_FILENO) == 1; }

bool Confirm(const std::string& question) {
  Note(question + " [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  return MeansYes(answer);
}

}  // namespace rescan::cli
