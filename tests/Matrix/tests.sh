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
tools=(ip tc nsenter ethtool bpftool xdp-loader)
. "$here/kernels.sh"
require clang-19 "${tools[@]}"
tests=${BPFSHARP_TESTS:-$here/../Kernel/bin/Debug/net10.0}
[ -e "$tests/BpfSharp.Kernel.Tests.dll" ] || { echo "build tests/Kernel first"; exit 2; }

mkdir -p "$guest/dotnet/shared" "$guest/tests" "$guest/tmp"
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
cp "$dotnet/dotnet" "$guest/dotnet/"
cp -r "$dotnet/host" "$guest/dotnet/"
cp -r "$dotnet/shared/Microsoft.NETCore.App" "$guest/dotnet/shared/"
for file in "$guest"/dotnet/dotnet "$guest"/dotnet/shared/*/*/*.so "$guest"/dotnet/host/fxr/*/*.so; do libraries "$file"; done
# What the runtime opens by name only.
for name in libssl.so.3 libcrypto.so.3; do
  ldconfig -p | awk -v name="$name" '$1 == name {print $NF}' | while read -r file; do library "$file"; done
done
cp -r "$tests/." "$guest/tests/"
rm -f "$guest"/tests/*.bpf.o "$guest"/tests/*.xml
for tool in "${tools[@]}"; do binary "$(command -v "$tool")"; done
clang-19 -O2 -g -target bpf "-I/usr/include/$(uname -m)-linux-gnu" -c "$tests/Loader/Theirs.c" -o "$guest/chain.o"

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

failed=0
for version in "${kernels[@]}"; do
  kernel=$(fetch "$version" generic) || { failed=1; continue; }
  modules "$kernel" veth cls_bpf sch_ingress act_bpf act_gact cls_matchall sch_htb sch_prio netdevsim netkit
  echo "== $(basename "$kernel")"
  boot "$kernel" "${BPFSHARP_GUEST_SECONDS:-500}" 2048 2 || { echo "kernel $version: not all tests passed"; failed=1; }
done
exit $failed
