"""What tags say, checked against the tags of all official images."""

from __future__ import annotations

import json

import pytest

from dockwright.image.bases.tags import CODENAMES, distribution
from shared import SHARED, needs_shared


@pytest.mark.parametrize(
    ("reference", "family", "release"),
    [
        ("debian:12.5-slim", "debian", "12"),
        ("debian:buster-20230101", "debian", "10"),
        ("debian:oldstable", "debian", "12"),
        ("debian:sid", "debian", ""),
        ("ubuntu:jammy-20240101", "ubuntu", "22.04"),
        ("ubuntu:devel", "ubuntu", ""),
        ("alpine:3.20.3", "alpine", "3.20"),
        ("alpine:edge", "alpine", ""),
        ("centos:centos7.9.2009", "rhel", "centos 7.9"),
        ("fedora:43", "rhel", "fedora 43"),
        ("rockylinux:9.3-minimal", "rhel", "rockylinux 9.3"),
        ("almalinux:minimal", "rhel", ""),
        ("registry.access.redhat.com/ubi9/ubi-minimal:9.5", "rhel", "ubi 9"),
        ("registry.access.redhat.com/ubi8:8.10-901", "rhel", "ubi 8"),
        ("redhat/ubi9-micro", "rhel", "ubi 9"),
        ("registry.access.redhat.com/ubi9/python-311", None, ""),
        ("public.ecr.aws/amazonlinux/amazonlinux:2", "rhel", "amazonlinux 2"),
        ("public.ecr.aws/lambda/python:3.12", None, ""),
        ("ghcr.io/oracle/oraclelinux:8-slim", "rhel", "oraclelinux 8"),
        ("ghcr.io/oracle/oraclelinux8-python:3.9", None, ""),
        ("quay.io/fedora/fedora:42", "rhel", "fedora 42"),
        ("quay.io/fedora/fedora-bootc:42", None, ""),
        ("quay.io/centos/centos:stream9", "rhel", "centos-stream 9"),
        (f"quay.io/fedora/fedora@sha256:{'a' * 64}", None, ""),
        ("opensuse/leap:15.6", "suse", "opensuse 15.6"),
        ("python:3.11-slim-bookworm", "debian", "12"),
        ("eclipse-temurin:21-jre-alpine-3.22", "alpine", "3.22"),
        ("sapmachine:21-jdk-ubuntu-22.04", "ubuntu", "22.04"),
        ("gcr.io/distroless/nodejs22-debian12:debug-nonroot", "distroless", ""),
        ("cgr.dev/chainguard/python:latest-dev", "wolfi", ""),
        ("cgr.dev/chainguard/wolfi-base", "wolfi", ""),
        ("dhi.io/python:3.13-alpine3.22-dev", "alpine", ""),
        ("dhi.io/python:3.13", "distroless", ""),
        ("dhi.io/debian-base:trixie", None, ""),
        ("cgr.dev/chainguard/bash", None, ""),
        ("golang:1.26-nanoserver", None, ""),
        ("example.com/python:3.11-slim-bookworm", None, ""),
    ],
)
def test_tags(reference: str, family: str | None, release: str) -> None:
    found = distribution(reference)
    assert (found and found.family, found.release if found else "") == (family, release)


@needs_shared
def test_every_tag_of_the_official_images() -> None:
    assert SHARED is not None
    compared = 0
    for line in (SHARED / "data" / "official-images.jsonl").read_text(encoding="utf-8").splitlines():
        image = json.loads(line)
        for variant in image["variants"]:
            if variant["distro"] in ("windows", "other"):
                continue
            written = variant.get("release") or ""
            release = CODENAMES.get(written, ("", written))[1].rpartition(" ")[2]
            for tag in variant["tags"]:
                found = distribution(f"{image['name']}:{tag}")
                assert found is not None and found.family == variant["distro"], (image["name"], tag)
                own = found.release.rpartition(" ")[2]
                # Some Dockerfiles were read at an older version than the tags: then the tag is right.
                if own and release and own not in tag and not tag.endswith(tuple(CODENAMES)):
                    assert own == release, (image["name"], tag)
                compared += 1
    assert compared > 1500
