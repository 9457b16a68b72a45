#!/usr/bin/env bash
# Makes a real Docker engine and its base images in a folder, from Debian's packages alone; needs root: usage: install.sh FOLDER
# Debian 12's own engine is too old for heredocs and --link, so that of Debian 13 runs in a root of its own.
set -euo pipefail
mkdir -p "$1/images"
place=$(cd "$1" && pwd)
version=2
[ "$(cat "$place/ready" 2>/dev/null)" = "$version" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "No engine: it needs root on Debian." >&2
  exit 0
fi

missing=()
command -v debootstrap >/dev/null || missing+=(debootstrap)
command -v busybox >/dev/null || missing+=(busybox-static)
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

# The archive that this machine's apt is told to use.
sources=$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true)
mirror=$(awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) { print $i; exit } }' <<<"$sources")

# As the official images: what debootstrap makes, without package lists and what was downloaded.
base() {
  local suite=$1 tag=$2 tree=$place/$1
  [ -f "$place/images/debian-$tag.tar" ] && return
  rm -rf "$tree"
  debootstrap --variant=minbase "$suite" "$tree" "$mirror" >"$place/$suite.log" 2>&1
  rm -rf "$tree"/var/lib/apt/lists/* "$tree"/var/cache/apt/* "$tree"/var/log/*.log
  cp /etc/apt/apt.conf.d/99* "$tree/etc/apt/apt.conf.d/" 2>/dev/null || true
  tar -C "$tree" --numeric-owner -c . >"$place/images/debian-$tag.part"
  mv "$place/images/debian-$tag.part" "$place/images/debian-$tag.tar"
  rm -rf "$tree"
}

engine() {
  rm -rf "$place/root"
  debootstrap --variant=minbase --include=docker.io,docker-cli,docker-buildx,ca-certificates trixie "$place/root" "$mirror" \
    >"$place/trixie.log" 2>&1
  rm -rf "$place/root"/var/cache/apt/archives
}

# The programs of BusyBox and nothing else: as Alpine has them, without apk.
small() {
  local tree=$place/busybox
  rm -rf "$tree"
  mkdir -p "$tree"/{bin,etc,home,root,tmp,usr/bin,usr/sbin,sbin,var/spool/mail,dev,proc,sys}
  chmod 1777 "$tree/tmp"
  cp "$(command -v busybox)" "$tree/bin/busybox"
  chroot "$tree" /bin/busybox --install -s
  printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'daemon:x:1:1:daemon:/usr/sbin:/bin/false' \
    'www-data:x:33:33:www-data:/var/www:/bin/false' 'nobody:x:65534:65534:nobody:/home:/bin/false' >"$tree/etc/passwd"
  printf '%s\n' 'root:x:0:' 'daemon:x:1:' 'www-data:x:33:' 'nobody:x:65534:' >"$tree/etc/group"
  printf 'root:*:::::::\n' >"$tree/etc/shadow"
  tar -C "$tree" --numeric-owner -c . >"$place/images/busybox.tar"
  rm -rf "$tree"
}

engine &
first=$!
base bookworm 12 &
second=$!
small
wait "$first"
wait "$second"
echo "$version" >"$place/ready"
