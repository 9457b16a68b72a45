#!/usr/bin/env bash
# Opens VS Code in the browser with the extension and a sample workspace: usage: try.sh PYTHON FOLDER
# PORT chooses the port (8123); SAMPLE another workspace.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$1
place=$2

PYTHON=$python tests/editors/vscode/install.sh "$place/code-server"
[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error --ignore-scripts
"$python" client-vscode/scripts/bundle.py --package

sample=${SAMPLE:-$place/sample}
[ -d "$sample" ] || cp -r client-vscode/sample "$sample"

export PATH="$place/code-server/bin:$PATH" XDG_CONFIG_HOME="$place/config" EXTENSIONS_GALLERY='{"serviceUrl":""}'
program=$place/code-server/cs/node_modules/.bin/code-server
own=(--user-data-dir "$place/user" --extensions-dir "$place/extensions" --disable-telemetry --disable-update-check)
"$program" "${own[@]}" --install-extension client-vscode/build/dockwright-*.vsix --force >/dev/null

port=${PORT:-8123}
echo
echo "VS Code with Dockwright: http://127.0.0.1:$port/?folder=$sample"
echo "Open the Dockerfile there. Ctrl+C here ends it."
exec "$program" "${own[@]}" --auth none --bind-addr "127.0.0.1:$port" --disable-workspace-trust --disable-getting-started-override "$sample" >"$place/try.log" 2>&1
