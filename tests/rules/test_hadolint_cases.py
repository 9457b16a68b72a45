"""Small cases on which hadolint 2.15.1 and our profile `hadolint` agree: a rule, and what it finds or leaves."""

from __future__ import annotations

import pytest

from dockwright.config.files import parse as parse_config
from dockwright.findings.engine import check, select
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

FOUND = [
    ("DL3032", "RUN yum clean all && yum install -y httpd-2.24"),
    ("DL3036", "RUN zypper clean && zypper install -y httpd=2.24"),
    ("DL3040", "RUN dnf clean all && dnf install -y httpd-2.24"),
    ("DL3040", "RUN dnf in -y a-1.0"),
    ("DL3040", "RUN dnf upgrade -y"),
    ("DL3040", "RUN dnf reinstall -y a-1.0"),
    ("DL3033", "RUN yum module install -y nodejs && yum clean all"),
    ("DL3041", "RUN dnf module install -y nodejs && dnf clean all"),
    ("DL3013", "RUN pip install --no-cache-dir git+https://x.org/a.git#egg=a"),
    ("DL3016", "RUN npm install git+ssh://git@x.org/a.git"),
    ("DL3013", "RUN pipx install black"),
    ("DL3009", "RUN aptitude update && aptitude install -y python=1"),
    ("DL3010", "COPY a.tar /usr/src/app\nRUN tar -xf /usr/src/app/a.tar"),
    ("DL3042", "ENV PIP_NO_CACHE_DIR=0\nRUN pip install a==1"),
    ("DL3048", 'LABEL 1invalid="foo"'),
    ("DL3048", "LABEL a.b-=x"),
    ("DL3021", "COPY <<A <<B c\na\nA\nb\nB"),
    ("DL3059", "RUN a=$(b)\nRUN c"),
    ("DL4001", 'RUN ["curl", "a"]\nRUN wget -q b'),
    ("DL4006", 'SHELL ["/bin/sh", "-o", "pipefail", "-c"]\nRUN wget -nv -O - https://x.org | wc -l'),
]
LEFT = [
    ("DL3021", "COPY <<A <<B c/\na\nA\nb\nB"),
    ("DL3059", "RUN a\nRUN time b"),
    ("DL3059", 'RUN a\nRUN ["sh", "-c", "b && c"]'),
    ("DL3041", "ARG version=2.51\nRUN dnf -y install git-core-$version && dnf clean all"),
    ("DL3033", "RUN yum module install -y nodejs:18 && yum clean all"),
    ("DL3028", "RUN gem install bundler:2.0.1 -- --x"),
    ("DL3016", "RUN npm install package-v1.2.3.tar"),
    ("DL3016", "RUN npm install git+ssh://git@x.org/a.git#v1.0"),
    ("DL3013", "RUN pip install --no-cache-dir foo/bar"),
    ("DL3013", "RUN pip install --no-cache-dir git+https://x.org/a.git@1.0#egg=a"),
    ("DL3042", "ENV PIP_NO_CACHE_DIR=yes\nRUN pip install a==1"),
    ("DL3032", "RUN yum install -y httpd-2.24 && yum clean all"),
]


@pytest.mark.parametrize(("code", "line"), FOUND)
def test_found_as_hadolint_finds_it(code: str, line: str) -> None:
    assert code in _codes(line)


@pytest.mark.parametrize(("code", "line"), LEFT)
def test_left_as_hadolint_leaves_it(code: str, line: str) -> None:
    assert code not in _codes(line)


def _codes(line: str) -> set[str]:
    parsed = parse_config(".hadolint.yaml", "failure-threshold: style\n")
    assert parsed is not None
    model = analyse(parse(f"FROM debian:12\n{line}\n"))
    return {finding.code for group in check(model, select(parsed[0])) for finding in group.findings}
