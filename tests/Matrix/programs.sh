#!/usr/bin/env bash
# programs.sh FOLDER FILE ...: puts programs or libraries, each at its own path, and the libraries that they need into FOLDER.
set -euo pipefail
folder=$1
shift
for file in "$@"; do
  mkdir -p "$folder$(dirname "$file")"
  [ -e "$folder$file" ] || cp -L "$file" "$folder$file"
  { ldd "$file" 2>/dev/null || true; } | awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/.*ld-linux/ {print $1}' | while read -r library; do
    mkdir -p "$folder$(dirname "$library")"
    [ -e "$folder$library" ] || cp -L "$library" "$folder$library"
  done
done
