#!/usr/bin/env bash
# boot.sh KERNEL-FOLDER FILES-FOLDER SECONDS: boots a kernel in QEMU, without KVM, with the files, and runs their /run.sh. Prints what that prints.
# Exit code 0 only if /run.sh ended with 0.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for tool in qemu-system-x86_64 busybox; do
  command -v "$tool" >/dev/null || { echo "'$tool' is missing" >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/initramfs.sh" "$2" "$work/initramfs.cpio"
timeout "$3" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -M q35 -m 1024 -smp 1 -nodefaults -display none -serial stdio -no-reboot \
  -kernel "$1"/boot/vmlinuz-* -initrd "$work/initramfs.cpio" -append "console=ttyS0 quiet panic=-1 tsc=reliable" | tr -d '\r' > "$work/console" || true
grep -vE '^\[ |^$|^matrix-exit' "$work/console" || true
grep -qx 'matrix-exit 0' "$work/console"
