#!/bin/sh
# Run as root while the dev container is built; VERSION is the option `version`.
set -eu

place=/usr/local/share/dockwright

usable() {
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if ! usable; then
  if command -v apt-get >/dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 python3-venv
    rm -rf /var/lib/apt/lists/*
  elif command -v apk >/dev/null; then
    apk add --no-cache python3
  elif command -v dnf >/dev/null; then
    dnf install -y python3
  fi
fi
if ! usable; then
  echo "dockwright needs Python 3.11 or newer with venv: add the feature ghcr.io/devcontainers/features/python" >&2
  exit 1
fi

case ${VERSION:-latest} in
  latest) package=dockwright;;
  *) package=dockwright==$VERSION;;
esac
python3 -m venv "$place"
"$place/bin/pip" install --no-cache-dir --disable-pip-version-check "$package"
ln -sf "$place/bin/dockwright" /usr/local/bin/dockwright
