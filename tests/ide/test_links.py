"""Links: where images, URLs and files lead."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import Contents, Entry
from dockwright.ide.links import links, page_of
from dockwright.ide.snapshot import Snapshot


@pytest.mark.parametrize(
    ("image", "page"),
    [
        ("alpine:3.20", "https://hub.docker.com/_/alpine"),
        ("docker.io/library/node", "https://hub.docker.com/_/node"),
        ("grafana/grafana@sha256:" + "ab" * 32, "https://hub.docker.com/r/grafana/grafana"),
        ("ghcr.io/a/b/c:1", "https://ghcr.io/a/b/c"),
        ("quay.io/a/b", "https://quay.io/repository/a/b"),
        ("mcr.microsoft.com/dotnet/sdk:9.0", "https://mcr.microsoft.com/artifact/mar/dotnet/sdk"),
        ("gcr.io/distroless/static", "https://gcr.io/distroless/static"),
        ("public.ecr.aws/lambda/python:3.12", "https://gallery.ecr.aws/lambda/python"),
        ("registry.gitlab.com/group/project/image", "https://gitlab.com/group/project/container_registry"),
        ("localhost:5000/a", ""),
        ("registry.example.com/a", ""),
        ("scratch", ""),
        ("UPPER", ""),
        ("a b", ""),
    ],
)
def test_pages(image: str, page: str) -> None:
    assert page_of(image) == page


def test_where_links_stand() -> None:
    text = (
        "# syntax=docker/dockerfile:1\nARG V=22\nFROM node:$V AS a\nFROM a\nCOPY --from=nginx x y\nCOPY --from=0 x y\n"
        "RUN --mount=from=busybox,target=/x a\nADD https://a.b/c.tgz#x https://a.b/c.git#main file:///etc/x /\n"
    )
    assert [(text[link.span.start : link.span.end], link.url) for link in links(Snapshot.of(text))] == [
        ("docker/dockerfile:1", "https://hub.docker.com/r/docker/dockerfile"),
        ("node:$V", "https://hub.docker.com/_/node"),
        ("nginx", "https://hub.docker.com/_/nginx"),
        ("busybox", "https://hub.docker.com/_/busybox"),
        ("https://a.b/c.tgz#x", "https://a.b/c.tgz#x"),
        ("https://a.b/c.git#main", "https://a.b/c.git"),
    ]


def test_a_tag_that_is_not_known_does_not_matter() -> None:
    text = "ARG V\nFROM node:${V}-slim\nFROM localhost:$V/a\nFROM $V:1\nFROM ghcr.io/a/b:$V-x\n"
    assert [link.url for link in links(Snapshot.of(text)) if link.url] == [
        "https://hub.docker.com/_/node",
        "https://ghcr.io/a/b",
    ]


def test_a_source_leads_to_its_file_in_the_context() -> None:
    contents = Contents("app", None, (Entry("src/main.py", 1, None), Entry("x", 1, None)))
    context = Context(contents, sure=True, place="/w")
    text = "FROM a\nCOPY src/main.py src x* x /\n"
    found = links(Snapshot.of(text, context=context))
    assert [(text[link.span.start : link.span.end], link.path) for link in found if link.path] == [
        ("src/main.py", "/w/app/src/main.py"),
        ("x", "/w/app/x"),
    ]
