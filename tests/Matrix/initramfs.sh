#!/usr/bin/env bash
# initramfs.sh FOLDER OUT.cpio: an initramfs of busybox and the files of FOLDER that runs /run.sh and switches the machine off.
set -euo pipefail
files=$1 out=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,dev,proc,sys,tmp}
cp "$(command -v busybox)" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
cp -a "$files/." "$root/"
cat > "$root/init" <<'INIT'
#!/bin/sh
/bin/busybox mkdir -p /sbin /usr/bin /usr/sbin
/bin/busybox --install -s /bin
export PATH=/bin:/sbin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t bpf none /sys/fs/bpf
mount -t tmpfs none /tmp
sh /run.sh
echo "matrix-exit $?"
poweroff -f
INIT
chmod +x "$root/init"
(cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null) > "$out"
