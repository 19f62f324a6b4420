#ifndef RESCAN_TOOLS_JSON_LINE_H_
#define RESCAN_TOOLS_JSON_LINE_H_

#include <nlohmann/json.hpp>
#include <string>

namespace rescan::cli {

// Members keep the order in which they were added.
using Json = nlohmann::ordered_json;

// One line of JSON with its line end; valid UTF-8 whatever the strings hold.
[[nodiscard]] std::string JsonLine(const Json& value);

}  // namespace rescan::cli

#endif  // RESCAN_TOOLS_JSON_LINE_H_
