"""A cache is mounted only where nothing else needs its files in a layer."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, by_kind
from dockwright.text import Span


def _mount(source: str) -> Answer:
    at = source.index("RUN")
    return by_kind()["refactor.rewrite.run.cacheMount"].apply(Snapshot.of(source).model, Span(at, at))


_GO = "FROM golang:1.26\nRUN go mod download\n"
_NPM = "FROM node:22\nRUN npm ci\n"


@pytest.mark.parametrize(
    "source",
    [
        _GO + "RUN cp -r /go/pkg/mod/example.com/a@v1 /a\n",
        _GO + "RUN cp -r $GOPATH/pkg/mod/example.com /a\n",
        _GO + "RUN cp -r /go/pkg /a\n",
        _GO + "RUN cd /go/pkg/mod/example.com && ls > /a\n",
        _GO + 'CMD ["air"]\n',
        _GO + 'CMD ["dlv", "debug"]\n',
        _GO + "CMD reflex -r '\\.go$' go run .\n",
        _GO + 'CMD ["sh", "-c", "go run ."]\n',
        _GO + "CMD sh -c 'go run .'\n",
        _GO + 'ENTRYPOINT ["make", "run"]\n',
        _GO + 'CMD ["./dev.sh"]\n',
        "FROM rust:1\nRUN cargo fetch\n" + 'CMD ["cargo", "watch", "-x", "run"]\n',
        "FROM rust:1\nRUN cargo fetch\nRUN cargo build --offline\n",
        "FROM rust:1\nENV CARGO_NET_OFFLINE=true\nRUN cargo fetch\nRUN cargo build\n",
        _NPM + "RUN npm install --offline left-pad\n",
        "FROM node:22\nRUN yarn install\nRUN yarn install --offline\n",
        _NPM + "RUN tar czf /a.tgz ~/.npm\n",
        _NPM + "RUN tar czf /a.tgz /root\n",
        "FROM node:22 AS deps\nRUN npm ci\nFROM node:22\n"
        "RUN --mount=type=bind,from=deps,source=/root/.npm,target=/n ls /n\n",
        "FROM golang:1.26 AS deps\nRUN go mod download\nFROM golang:1.26\n"
        "RUN --mount=from=deps,target=/deps cp -r /deps/go/pkg/mod /go/pkg/mod\n",
        "FROM node:22\nCOPY cache /root/.npm\nRUN npm ci\n",
        "FROM python:3.13\nENV UV_LINK_MODE=symlink\nRUN uv sync\n",
        _GO + "RUN cp -r $(go env GOMODCACHE)/x /y\n",
        _GO + "RUN cp $(go list -m -f '{{.Dir}}' example.com/a)/b /b\n",
        _GO + "RUN --network=none go test ./...\n",
        "FROM mcr.microsoft.com/dotnet/sdk:9.0\nRUN dotnet restore\nRUN dotnet publish --no-restore\n",
        "FROM node:22\nRUN yarn install\nRUN cp -r $(yarn cache dir) /y\n",
        "FROM golang:1.26\nRUN go mod download && ln -s /go/pkg/mod/example.com/a@v1 /a\n",
    ],
)  # fmt: skip
def test_what_needs_the_files_stops_it(source: str) -> None:
    assert isinstance(_mount(source), Refusal)


@pytest.mark.parametrize(
    "source",
    [
        _GO + "RUN go build -o /bin/app .\n" + 'CMD ["/bin/app"]\n',
        _GO + 'CMD ["./app"]\n',
        _NPM + "RUN rm -rf /root/.cache\n",
        _NPM + "RUN cp -r /app/dist /srv\n",
        _NPM + 'CMD ["npm", "start"]\n',
        "FROM python:3.13\nENV UV_LINK_MODE=copy\nRUN uv sync\n",
        "FROM node:22 AS deps\nRUN npm ci\nFROM node:22\nRUN --mount=from=deps,source=/app,target=/a cp -r /a /b\n",
        "FROM node:22 AS a\nRUN npm ci\nFROM node:22\nRUN cp -r /root/.npm /b || true\n",
        "FROM node:22\nRUN yarn install --prefer-offline\n",
    ],
)
def test_what_does_not_need_them_lets_it_pass(source: str) -> None:
    answer = _mount(source)
    assert isinstance(answer, Rewrite), answer


@pytest.mark.parametrize("program", ["sudo", "sudo -E", "doas"])
def test_what_runs_apt_as_root_removes_the_file_too(program: str) -> None:
    answer = _mount(f"FROM debian:12\nRUN true && {program} apt-get update && {program} apt-get install -y git\n")
    assert isinstance(answer, Rewrite)
    assert f"{program.partition(' ')[0]} rm -f /etc/apt/apt.conf.d/docker-clean" in answer.edits[0].new


@pytest.mark.parametrize(
    ("before", "assumed"),
    [
        ("FROM registry.example.com/base\n", "if the base image runs as root and moves no cache"),
        ("FROM registry.example.com/base\nUSER root\n", "if the base image moves no cache"),
        ("FROM python:3.13\n", ""),
    ],
)
def test_what_is_assumed_of_the_base_stands_in_the_title(before: str, assumed: str) -> None:
    answer = _mount(f"{before}RUN pip install flask\n")
    assert isinstance(answer, Rewrite), answer
    assert "target=/root/.cache/pip" in answer.edits[0].new
    assert (assumed in answer.named) and ("if the base" in answer.named) == bool(assumed)
