#!/usr/bin/env bash
# Opens VS Code in the browser with the extension and a sample workspace: usage: try.sh PYTHON FOLDER
# PORT chooses the port (8123); SAMPLE another workspace.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$1
place=$2
port=${PORT:-8123}

if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  echo "Port $port is in use by another program. Choose one that is free: PORT=$((port + 1)) make try" >&2
  exit 1
fi

PYTHON=$python tests/editors/vscode/install.sh "$place/code-server"
[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error --ignore-scripts
echo "Packing the extension."
"$python" client-vscode/scripts/bundle.py --package

sample=${SAMPLE:-$place/sample}
[ -d "$sample" ] || cp -r client-vscode/sample "$sample"
sample=$(cd "$sample" && pwd)

export PATH="$place/code-server/bin:$PATH" XDG_CONFIG_HOME="$place/config" EXTENSIONS_GALLERY='{"serviceUrl":""}'
program=$place/code-server/cs/node_modules/.bin/code-server
own=(--user-data-dir "$place/user" --extensions-dir "$place/extensions" --disable-telemetry --disable-update-check)
"$program" "${own[@]}" --install-extension client-vscode/build/dockwright-*.vsix --force >/dev/null

# What is not about Dockerfiles stays out of the way.
mkdir -p "$place/user/User"
[ -f "$place/user/User/settings.json" ] || cat > "$place/user/User/settings.json" <<'EOF'
{
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true
}
EOF

"$program" "${own[@]}" --auth none --bind-addr "127.0.0.1:$port" --disable-workspace-trust --disable-getting-started-override "$sample" >"$place/try.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
trap 'exit 0' INT TERM
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
  if ! kill -0 "$server" 2>/dev/null; then
    echo "VS Code did not start. The end of $place/try.log:" >&2
    tail -n 5 "$place/try.log" >&2
    exit 1
  fi
  sleep 0.2
done
# What the workbench opens is in its address, as JSON.
address=$("$python" - "$port" "$sample" <<'EOF'
import json, sys
from urllib.parse import quote, urlencode

port, sample = sys.argv[1:]
opened = f"vscode-remote://127.0.0.1:{port}{quote(sample)}/Dockerfile"
print(f"http://127.0.0.1:{port}/?" + urlencode({"folder": sample, "payload": json.dumps([["openFile", opened]], separators=(",", ":"))}))
EOF
)
echo
echo "VS Code with Dockwright and the sample's Dockerfile: $address"
echo "Ctrl+C here ends it."
wait "$server"
