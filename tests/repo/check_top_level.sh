#!/bin/bash
# The top level is fixed, and each of its folders has a README.md.
set -u
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

expected=(CMakeLists.txt CMakePresets.json README.md LICENSE
  kernels index engine tools tests bench data
  .ci .clang-format .clang-tidy .gitignore)

# What is committed, so that a user's own files beside it do no harm. In a copy
# without git, all but what a build or a run leaves there.
entries() {
  if [[ $(git rev-parse --show-toplevel 2> /dev/null) == "$root" ]]; then
    git ls-files | sed 's|/.*||' | sort -u
  else
    find . -mindepth 1 -maxdepth 1 -printf '%f\n' |
      grep -vE '^(\.git|build|rescan-workspace.*)$'
  fi
}

while read -r entry; do
  [[ " ${expected[*]} " == *" $entry "* ]] ||
    violation "$entry: does not belong at the top level"
done <<< "$(entries)"
for entry in "${expected[@]}"; do
  [[ -e $entry ]] || violation "$entry: missing from the top level"
done
for folder in kernels index engine tools tests bench data; do
  [[ -s $folder/README.md ]] || violation "$folder/README.md: missing"
done
finish
