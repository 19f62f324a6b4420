#!/bin/bash
# Includes go one way: kernels <- index <- engine <- tools; tests and bench see
# all. kernels/base stands below the rest of kernels. Headers of the libraries
# that are kept behind an adapter stand in .cc files only.
set -u
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# May FILE include a header of ours under this path?
allowed() {
  local file=$1 header=$2
  case $file in
    kernels/base/*) [[ $header == kernels/base/* ]] ;;
    kernels/*) [[ $header == kernels/* ]] ;;
    index/*) [[ $header == kernels/* || $header == index/* ]] ;;
    engine/*) [[ $header == kernels/* || $header == index/* ||
      $header == engine/* ]] ;;
    tools/*) [[ $header != tests/* && $header != bench/* ]] ;;
    *) true ;;
  esac
}

behind_adapter() {
  case $1 in
    tesseract/* | leptonica/* | allheaders.h | opencv*) true ;;
    jpeglib.h | png.h | tiff*.h | webp/* | gif_lib.h) true ;;
    sqlite3*.h | faiss/* | zip.h | openssl/* | pango/* | cairo*) true ;;
    unicode/*) true ;;
    *) false ;;
  esac
}

include='^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]([^>"]+)[>"]'
while IFS=: read -r file line text; do
  [[ $text =~ $include ]] || continue
  header=${BASH_REMATCH[1]}
  at="$file:$line"
  if [[ $file == *.h ]] && behind_adapter "$header"; then
    violation "$at: $header belongs in the .cc of its adapter"
  elif [[ $header == *../* || -e ${file%/*}/$header ]]; then
    violation "$at: write $header from the top of the repository"
  elif [[ " ${layers[*]} " == *" ${header%%/*} "* ]] &&
    ! allowed "$file" "$header"; then
    violation "$at: $file must not include $header"
  fi
done <<< "$(sources | xargs grep -nE '^[[:space:]]*#[[:space:]]*include')"
finish
