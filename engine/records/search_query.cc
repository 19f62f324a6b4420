#include "engine/records/search_query.h"

#include <algorithm>
#include <vector>

namespace rescan {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

struct Term {
  std::string_view text;
  bool quoted = false;
  bool prefix = false;

  [[nodiscard]] bool IsOperator() const {
    return !quoted && !prefix &&
           (text == "AND" || text == "OR" || text == "NOT");
  }
};

// The term at the start of `typed`, which it leaves behind. REQUIRES: `typed`
// begins with no blank.
Term TakeTerm(std::string_view& typed) {
  Term term;
  if (typed.front() == '"') {
    const std::size_t end = std::min(typed.find('"', 1), typed.size());
    term.quoted = true;
    term.text = typed.substr(1, end - 1);
    typed.remove_prefix(std::min(end + 1, typed.size()));
    if (typed.starts_with('*')) {
      term.prefix = true;
      typed.remove_prefix(1);
    }
    return term;
  }
  const std::size_t end = std::min(typed.find_first_of(kBlanks), typed.size());
  term.text = typed.substr(0, end);
  typed.remove_prefix(end);
  if (term.text.size() > 1 && term.text.ends_with('*')) {
    term.prefix = true;
    term.text.remove_suffix(1);
  }
  return term;
}

std::vector<Term> TermsOf(std::string_view typed) {
  std::vector<Term> terms;
  typed = typed.substr(0, typed.find('\0'));
  while (true) {
    const std::size_t begin = typed.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return terms;
    typed.remove_prefix(begin);
    terms.push_back(TakeTerm(typed));
  }
}

// Every operator stands between two terms.
bool OperatorsFit(const std::vector<Term>& terms) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!terms[i].IsOperator()) continue;
    if (i == 0 || i + 1 == terms.size() || terms[i - 1].IsOperator()) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string FullTextExpression(std::string_view typed) {
  const std::vector<Term> terms = TermsOf(typed);
  const bool operators = OperatorsFit(terms);
  std::string expression;
  for (const Term& term : terms) {
    if (!expression.empty()) expression += ' ';
    if (operators && term.IsOperator()) {
      expression += term.text;
      continue;
    }
    expression += '"';
    for (const char c : term.text) expression.append(c == '"' ? 2 : 1, c);
    expression += term.prefix ? "\" *" : "\"";
  }
  // An empty expression is an error to FTS5, an empty phrase is not.
  return expression.empty() ? "\"\"" : expression;
}

}  // namespace rescan
