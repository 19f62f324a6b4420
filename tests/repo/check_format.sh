#!/bin/bash
# The sources are as clang-format leaves them. Versions of clang-format differ
# in what they do, so only the pinned one counts; tools/test does not need it.
set -u
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

pinned=14
for tool in "clang-format-$pinned" clang-format; do
  [[ $("$tool" --version 2> /dev/null) == *" version $pinned."* ]] || continue
  while IFS=: read -r file line _; do
    [[ -z $file ]] || violation "$file:$line: not as clang-format $pinned has it"
  done <<< "$(sources | xargs "$tool" --dry-run -Werror 2>&1 | grep ' error: ')"
  finish
  exit 0
done
echo "skipped: there is no clang-format $pinned on this machine"
exit 77
