#include "tools/fail.h"

#include "tools/output.h"
#include "tools/table.h"

namespace rescan::cli {

int FailWith(const std::string& name, const Error& error, ErrorSource source) {
  Note(WithoutControls("rescan " + name + ": " + error.message) + "\n");
  return ExitCodeOf(error, source);
}

int FailUsage(const std::string& name, const std::string& message) {
  Note(WithoutControls("rescan " + name + ": " + message) + "\nSee 'rescan " +
       name + " --help'.\n");
  return kExitUsage;
}

}  // namespace rescan::cli
