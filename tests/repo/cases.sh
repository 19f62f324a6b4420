# Shared by the tests of this folder that go through cases; to be sourced.
#
# Gives `source_root`, the source tree, and `scratch`, a folder that is gone
# afterwards. `fail WORDS...` notes a failure; `finish` is the last command.

source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

finish() {
  if ((failures > 0)); then exit 1; fi
  echo "ok"
}
