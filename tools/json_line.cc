#include "tools/json_line.h"

namespace rescan::cli {

std::string JsonLine(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rescan::cli
