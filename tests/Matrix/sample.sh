#!/usr/bin/env bash
# sample.sh KERNEL cloud|generic SECONDS SAMPLE MODULE ... -- ARGUMENT ...: runs a sample with arguments in QEMU with a kernel of Debian's and its modules; the exit code tells whether all was as expected.
# Needs (apt): qemu-system-x86 busybox-static xz-utils iproute2 ethtool, and dotnet. BPFSHARP_SAMPLE_OUTPUT says where the built sample is (default: built here for Release).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=$1 flavour=$2 seconds=$3 name=$4
shift 4
modules=()
while [ "$1" != -- ]; do modules+=("$1"); shift; done
shift
sample=${BPFSHARP_SAMPLE_OUTPUT:-}
if [ -z "$sample" ]; then
  sample=$here/../../samples/$name/bin/Release/net10.0
  dotnet build -c Release "$here/../../samples/$name" -v q -clp:NoSummary
fi
kernel=$("$here/kernel.sh" "$version" "$flavour")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
guest=$work/guest
mkdir -p "$guest/sample"
cp -r "$sample/." "$guest/sample/"
"$here/modules.sh" "$kernel" "$guest/modules" "${modules[@]}"

# The runtime of the sample and nothing else of the SDK.
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
framework=$(ls -d "$dotnet"/shared/Microsoft.NETCore.App/10.* | sort -V | tail -1)
mkdir -p "$guest/dotnet/host/fxr" "$guest/dotnet/shared/Microsoft.NETCore.App"
cp "$dotnet/dotnet" "$guest/dotnet/"
cp -r "$(ls -d "$dotnet"/host/fxr/10.* | sort -V | tail -1)" "$guest/dotnet/host/fxr/"
cp -r "$framework" "$guest/dotnet/shared/Microsoft.NETCore.App/"
"$here/programs.sh" "$guest" "$(command -v ip)" "$(command -v tc)" "$(command -v nsenter)" "$(command -v ethtool)" "$dotnet/dotnet" "$framework"/libcoreclr.so "$framework"/libSystem.Native.so
rm -rf "$guest$dotnet"
# What the runtime opens by name only.
for library in libssl.so.3 libcrypto.so.3; do "$here/programs.sh" "$guest" "$(ldconfig -p | awk -v name="$library" '$1 == name {print $NF; exit}')"; done
cat > "$guest/run.sh" <<GUEST
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp TERM=dumb DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_TieredPGO=0
mkdir -p /run
mount -t devtmpfs none /dev
mount -t tmpfs none /run
while read -r module; do insmod /modules/\$module; done < /modules/order
echo "Linux \$(uname -r), \$(nproc) processor, in QEMU without KVM"
/dotnet/dotnet /sample/$name.dll $*
GUEST
"$here/boot.sh" "$kernel" "$guest" "$seconds"
