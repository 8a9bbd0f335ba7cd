#!/usr/bin/env bash
# modules.sh KERNEL-FOLDER OUT-FOLDER MODULE ...: puts modules and what they depend on into OUT-FOLDER, and the order to insert them in into OUT-FOLDER/order.
# A module that is not there is built into the kernel.
set -euo pipefail
kernel=$1 out=$2
shift 2
mkdir -p "$out"
: > "$out/order"

add() {
  local file dependency
  if grep -qx "$1.ko" "$out/order"; then return; fi
  file=$(find "$kernel" -path '*/modules/*' -name "${1//_/[-_]}.ko*" -print -quit)
  [ -n "$file" ] || return 0
  case $file in
    *.xz) xz -dc "$file" ;;
    *.zst) zstd -dcq "$file" ;;
    *) cat "$file" ;;
  esac > "$out/$1.ko"
  for dependency in $(tr '\0' '\n' < "$out/$1.ko" | grep -a -m1 '^depends=' | cut -d= -f2 | tr ',' ' '); do add "$dependency"; done
  echo "$1.ko" >> "$out/order"
}

for module in "$@"; do add "$module"; done
