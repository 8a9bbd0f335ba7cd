# Sourced by run.sh and tests.sh: kernels of Debian's mirror, what goes into a guest ($guest), and its run ($work/console).
cache=${BPFSHARP_KERNELS:-$HOME/.cache/bpfsharp-kernels}
mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
guest=$work/guest
mkdir -p "$guest"

require() { # tools
  local tool
  for tool in qemu-system-x86_64 busybox apt-cache dpkg "$@"; do
    command -v "$tool" >/dev/null || { echo "'$tool' is missing"; exit 2; }
  done
}

# Kernels of other releases of Debian (5.10: bullseye) are asked for in package lists of their own: the system's sources stay as they are.
other_lists() {
  local root=$cache/apt mirror suite
  mkdir -p "$root/lists/partial" "$root/cache/archives/partial" "$root/state"
  : > "$root/status"
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -E '^(URIs:|deb )' | grep -oE 'https?://[^ ]*/debian-security' | head -1 || true)
  for suite in bullseye-security; do
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n' "${mirror:-http://deb.debian.org/debian-security}" "$suite"
  done > "$root/other.sources"
  other=(-o "Dir::Etc::sourcelist=$root/other.sources" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State=$root/state" -o "Dir::State::lists=$root/lists"
    -o "Dir::State::status=$root/status" -o "Dir::Cache=$root/cache" -o APT::Sandbox::User=root)
  [ -n "$(find "$root/lists" -name '*Packages*' -mtime -1 -print -quit)" ] || apt-get "${other[@]}" update -q >/dev/null 2>&1
}

newest() { # VERSION cloud|generic [APT OPTIONS]
  local version=$1 flavour=$2
  shift 2
  apt-cache "$@" search --names-only "^linux-image-${version//./\\.}\.[-+.a-z0-9]*amd64\$" | awk -v cloud="$flavour" '/-rt-/ || /-dbg/ || /unsigned/ {next} (/-cloud-/ ? "cloud" : "generic") == cloud {print $1}' | sort -V | tail -1
}

fetch() { # VERSION cloud|generic: the newest kernel of a version -> its folder
  local package options=()
  package=$(newest "$1" "$2")
  if [ -z "$package" ]; then
    other_lists
    options=("${other[@]}")
    package=$(newest "$1" "$2" "${options[@]}")
  fi
  [ -n "$package" ] || { echo "no kernel $1 in the package lists (apt-get update?)" >&2; return 1; }
  if [ ! -d "$cache/$package" ]; then
    (cd "$work" && apt-get "${options[@]}" download "$package" >/dev/null 2>&1 && dpkg -x "$package"*.deb "$cache/$package.part" && mv "$cache/$package.part" "$cache/$package")
  fi
  echo "$cache/$package"
}

library() { # a shared library or the loader, at its own place
  mkdir -p "$guest$(dirname "$1")"
  [ -e "$guest$1" ] || cp -L "$1" "$guest$1"
}

libraries() { # what a file needs
  local file
  ldd "$1" 2>/dev/null | awk '/=>/ {print $3} /ld-linux/ {print $1}' | awk -v guest="$guest" '/^\// && index($0, guest) != 1' | while read -r file; do library "$file"; done
}

binary() { # a program with its libraries, in /tools
  mkdir -p "$guest/tools"
  cp -L "$1" "$guest/tools/"
  libraries "$1"
}

modules() { # KERNEL-FOLDER NAME ...: with what they need, in the order of /modules/order
  local kernel=$1 name
  shift
  rm -rf "$guest/modules" && mkdir "$guest/modules" && : > "$guest/modules/order"
  for name in "$@"; do module "$kernel" "$name"; done
}

module() { # depth first by the line "depends=" of its .modinfo; what is built in has no file
  local file needed
  grep -qx "$2.ko" "$guest/modules/order" && return 0
  file=$(find "$1" -name "${2//_/[-_]}.ko*" | head -1)
  [ -n "$file" ] || return 0
  case $file in *.xz) xz -dc "$file" ;; *.zst) zstd -dcq "$file" ;; *) cat "$file" ;; esac > "$guest/modules/$2.ko"
  for needed in $(tr '\0' '\n' < "$guest/modules/$2.ko" | grep -a -m1 '^depends=' | cut -d= -f2 | tr ',' ' '); do module "$1" "$needed"; done
  echo "$2.ko" >> "$guest/modules/order"
}

boot() { # KERNEL-FOLDER SECONDS MEGABYTES CPUS: whether /run.sh ended well; what it said is shown
  "$here/initramfs.sh" "$guest" "$work/initramfs.cpio"
  timeout "$2" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -M q35 -m "$3" -smp "$4" -nodefaults -display none -serial stdio -no-reboot \
    -kernel "$1"/boot/vmlinuz-* -initrd "$work/initramfs.cpio" -append "console=ttyS0 quiet panic=-1 tsc=reliable" | tr -d '\r' > "$work/console" || true
  grep -vE '^\[ *[0-9]|^$|^matrix-exit' "$work/console" || true
  grep -qx 'matrix-exit 0' "$work/console"
}
