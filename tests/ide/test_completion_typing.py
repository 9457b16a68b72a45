"""Typing with suggestions on: what stands there when a line is whole is what was typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide import pages
from dockwright.ide.completion.complete import complete
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.text import Span
from shared import SHARED, needs_shared

FILES = (
    "test.html",
    "package.json",
    "package-lock.json",
    "app.py",
    "app/main.py",
    "src/x",
    "Dockerfile",
    ".env",
    "requirements.txt",
)
CONTEXT = Context(contents(Workspace(dict.fromkeys(FILES, 1), {}.get), "", ""), sure=True)
SAMPLES = (
    *(table["text"] for table in pages.table("templates").values()),
    """# syntax=docker/dockerfile:1
ARG BASE=debian:bookworm-slim
FROM --platform=$BUILDPLATFORM golang:1.27-alpine AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.cache/go-build go build -o /out/app .
FROM ${BASE}
LABEL org.opencontainers.image.title=app
ENV LANG=C.UTF-8 TZ=UTC
ENV PATH=/opt/bin:$PATH
RUN apt-get update && apt-get install -y \\
    curl \\
    git
RUN apk add bash util-linux
#
COPY --from=build /out/app /usr/local/bin
ADD --chown=www-data app /var/www
COPY app /
VOLUME /data
WORKDIR /usr/src
EXPOSE 80
EXPOSE 8080/tcp
USER www-data
STOPSIGNAL SIGTERM
HEALTHCHECK NONE
SHELL ["/bin/bash", "-c"]
CMD echo $PATH
""",
    """FROM ubuntu:22.04
LABEL a=b
FROM node
COPY package.json /app
WORKDIR /app
COPY app app
COPY --from=node /usr/local /usr/local
FROM node:24 AS node
USER node
ARG HTTP_PROXY
VOLUME /var/www/html
ONBUILD COPY . /app
ENTRYPOINT ["nginx"]
""",
    """FROM node:24 AS build
ARG VERSION
ENV APP=/app APP_HOME=/app
RUN <<EOF
set -e
EOF
RUN <<-'END' sh
	true
	END
COPY <<EOT /etc/app.conf
a=b
EOT
RUN for f in *.conf; do echo $f
RUN n=1 && echo $n
RUN read -r h && echo ${h}
RUN npm run build
RUN apk add --no-cache python3
FROM build
ARG VERSION
RUN --mount=type=cache,target=/root/.npm
RUN --mount=type=cache,target=/root/.npm,sharing=locked --network=none
RUN --mount=type=bind
COPY --chown=node:node . /app
COPY --chmod=755 app.py $APP
COPY --from=build --chown=node /app /app
ADD app ./app
WORKDIR $APP
USER node:node
""",
    """FROM node:24
SHELL ["/bin/bash", "-c"]
COPY ["app.py", "package.json", "/srv/"]
COPY ["app.py", "app"]
WORKDIR /srv
COPY . .
RUN ["/bin/sh", "-c", "app"]
VOLUME ["/data", "/config"]
HEALTHCHECK CMD ["node", "app.py"]
ENTRYPOINT ["node", "src"]
CMD ["node", "server.js"]
""",
)


def word_ends(text: str) -> Iterator[int]:
    """Where a word ends."""
    for offset in range(1, len(text) + 1):
        if not text[offset - 1].isspace() and (offset == len(text) or text[offset].isspace()):
            yield offset


def resembles(typed: str, name: str) -> bool:
    """Whether an editor may take `typed` for short of a name: its letters stand there in this order."""
    letters = iter(name.casefold())
    return all(letter in letters for letter in typed.casefold())


def accepted_by_enter(snapshot: Snapshot, offset: int) -> list[Completion]:
    text = snapshot.text
    return [
        one
        for one in complete(snapshot, offset)
        if resembles(text.slice(Span(one.span.start, offset)), one.filter_text or one.label)
    ]


@pytest.mark.parametrize("typed_to_here", [True, False], ids=["typed", "whole"])
@pytest.mark.parametrize("text", SAMPLES)
def test_enter_after_a_whole_line_makes_a_line_break(text: str, typed_to_here: bool) -> None:
    for offset in word_ends(text):
        snapshot = Snapshot.of(text[:offset] if typed_to_here else text, context=CONTEXT)
        found = accepted_by_enter(snapshot, offset)
        for one in found:
            assert one.new_text != snapshot.text.slice(Span(one.span.start, offset))
            assert "\n" not in snapshot.text.slice(one.span)
        if text[offset : offset + 1] == "\n":
            line = text[:offset].rpartition("\n")[2]
            assert found == [], line


@needs_shared
def test_no_proposal_in_a_real_file_equals_what_is_typed() -> None:
    assert SHARED
    checked = 0
    for path in sorted(SHARED.glob("corpus/*.Dockerfile"))[::40]:
        text = path.read_bytes().decode("utf-8", "replace")
        snapshot = Snapshot.of(text, context=CONTEXT)
        for offset in word_ends(text):
            for one in complete(snapshot, offset):
                assert one.new_text != text[one.span.start : offset], path
                assert "\n" not in text[one.span.start : one.span.end], path
                checked += 1
    assert checked > 20
