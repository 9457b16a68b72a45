"""The parts of image names, as the reference grammar of container registries has them."""

from __future__ import annotations

import pytest

from dockwright.semantics.image_names import parse_reference

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "host", "path", "tag", "digest"),
    [
        ("postgres", "docker.io", "library/postgres", None, None),
        ("postgres:18", "docker.io", "library/postgres", "18", None),
        ("me/app", "docker.io", "me/app", None, None),
        (f"index.docker.io/library/node:22@{DIGEST}", "docker.io", "library/node", "22", DIGEST),
        ("ghcr.io/a/b/c:v1.2_x-y", "ghcr.io", "a/b/c", "v1.2_x-y", None),
        ("localhost/app", "localhost", "app", None, None),
        ("registry:5000/app:5000", "registry:5000", "app", "5000", None),
        ("registry:5000", "docker.io", "library/registry", "5000", None),
        ("[::1]:5000/app", "[::1]:5000", "app", None, None),
        ("Host/app", "Host", "app", None, None),
        ("a__b/c--d", "docker.io", "a__b/c--d", None, None),
    ],
)
def test_a_name_has_parts_with_ranges(text: str, host: str, path: str, tag: str | None, digest: str | None) -> None:
    name = parse_reference(text)
    assert name is not None
    assert (name.host, name.path) == (host, path)
    assert (name.tag and name.tag.value, name.digest and name.digest.value) == (tag, digest)
    for part in filter(None, (name.registry, name.repository, name.tag, name.digest)):
        assert text[part.span.start : part.span.end] == part.value


@pytest.mark.parametrize(
    "text",
    ["", "A", "-a", "a//b", "a/", "a:b:c", "a@sha256:12", "a___b", "a_-b", "$X", "f" * 64, "-x.io/a", "a.b/", "é"],
)
def test_what_a_builder_refuses_has_none(text: str) -> None:
    assert parse_reference(text) is None


def test_only_names_in_the_library_of_the_hub_are_official() -> None:
    found = [parse_reference(text) for text in ("nginx", "docker.io/nginx:1", "ghcr.io/library/nginx", "me/nginx")]
    assert [name and name.official for name in found] == ["nginx", "nginx", "", ""]
