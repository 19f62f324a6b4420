#ifndef RESCAN_ENGINE_RECORDS_SEARCH_QUERY_H_
#define RESCAN_ENGINE_RECORDS_SEARCH_QUERY_H_

#include <string>
#include <string_view>

namespace rescan {

// What a user types, as an expression that FTS5 always understands:
//
//   total due      lines with both words
//   "total due"    with one after the other
//   tot*           with a word that begins so
//   12.50          as typed: the parts of a word must follow each other
//   cash OR card   one or the other; AND and NOT likewise, in capitals and
//                  between two words, else they are words themselves
//
// Everything else is text: no input gives an error. Text without any letter or
// digit matches nothing. Bytes are passed on as they are; NUL ends the query.
[[nodiscard]] std::string FullTextExpression(std::string_view typed);

}  // namespace rescan

#endif  // RESCAN_ENGINE_RECORDS_SEARCH_QUERY_H_
