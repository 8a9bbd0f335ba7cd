#!/usr/bin/env bash
# Replays built objects in other kernels: tests/Matrix/run.sh [KERNEL ...] -- OBJECT ...
# A KERNEL is the start of a version in Debian's mirror (default: 6.1 6.12). Each boots in QEMU without KVM in a few seconds, loads every object
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
for tool in qemu-system-x86_64 busybox bpftool apt-cache dpkg; do
  command -v "$tool" >/dev/null || { echo "'$tool' is missing"; exit 2; }
done
cache=${BPFSHARP_KERNELS:-$HOME/.cache/bpfsharp-kernels}
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # newest cloud kernel of a version -> its folder
  local package
  package=$(apt-cache search --names-only "^linux-image-${1//./\\.}\\.[.0-9]*[-+][a-z0-9-]*cloud-amd64\$" | awk '{print $1}' | sort -V | tail -1)
  [ -n "$package" ] || { echo "no kernel $1 in the package lists (apt-get update?)" >&2; return 1; }
  if [ ! -d "$cache/$package" ]; then
    (cd "$work" && apt-get download "$package" >/dev/null 2>&1 && dpkg -x "$package"*.deb "$cache/$package.part" && mv "$cache/$package.part" "$cache/$package")
  fi
  echo "$cache/$package"
}

guest=$work/guest
mkdir -p "$guest/objects"
cp "$@" "$guest/objects/"
bpftool=$(command -v bpftool)
cp "$bpftool" "$guest/bpftool"
ldd "$bpftool" | awk '/=>/ {print $3} /ld-linux/ {print $1}' | while read -r library; do
  mkdir -p "$guest$(dirname "$library")"
  cp -L "$library" "$guest$library"
done
modules=(libcrc32c nf_defrag_ipv6 nf_defrag_ipv4 nf_conntrack)
cat > "$guest/run.sh" <<'GUEST'
status=0
for module in /modules/*; do insmod "$module" 2>/dev/null; done
for object in /objects/*; do
  if /bpftool prog loadall "$object" /sys/fs/bpf/x >/tmp/log 2>&1; then
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
  folder=$(fetch "$kernel") || { failed=1; continue; }
  rm -rf "$guest/modules" && mkdir "$guest/modules"
  for i in "${!modules[@]}"; do
    find "$folder/lib/modules" -name "${modules[i]}.ko*" | while read -r module; do
      case $module in *.xz) xz -dc "$module" ;; *.zst) zstd -dcq "$module" ;; *) cat "$module" ;; esac > "$guest/modules/$i-${modules[i]}.ko"
    done
  done
  "$here/initramfs.sh" "$guest" "$work/initramfs.cpio"
  timeout 120 qemu-system-x86_64 -accel tcg,thread=multi -cpu max -M q35 -m 1024 -smp 1 -nodefaults -display none -serial stdio -no-reboot \
    -kernel "$folder"/boot/vmlinuz-* -initrd "$work/initramfs.cpio" -append "console=ttyS0 quiet panic=-1 tsc=reliable" | tr -d '\r' > "$work/console" || true
  grep -vE '^\[|^$|^matrix-exit' "$work/console" || true
  grep -qx 'matrix-exit 0' "$work/console" || { echo "kernel $kernel: not all objects were taken"; failed=1; }
done
exit $failed
