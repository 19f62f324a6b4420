#!/bin/bash
# tools/setup with a system that is made up: what it asks for, when it stops.
set -u

source "$(dirname "${BASH_SOURCE[0]}")/cases.sh"

# Starts a case: an empty system, on which nothing but `cat` exists.
begin() {
  name=$1
  rm -rf "$scratch/bin" "$scratch/log"
  mkdir "$scratch/bin"
  ln -s "$(command -v cat)" "$scratch/bin/cat"
}

# stub COMMAND SCRIPT: a command that logs its call, then does SCRIPT.
stub() {
  printf '%s\n' "#!$BASH" "echo \"$1 \$*\" >> '$scratch/log'" "$2" \
    > "$scratch/bin/$1"
  chmod +x "$scratch/bin/$1"
}

# dpkg-query that knows every package but $1.
dpkg_without() {
  stub dpkg-query 'for p in "${@:4}"; do [[ $p == '"$1"' ]] ||
    echo "$p installed"; done'
}

# check EXIT WORDS: runs the script; its exit code and a part of its output.
check() {
  local output status
  touch "$scratch/log"
  output=$(PATH=$scratch/bin "$BASH" "$source_root/tools/setup" \
    < /dev/null 2>&1)
  status=$?
  [[ $status == "$1" ]] || fail "$name: exit $status, not $1: $output"
  [[ $output == *"$2"* ]] || fail "$name: no '$2' in: $output"
}

logged() { grep -qE -- "$1" "$scratch/log" || fail "$name: no call '$1'"; }
not_logged() { ! grep -qE -- "$1" "$scratch/log" || fail "$name: called '$1'"; }

begin "nothing missing"
dpkg_without none
stub apt-get 'exit 1'
check 0 ""
not_logged apt-get

begin "one missing, root"
dpkg_without libhwy-dev
stub id 'echo 0'
stub env 'shift 2; "$@"'
stub apt-get 'exit 0'
check 0 "1 of "
logged 'apt-get .*install --no-install-recommends libhwy-dev$'

begin "removed, configuration left"
stub dpkg-query 'for p in "${@:4}"; do echo "$p config-files"; done'
stub id 'echo 0'
stub env 'shift 2; "$@"'
stub apt-get 'exit 0'
check 0 "are missing"
logged 'apt-get .*install .* ninja-build '

begin "package lists cannot be fetched, installation works"
dpkg_without libhwy-dev
stub id 'echo 0'
stub env 'shift 2; "$@"'
stub apt-get '[[ $* != *update* ]]'
check 0 "apt-get update failed"

begin "apt-get fails"
dpkg_without libhwy-dev
stub id 'echo 0'
stub env 'shift 2; "$@"'
stub apt-get 'exit 100'
check 6 "apt-get failed"

begin "no root, sudo works"
dpkg_without libhwy-dev
stub id 'echo 1000'
stub sudo 'shift; "$@"'
stub true ''
stub env 'shift 2; "$@"'
stub apt-get 'exit 0'
check 0 "all "
logged 'sudo -n env .*install --no-install-recommends libhwy-dev$'

begin "no root, sudo refuses"
dpkg_without libhwy-dev
stub id 'echo 1000'
stub sudo 'exit 1'
stub apt-get 'exit 0'
check 6 "sudo refused"
not_logged apt-get

begin "no root, no sudo"
dpkg_without libhwy-dev
stub id 'echo 1000'
check 6 "there is no sudo"

begin "not a Debian system"
check 6 "not a Debian system"

finish
