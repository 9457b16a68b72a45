"""Which base images are too old for an option."""

from __future__ import annotations

import pytest

from dockwright.semantics.commands.old_releases import lacking


@pytest.mark.parametrize("image", ["alpine:3.1", "alpine:2.7", "gliderlabs/alpine:3.2", "x/y:1-alpine3.1"])
def test_apk_before_alpine_3_3_has_no_no_cache(image: str) -> None:
    assert "apk --no-cache" in lacking(image)


@pytest.mark.parametrize(
    "image", ["alpine", "alpine:3.3", "alpine:3.20", "alpine:3.10", "alpine:edge", "node:20-alpine"]
)
def test_later_ones_have_it(image: str) -> None:
    assert "apk --no-cache" not in lacking(image)


@pytest.mark.parametrize(
    "image",
    [
        "ubuntu:14.04",
        "ubuntu:trusty",
        "debian:jessie",
        "debian:8.11",
        "debian:wheezy-slim",
        "node:6-jessie",
        "alpine:3.1",
    ],
)
def test_pip_before_6_has_no_no_cache_dir(image: str) -> None:
    assert "pip --no-cache-dir" in lacking(image)


@pytest.mark.parametrize(
    "image", ["ubuntu:16.04", "ubuntu", "debian:stretch", "debian:12", "python:2.7-jessie", "python:3.4-wheezy"]
)
def test_later_ones_and_images_of_python_have_it(image: str) -> None:
    assert "pip --no-cache-dir" not in lacking(image)
