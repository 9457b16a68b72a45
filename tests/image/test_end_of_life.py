"""Releases whose package servers have moved."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dockwright.image.bases.end_of_life import end_of_life, servers_gone
from dockwright.image.bases.tags import distribution
from generated import check, script
from shared import SHARED, needs_shared

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("debian:buster-slim", "archive.debian.org"),
        ("node:14-buster", "archive.debian.org"),
        ("python:3.6-stretch", "archive.debian.org"),
        ("centos:7", "vault.centos.org"),
        ("centos:centos6", "vault.centos.org"),
        ("centos:8", "vault.centos.org"),
        ("ubuntu:22.10", "old-releases.ubuntu.com"),
        ("ubuntu:impish", "old-releases.ubuntu.com"),
    ],
)
def test_gone(reference: str, place: str) -> None:
    found = distribution(reference)
    assert found is not None
    assert place in (servers_gone(found, TODAY) or "")


@pytest.mark.parametrize(
    "reference",
    ["debian:11", "debian:12", "debian", "ubuntu:14.04", "ubuntu:18.04", "ubuntu:25.10", "ubuntu", "alpine:3.3",
     "fedora:30", "rockylinux:8", "centos", "busybox"],
)  # fmt: skip
def test_still_served(reference: str) -> None:
    found = distribution(reference)
    assert found is not None
    assert servers_gone(found, TODAY) is None


def test_before_the_day() -> None:
    interim = distribution("ubuntu:22.10")
    buster = distribution("debian:10")
    assert interim is not None and buster is not None
    assert servers_gone(interim, date(2023, 6, 1)) is None
    assert servers_gone(buster, date(2024, 1, 1)) is None


def test_end_of_life() -> None:
    twelve = distribution("debian:12")
    assert twelve is not None
    assert end_of_life(twelve) == date(2026, 7, 11)


@needs_shared
def test_the_table_is_made_of_its_source() -> None:
    assert SHARED is not None
    module = script("end_of_life")
    check(module.OUTPUT, module.written(json.loads((SHARED / "data" / "end-of-life.json").read_bytes())))
