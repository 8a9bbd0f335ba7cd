#!/usr/bin/env bash
# Runs classes of the kernel tests in other kernels, with the modules that those have and the one here may lack:
# tests/Matrix/tests.sh [KERNEL ...] -- CLASS ...
# A KERNEL is the start of a version in Debian's mirror (default: 6.12), whose generic image is taken for its modules. tests/Kernel must be built.
# Exit code 0 only when every kernel passed every test; skipped ones are listed with their reasons.
# Needs (apt): qemu-system-x86 busybox-static iproute2 ethtool bpftool xdp-tools clang-19 xz-utils. Kernels are kept in $BPFSHARP_KERNELS (default ~/.cache/bpfsharp-kernels);
# BPFSHARP_TESTS is another folder with the built tests.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do kernels+=("$1"); shift; done
[ "${1:-}" = -- ] && shift
[ $# -gt 0 ] || { sed -n '2,8s/^# //p' "$0"; exit 2; }
[ ${#kernels[@]} -gt 0 ] || kernels=(6.12)
modules=(veth cls_bpf sch_ingress act_bpf act_gact cls_matchall sch_htb sch_prio netdevsim netkit)
tools=(ip tc nsenter ethtool bpftool xdp-loader)
for tool in qemu-system-x86_64 busybox apt-cache dpkg clang-19 "${tools[@]}"; do
  command -v "$tool" >/dev/null || { echo "'$tool' is missing"; exit 2; }
done
tests=${BPFSHARP_TESTS:-$here/../Kernel/bin/Debug/net10.0}
[ -e "$tests/BpfSharp.Kernel.Tests.dll" ] || { echo "build tests/Kernel first"; exit 2; }
cache=${BPFSHARP_KERNELS:-$HOME/.cache/bpfsharp-kernels}
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # newest generic kernel of a version -> its folder
  local package
  package=$(apt-cache search --names-only "^linux-image-${1//./\\.}\\.[.0-9]*[-+][a-z0-9]*-amd64\$" | awk '{print $1}' | grep -v -e cloud -e '-rt-' | sort -V | tail -1)
  [ -n "$package" ] || package=$(apt-cache search --names-only "^linux-image-${1//./\\.}\\.[.0-9]*[-+][a-z0-9]*-amd64\|^linux-image-${1//./\\.}[.0-9-]*-amd64\$" | awk '{print $1}' | grep -v -e cloud -e '-rt-' | sort -V | tail -1)
  [ -n "$package" ] || { echo "no kernel $1 in the package lists (apt-get update?)" >&2; return 1; }
  if [ ! -d "$cache/$package" ]; then
    (cd "$work" && apt-get download "$package" >/dev/null 2>&1 && dpkg -x "$package"*.deb "$cache/$package.part" && mv "$cache/$package.part" "$cache/$package")
  fi
  echo "$cache/$package"
}

library() { # a shared library or the loader, at its own place
  mkdir -p "$guest$(dirname "$1")"
  [ -e "$guest$1" ] || cp -L "$1" "$guest$1"
}

binary() { # a program with its libraries
  mkdir -p "$guest/tools"
  cp -L "$1" "$guest/tools/"
  ldd "$1" 2>/dev/null | awk '/=>/ {print $3} /ld-linux/ {print $1}' | grep '^/' | while read -r file; do library "$file"; done
}

guest=$work/guest
mkdir -p "$guest/dotnet/shared" "$guest/tests" "$guest/modules" "$guest/tmp"
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
cp "$dotnet/dotnet" "$guest/dotnet/"
cp -r "$dotnet/host" "$guest/dotnet/"
cp -r "$dotnet/shared/Microsoft.NETCore.App" "$guest/dotnet/shared/"
for file in "$guest"/dotnet/dotnet "$guest"/dotnet/shared/*/*/*.so "$guest"/dotnet/host/fxr/*/*.so; do
  ldd "$file" 2>/dev/null | awk '/=>/ {print $3} /ld-linux/ {print $1}' | grep '^/' | grep -v "^$guest" | while read -r needed; do library "$needed"; done
done
# What the runtime opens by name only.
for name in libssl.so.3 libcrypto.so.3; do
  ldconfig -p | awk -v name="$name" '$1 == name {print $NF}' | while read -r file; do library "$file"; done
done
cp -r "$tests/." "$guest/tests/"
rm -f "$guest"/tests/*.bpf.o "$guest"/tests/*.xml
for tool in "${tools[@]}"; do binary "$(command -v "$tool")"; done
cat > "$work/chain.c" <<'SOURCE'
#include <linux/bpf.h>
unsigned long long theirs_seen;
__attribute__((section("xdp"), used)) int theirs(struct xdp_md *ctx) { __sync_fetch_and_add(&theirs_seen, 1); return XDP_PASS; }
char _license[] __attribute__((section("license"))) = "GPL";
SOURCE
clang-19 -O2 -g -target bpf "-I/usr/include/$(uname -m)-linux-gnu" -c "$work/chain.c" -o "$guest/chain.o"

filters=""
for class in "$@"; do filters="$filters -class '*.$class'"; done
cat > "$guest/run.sh" <<GUEST
export PATH=/tools:/bin:/sbin HOME=/tmp DOTNET_ROOT=/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_gcServer=0 DOTNET_TieredPGO=0 BPFSHARP_CHAIN_OBJECT=/chain.o
mkdir -p /run /var/run /sys/kernel/tracing
mount -t tmpfs none /run
mount -t devtmpfs none /dev
mount -t tracefs none /sys/kernel/tracing 2>/dev/null
mount -t debugfs none /sys/kernel/debug 2>/dev/null
while read module; do insmod /modules/\$module || echo "no module \$module"; done < /modules/order
ip link set lo up
cd /tests
/dotnet/dotnet BpfSharp.Kernel.Tests.dll -parallelMode none -noColor $filters
GUEST

module() { # depth first by the line "depends=" of its .modinfo; what is built in has no file
  local file needed
  grep -qx "$1.ko" "$guest/modules/order" && return 0
  file=$(find "$kernel" -name "${1//_/[-_]}.ko*" | head -1)
  [ -n "$file" ] || return 0
  case $file in *.xz) xz -dc "$file" ;; *.zst) zstd -dcq "$file" ;; *) cat "$file" ;; esac > "$guest/modules/$1.ko"
  for needed in $(tr '\0' '\n' < "$guest/modules/$1.ko" | grep -a -m1 '^depends=' | cut -d= -f2 | tr ',' ' '); do module "$needed"; done
  echo "$1.ko" >> "$guest/modules/order"
}

failed=0
for version in "${kernels[@]}"; do
  kernel=$(fetch "$version") || { failed=1; continue; }
  rm -f "$guest"/modules/*
  : > "$guest/modules/order"
  for name in "${modules[@]}"; do module "$name"; done
  "$here/initramfs.sh" "$guest" "$work/initramfs.cpio"
  timeout "${BPFSHARP_GUEST_SECONDS:-500}" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -M q35 -m 2048 -smp 2 -nodefaults -display none -serial stdio -no-reboot \
    -kernel "$kernel"/boot/vmlinuz-* -initrd "$work/initramfs.cpio" -append "console=ttyS0 quiet panic=-1 tsc=reliable" | tr -d '\r' > "$work/console" || true
  echo "== $(basename "$kernel")"
  grep -vE '^\[ *[0-9]|^$|^matrix-exit' "$work/console" || true
  grep -qx 'matrix-exit 0' "$work/console" || { echo "kernel $version: not all tests passed"; failed=1; }
done
exit $failed
