#!/usr/bin/env bash
# tunnels.sh [ARGUMENT ...]: runs EdgeBalancer --tunnels --check in QEMU with Debian's kernel 6.12, which has tunnel devices, and ends with a line that begins with 'pass:'
# where ipip and ip6tnl took off what the balancer has put on. Without KVM it takes minutes.
# Needs what tests/Matrix/sample.sh needs. BPFSHARP_TUNNELS_KERNEL names another kernel, such as 6.1; BPFSHARP_TUNNELS_SECONDS the longest time (600).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${BPFSHARP_TUNNELS_KERNEL:-6.12}
if "$here/../../tests/Matrix/sample.sh" "$version" cloud "${BPFSHARP_TUNNELS_SECONDS:-600}" EdgeBalancer veth ipip ip6_tunnel -- --tunnels --check "$@"; then
  echo "pass: packets arrive by ipip and ip6tnl devices of the kernel (Linux $version)"
else
  echo "not passed"
  exit 1
fi
