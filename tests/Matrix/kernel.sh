#!/usr/bin/env bash
# kernel.sh VERSION cloud|generic: prints the folder of Debian's newest kernel whose version begins so; fetched once, kept in $BPFSHARP_KERNELS
# (default ~/.cache/bpfsharp-kernels). The cloud image is small; the generic one has more modules, such as fq.
set -euo pipefail
case $2 in
  cloud) flavour='[a-z0-9-]*cloud' ;;
  generic) flavour='[a-z0-9]*' ;;
  *) echo "'$2' is neither cloud nor generic" >&2; exit 2 ;;
esac
for tool in apt-cache apt-get dpkg; do
  command -v "$tool" >/dev/null || { echo "'$tool' is missing" >&2; exit 2; }
done
cache=${BPFSHARP_KERNELS:-$HOME/.cache/bpfsharp-kernels}
mkdir -p "$cache"
package=$(apt-cache search --names-only "^linux-image-${1//./\\.}\\.[.0-9]*[-+]$flavour-amd64\$" | awk '{print $1}' | sort -V | tail -1)
[ -n "$package" ] || { echo "no kernel $1 in the package lists (apt-get update?)" >&2; exit 1; }
if [ ! -d "$cache/$package" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && apt-get download "$package" >/dev/null 2>&1 && dpkg -x "$package"*.deb "$work/tree" && mv -T "$work/tree" "$cache/$package") >&2
fi
echo "$cache/$package"
