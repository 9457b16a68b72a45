"""What `typing.mjs` types into VS Code: the project's sample, files of the usual kinds, and real ones."""

from __future__ import annotations

import os
from functools import cache

from editors.tools import ROOT
from shared import SHARED

LONGEST = 350
"""Characters of a real file; at ten a second, more would take too long."""
EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "80"))

HELD_BACK: dict[str, str] = {}
"""What may be reported for a while, by its code, and why."""

NODE = """\
FROM node:22-slim
WORKDIR /app
COPY package.json ./
RUN npm ci --omit=dev
COPY . .
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
CMD ["node", "index.js"]
"""
STAGES = """\
ARG GO=1.24
FROM golang:${GO} AS build
WORKDIR /src
COPY . /src
RUN --mount=type=cache,target=/root/.cache go build -o /bin/app .

FROM debian:12
LABEL org.opencontainers.image.title="app"
RUN apt-get update && \\
    apt-get install -y --no-install-recommends ca-certificates && \\
    rm -rf /var/lib/apt/lists/*
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV DATA=/data NAME=${NAME:-app}
COPY --from=build /bin/app /bin/app
HEALTHCHECK CMD ["/bin/app", "--check"]
ENTRYPOINT ["/bin/app"]
"""


@cache
def typed() -> dict[str, str]:
    """Names and texts."""
    sample = (ROOT / "client-vscode" / "sample" / "Dockerfile").read_text(encoding="utf-8")
    return {"sample": sample, "node": NODE, "stages": STAGES, **_real()}


def _real() -> dict[str, str]:
    if SHARED is None or not (SHARED / "corpus").is_dir():
        return {}
    texts = {path.stem: path.read_bytes() for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))}
    plain = {
        name: text.decode()
        for name, text in texts.items()
        if len(text) <= LONGEST
        and text.isascii()
        and not {b"\r", b"\t"} & {text[at : at + 1] for at in range(len(text))}
    }
    return dict(list(plain.items())[::EVERY])
