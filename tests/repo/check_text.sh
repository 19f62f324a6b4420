#!/bin/bash
# No merge marker anywhere, no tab in C++, no open end without an issue number:
#   TODO(#12): what is to be done
set -u
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Prints matches of an expression in files of the given kinds as violations.
forbid() {
  local what=$1 expression=$2 match
  shift 2
  while read -r match; do
    [[ -z $match ]] || violation "$match <- $what"
  done <<< "$(grep -rnIE --exclude-dir=repo "$@" -- "$expression" \
    "${layers[@]}" data/README.md README.md CMakeLists.txt)"
}

forbid "merge marker" '^(<<<<<<<|>>>>>>>|\|\|\|\|\|\|\|)( |$)'
forbid "tab" $'\t' --include='*.cc' --include='*.h'
forbid "no issue number" '\b(TODO|FIXME|XXX)\b($|[^(]|\($|\([^#]|\(#($|[^0-9]))' \
  --include='*.cc' --include='*.h' --include='*.sh' --include=CMakeLists.txt
finish
