#!/bin/bash
# Shows that the checks of this folder can fail: plants one violation after
# another in a copy of the source tree and requires the right check to name it.
# On the copy as it is each check must pass, or this would prove nothing.
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/cases.sh"
copy=$scratch/tree

fresh_copy() {
  rm -rf "$copy"
  mkdir "$copy"
  # Not data/: no check reads more of it than its README.md.
  (cd "$source_root" && tar -c --exclude=./build --exclude=./.git \
    --exclude='./data/?*' --exclude='./rescan-workspace*' .) |
    tar -x -C "$copy"
  echo "samples" > "$copy/data/README.md"
}

# expect CHECK WORDS PLANT...: after running PLANT in the copy, CHECK exits 1
# and its output has WORDS.
expect() {
  local check=$1 words=$2 output status
  shift 2
  fresh_copy
  (cd "$copy" && "$@") || fail "$check: could not plant: $*"
  output=$("$here/check_$check.sh" "$copy" 2>&1)
  status=$?
  if [[ $check == format && $status == 77 ]]; then
    echo "$output"
  elif [[ $status != 1 || $output != *"$words"* ]]; then
    fail "check_$check.sh, exit $status, wanted '$words' after: $*"
    echo "$output"
  fi
}

# append FILE LINE...: adds lines to a file of the copy, or makes it.
append() {
  local file=$1
  shift
  mkdir -p "$(dirname "$file")"
  printf '%s\n' "$@" >> "$file"
}

fresh_copy
for check in layers registered format top_level text; do
  output=$("$here/check_$check.sh" "$copy" 2>&1)
  status=$?
  [[ $status == 0 || $status == 77 ]] || fail "$check on the plain copy: $output"
done

expect layers "must not include engine/x.h" \
  append index/planted.cc '#include "engine/x.h"'
expect layers "must not include index/x.h" \
  append kernels/image/planted.h '#  include <index/x.h>'
expect layers "must not include tools/x.h" \
  append engine/planted.cc ' #include "tools/x.h"'
expect layers "must not include tests/x.h" \
  append tools/planted.cc '#include "tests/x.h"'
expect layers "must not include kernels/image/neutral.h" \
  append kernels/base/planted.cc '#include "kernels/image/neutral.h"'
expect layers "from the top" \
  append index/planted.cc '#include "../engine/x.h"'
expect layers "from the top" \
  append kernels/image/planted.cc '#include "neutral.h"'
for header in tesseract/baseapi.h leptonica/allheaders.h opencv2/core.hpp \
  sqlite3.h faiss/Index.h zip.h openssl/evp.h; do
  expect layers "$header belongs in the .cc" \
    append engine/planted.h "#include <$header>"
done

expect registered "planted_test.cc: in no" append tests/planted_test.cc ''
expect registered "planted_bench.cc: in no" append bench/planted_bench.cc ''
plant_commented() {
  append tests/planted_test.cc ''
  append tests/CMakeLists.txt '# planted_test.cc' '#[[' 'planted_test.cc' ']]'
}
expect registered "planted_test.cc: in no" plant_commented
plant_elsewhere() {
  append tests/kernels/planted_test.cc ''
  append tests/CMakeLists.txt 'add_executable(x planted_test.cc)'
}
expect registered "kernels/planted_test.cc: in no" plant_elsewhere
expect registered "does not add this folder" \
  append tests/planted/CMakeLists.txt ''
expect registered "without a reason" \
  append tests/planted.cc 'TEST(Planted, DISABLED_Case) {}'
expect registered "without a reason" \
  append tests/CMakeLists.txt 'set_tests_properties(x PROPERTIES DISABLED ON)'
expect registered "without a reason" append tests/planted.cc 'GTEST_SKIP();'

expect format "clang-format" append index/planted.cc 'int  x ;'

expect top_level "docs: does not belong" mkdir docs
expect top_level ".idea: does not belong" append .idea/x ''
expect top_level "LICENSE: missing" rm LICENSE
expect top_level "index/README.md: missing" rm index/README.md
plant_in_git() {
  append notes.txt mine
  git init -q . && git add -f notes.txt
}
if command -v git > /dev/null; then
  expect top_level "notes.txt: does not belong" plant_in_git
fi

expect text "merge marker" append engine/README.md '<<<<<<< HEAD'
expect text "tab" append index/planted.h $'\tint x;'
for line in '// TODO: later' '// FIXME' '// TODO(me): later' '// TODO(#): x'; do
  expect text "no issue number" append index/planted.cc "$line"
done

# What the checks must let pass.
fresh_copy
append "$copy/index/planted.cc" '// TODO(#12): later' \
  '// #include "engine/x.h"'
append "$copy/tests/planted.cc" '// Disabled: needs a second machine.' \
  'TEST(Planted, DISABLED_Case) {}'
for check in layers registered text; do
  output=$("$here/check_$check.sh" "$copy" 2>&1) ||
    fail "check_$check.sh objects to what is allowed: $output"
done

if ((failures > 0)); then
  echo "$failures failure(s)"
  exit 1
fi
echo "every planted violation was found"
