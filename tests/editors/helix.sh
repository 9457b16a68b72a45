#!/usr/bin/env bash
# Puts Helix into a folder without installing it: usage: helix.sh FOLDER
# Debian 12 has none; that of Debian 13 is run by the loader it comes with.
set -euo pipefail
place=$1
[ -x "$place/run" ] && exit 0
mkdir -p "$place/lists/partial" "$place/parts" "$place/debs"
awk 'NF==0{exit} {print}' /etc/apt/sources.list.d/debian.sources | sed 's/^Suites:.*/Suites: trixie/' > "$place/parts/trixie.sources"
own=(-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$place/parts" -o Dir::State::lists="$place/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
apt-get "${own[@]}" update -qq
(cd "$place/debs" && apt-get "${own[@]}" download -qq hx libc6 libgcc-s1 libstdc++6)
for deb in "$place"/debs/*.deb; do dpkg-deb -x "$deb" "$place/root"; done
libraries=$(dirname "$(find "$place/root/usr/lib" -name 'ld-linux*' | head -1)")
cat > "$place/run" <<RUN
#!/bin/sh
HELIX_RUNTIME=$place/root/usr/lib/hx/runtime exec $(find "$libraries" -name 'ld-linux*' | head -1) --library-path $libraries $place/root/usr/bin/hx "\$@"
RUN
chmod +x "$place/run"
