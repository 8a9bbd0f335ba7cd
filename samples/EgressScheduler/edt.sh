#!/usr/bin/env bash
# edt.sh [ARGUMENT ...]: runs EgressScheduler --edt --check in QEMU with Debian's generic kernel 6.12, which has the scheduler fq, and ends with a line
# that begins with 'pass:' where the measured rates are within a tenth of those in edt.txt.
# Needs what tests/Matrix/sample.sh needs. BPFSHARP_EDT_KERNEL names another kernel, such as 6.1; BPFSHARP_EDT_SECONDS the longest time (300).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${BPFSHARP_EDT_KERNEL:-6.12}
if "$here/../../tests/Matrix/sample.sh" "$version" generic "${BPFSHARP_EDT_SECONDS:-300}" EgressScheduler veth sch_fq sch_ingress cls_bpf -- --edt --check "$@"; then
  echo "pass: fq with the program's departure times keeps each class's rate within a tenth (Linux $version)"
else
  echo "not passed"
  exit 1
fi
