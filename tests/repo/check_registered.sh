#!/bin/bash
# Every *_test.cc and *_bench.cc is built (named in a CMakeLists.txt outside a
# comment), every CMakeLists.txt is reached, and no test is switched off without
# a reason:
#   // Disabled: the reason       on the line, or the one above
set -u
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The text of a CMakeLists.txt without its comments.
without_comments() {
  sed -z 's/#\[\[[^]]*\]\]//g' "$1" | sed 's/#.*//'
}

named=$(find . -name CMakeLists.txt -not -path './build/*' |
  while read -r list; do
    without_comments "$list" |
      grep -oE '[A-Za-z0-9_./-]+_(test|bench)\.cc' |
      sed "s|^/*|$(dirname "$list")/|; s|^\./||"
  done)
while read -r file; do
  grep -qxF -- "$file" <<< "$named" ||
    violation "$file: in no CMakeLists.txt, so it never runs"
done <<< "$(sources | grep -E '_(test|bench)\.cc$')"

while read -r list; do
  folder=$(dirname "$list")
  parent=$(dirname "$folder")
  until [[ -e $parent/CMakeLists.txt ]]; do parent=$(dirname "$parent"); done
  without_comments "$parent/CMakeLists.txt" |
    grep -qE "add_subdirectory\(${folder#"$parent"/}[ )]" ||
    violation "$list: $parent/CMakeLists.txt does not add this folder"
done <<< "$(find "${layers[@]}" -name CMakeLists.txt)"

while IFS=: read -r file line text; do
  [[ -n $file ]] || continue
  above=$(sed -n "$((line > 1 ? line - 1 : 1))p" "$file")
  [[ $text == *'Disabled: '* || $above == *'Disabled: '* ]] ||
    violation "$file:$line: switched off without a reason"
done <<< "$(grep -rnE --include='*.cc' --include=CMakeLists.txt \
  '\bDISABLED_|\bDISABLED (TRUE|ON|1)\b|GTEST_SKIP\(\);' tests bench)"
finish
