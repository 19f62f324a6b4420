# Shared by the checks of this folder; to be sourced.
#
# A check is `check_NAME.sh [ROOT]`: it looks at the source tree ROOT (default:
# this one), prints each violation as `file:line: what is wrong` or
# `file: what is wrong`, and exits 1 if there was any, else 0. Exit 77 means
# that it could not run on this machine, and says why.

root=$(cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}" && pwd) || exit 2
cd "$root" || exit 2

layers=(kernels index engine tools tests bench)
violations=0

violation() {
  echo "$*"
  violations=$((violations + 1))
}

# The program's C++ sources, one a line.
sources() {
  find "${layers[@]}" -type f \( -name '*.cc' -o -name '*.h' \) | sort
}

# To be the last command of a check.
finish() {
  if ((violations > 0)); then
    echo "$(basename "$0"): $violations violation(s)"
    exit 1
  fi
}
