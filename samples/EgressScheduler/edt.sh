#!/usr/bin/env bash
# edt.sh [ARGUMENT ...]: runs EgressScheduler --edt --check in QEMU with Debian's generic kernel 6.12, which has the scheduler fq, and ends with a line
# that begins with 'pass:' where the measured rates are within a tenth of those in edt.txt.
# Needs (apt): qemu-system-x86 busybox-static xz-utils iproute2, and dotnet. BPFSHARP_EDT_KERNEL names another kernel, such as 6.1;
# BPFSHARP_SAMPLE_OUTPUT where the built sample is (default: built here for Release).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
matrix=$here/../../tests/Matrix
version=${BPFSHARP_EDT_KERNEL:-6.12}
sample=${BPFSHARP_SAMPLE_OUTPUT:-}
if [ -z "$sample" ]; then
  sample=$here/bin/Release/net10.0
  dotnet build -c Release "$here" -v q -clp:NoSummary
fi
kernel=$("$matrix/kernel.sh" "$version" generic)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
guest=$work/guest
mkdir -p "$guest/sample"
cp -r "$sample/." "$guest/sample/"
"$matrix/modules.sh" "$kernel" "$guest/modules" veth sch_fq sch_ingress cls_bpf

# The runtime of the sample and nothing else of the SDK.
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
framework=$(ls -d "$dotnet"/shared/Microsoft.NETCore.App/10.* | sort -V | tail -1)
mkdir -p "$guest/dotnet/host/fxr" "$guest/dotnet/shared/Microsoft.NETCore.App"
cp "$dotnet/dotnet" "$guest/dotnet/"
cp -r "$(ls -d "$dotnet"/host/fxr/10.* | sort -V | tail -1)" "$guest/dotnet/host/fxr/"
cp -r "$framework" "$guest/dotnet/shared/Microsoft.NETCore.App/"
"$matrix/programs.sh" "$guest" "$(command -v ip)" "$(command -v tc)" "$(command -v nsenter)" "$dotnet/dotnet" "$framework"/libcoreclr.so "$framework"/libSystem.Native.so
rm -rf "$guest$dotnet"
cat > "$guest/run.sh" <<GUEST
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp TERM=dumb DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_TieredPGO=0
mkdir -p /run
mount -t devtmpfs none /dev
mount -t tmpfs none /run
while read -r module; do insmod /modules/\$module; done < /modules/order
echo "Linux \$(uname -r), \$(nproc) processor, in QEMU without KVM"
/dotnet/dotnet /sample/EgressScheduler.dll --edt --check $*
GUEST
if "$matrix/boot.sh" "$kernel" "$guest" "${BPFSHARP_EDT_SECONDS:-300}"; then
  echo "pass: fq with the program's departure times keeps each class's rate within a tenth (Linux $version, $(basename "$kernel"))"
else
  echo "not passed"
  exit 1
fi
