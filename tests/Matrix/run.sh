#!/usr/bin/env bash
# Replays built objects in other kernels: tests/Matrix/run.sh [KERNEL ...] -- OBJECT ...
# A KERNEL is the start of a version in Debian's mirror (default: 6.1 6.12; 5.10 is fetched from its older release). Each boots in QEMU without KVM in a few seconds, loads every object
# with bpftool, and is switched off. Exit code 0 only when every kernel took every object; an object that wants kernel functions of a part that this kernel
# does not have ("lacks") is not refused: our loader names them before it loads anything. Connection tracking, a module, is put in.
# Needs (apt): qemu-system-x86 busybox-static bpftool xz-utils zstd. Kernels are kept in $BPFSHARP_KERNELS (default ~/.cache/bpfsharp-kernels).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do kernels+=("$1"); shift; done
[ "${1:-}" = -- ] && shift
[ $# -gt 0 ] || { sed -n '2,6s/^# //p' "$0"; exit 2; }
[ ${#kernels[@]} -gt 0 ] || kernels=(6.1 6.12)
. "$here/kernels.sh"
require bpftool

mkdir -p "$guest/objects"
cp "$@" "$guest/objects/"
binary "$(command -v bpftool)"
cat > "$guest/run.sh" <<'GUEST'
status=0
while read -r module; do insmod "/modules/$module" 2>/dev/null; done < /modules/order
for object in /objects/*; do
  if /tools/bpftool prog loadall "$object" /sys/fs/bpf/x >/tmp/log 2>&1; then
    echo "ok       $(uname -r) $(basename "$object")"
  elif grep -q "not found in kernel or module BTFs" /tmp/log; then
    echo "lacks    $(uname -r) $(basename "$object"): $(sed -n "s/.*(func ksym) '\(.*\)': not found.*/\1/p" /tmp/log | head -1)"
  else
    status=1
    echo "REFUSED  $(uname -r) $(basename "$object")"
    grep -v '^Warning:' /tmp/log | tail -25
  fi
  rm -rf /sys/fs/bpf/x
done
exit $status
GUEST

failed=0
for kernel in "${kernels[@]}"; do
  folder=$(fetch "$kernel" cloud) || { failed=1; continue; }
  modules "$folder" nf_conntrack
  boot "$folder" "${BPFSHARP_GUEST_SECONDS:-120}" 1024 1 || { echo "kernel $kernel: not all objects were taken"; failed=1; }
done
exit $failed
