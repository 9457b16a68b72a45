"""What is known of official images without asking a registry."""

from __future__ import annotations

import pytest

from dockwright.semantics import images


@pytest.mark.parametrize(
    "reference", ["postgres", "postgres:latest", "docker.io/library/postgres", "library/postgres:18"]
)
def test_all_spellings_of_an_official_image_are_the_same(reference: str) -> None:
    facts = images.lookup(reference)
    assert facts and facts.name == "postgres"
    assert facts.expose == ("5432",)
    assert facts.cmd == ("postgres",)
    assert "PGDATA" in facts.env


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "scratch",
        "nosuchimage",
        "postgres:1.2.3-nosuch",
        "ghcr.io/library/postgres",
        "me/postgres",
        "$BASE",
        "node@sha256:ab",
    ],
)
def test_nothing_is_known_of_others(reference: str) -> None:
    assert images.lookup(reference) is None


def test_an_image_built_from_scratch_runs_as_root_in_the_root() -> None:
    facts = images.lookup("alpine")
    assert facts and (facts.user, facts.workdir, facts.distro) == ("", "/", "alpine")


def test_values_of_another_version_are_not_claimed() -> None:
    facts = images.lookup("python:3")
    assert facts and facts.env["PYTHON_VERSION"] is None


def test_known_images_have_tags() -> None:
    assert "latest" in images.tags("nginx")
    assert images.tags("nosuchimage") == ()
    assert "openjdk" in images.names()


def test_a_release_that_contradicts_the_tag_is_not_claimed() -> None:
    facts = images.lookup("nginx:alpine3.24")
    assert facts and (facts.distro, facts.release) == ("alpine", None)


@pytest.mark.parametrize(
    ("reference", "distro"), [("python:3.8-slim-buster", "debian"), ("python:3.9-alpine3.15", "alpine")]
)
def test_another_version_of_the_same_kind_is_a_hint(reference: str, distro: str) -> None:
    assert images.lookup(reference) is None
    facts = images.relative(reference)
    assert facts and (facts.name, facts.distro) == ("python", distro)


def test_other_kinds_are_no_hint() -> None:
    assert images.relative("python:3.8-nosuch") is None and images.relative("ghcr.io/a/b:1") is None


def test_commands_that_an_image_lacks_are_known_where_its_dockerfile_tells_all() -> None:
    slim, alpine, nginx = (images.lookup(name) for name in ("node:22-slim", "alpine", "nginx"))
    assert slim and {"curl", "wget", "git"} <= set(slim.lacks) and "bash" not in slim.lacks
    assert alpine and "bash" in alpine.lacks and "wget" not in alpine.lacks
    assert nginx and nginx.lacks == ()
