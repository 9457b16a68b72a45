"""Hovers in Korean: what is said of this file, line by line, above the page."""

from __future__ import annotations

import re

import pytest

from dockwright.ide.hover.hover import hover
from dockwright.ide.pages import table, variable
from dockwright.ide.snapshot import Snapshot
from dockwright.l10n.catalogue import catalogue
from dockwright.l10n.lines import said_by_line
from markers import cursor


def explained(source: str) -> list[str]:
    """The lines of a hover."""
    text, offset = cursor(source)
    found, korean = hover(Snapshot.of(text), offset), catalogue("ko")
    assert found is not None and korean is not None
    return said_by_line(found.markdown, korean.say).split("\n")


SAID = {
    "FROM a\nWORKDIR /srv\nR<|>UN x\n": "- 작업 디렉터리 `/srv`",
    "FROM a AS build1\nFROM b\nCOPY --from=buil<|>d1 x y\n": "**스테이지 build1** (0번, 1번 줄)",
    "FROM a AS one\nFROM b\nCOPY --from=o<|>ne x y\nCOPY --from=one z y\n": "- 3, 4번 줄에서 사용",
    "ARG V=1\nFROM a\nARG V\nLABEL x=$<|>V\n": "- 전역 ARG, 1번 줄: `1`",
    "FROM a\nENV V=\nLABEL x=$<|>V\n": "**V**는 빈 값입니다",
    "FROM a\nENV name=\nLABEL x=$na<|>me\n": "**name**은 빈 값입니다",
    "FROM scratch\nLABEL x=${V<|>:-x}\n": "여기서 `${V:-x}`의 값은 `x`입니다",
    "FROM a\nLABEL x=${NO:-x<|>y}\n": "NO에 값이 없거나 비어 있으면 `${NO:-xy}`의 값은 `xy`입니다",
    "FROM a\nLABEL x=${no1:?er<|>ror}\n": "no1에 값이 없거나 비어 있으면 `${no1:?error}`에서 빌드가 멈춥니다",
    "FROM a\nEXPOSE 54<|>32\n": "- `docker run -P`는 EXPOSE에 적은 모든 포트를 호스트의 빈 포트에 연결합니다.",
    "FROM a\nSTOPSIGNAL SIG<|>ALRM\n": "**SIGALRM** (14): 타이머가 끝났다는 뜻입니다.",
    "FROM a\nLABEL io.k8s.desc<|>ription=x\n": "**io.k8s.description**: OpenShift와 Kubernetes: 이미지의 용도",
    'FROM a\nENTRYPOINT ["x"]\nC<|>MD ["a"]\n': "- `x`: ENTRYPOINT, 2번 줄",
    "FROM postgres<|>:18\n": "- 레지스트리 `docker.io` (Docker Hub)",
    "FROM openjdk<|>:17\n": "- 태그 `17`",
    "FROM node<|>:22\n": "npm과 Yarn이 있는 Node.js. `slim`에는 컴파일러가 없고, `alpine`은 musl을 씁니다.",
    "FROM php<|>:8\n": "PHP 언어: `cli`, `fpm`, 또는 Apache 웹 서버 포함.",
    "FROM nginx<|>\n": "Docker 공식 이미지입니다.",
    "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN cu<|>rl x\n": (
        "`curl`: 2번 줄의 `apt-get install -y curl`에서 설치한 `curl` 패키지에 있음"
    ),
}


@pytest.mark.parametrize(("source", "said"), SAID.items())
def test_what_is_said_of_this_file(source: str, said: str) -> None:
    assert said in explained(source)


LISTED = [
    *(f"FROM a\nSTOPSIGNAL <|>{name}\n" for name in table("signals")),
    *(f"FROM a\nLABEL <|>{name}=x\n" for name in table("labels")),
    *(f"FROM a\nENV <|>{name}=x\n" for name in table("environment") if not variable(name)),
]


@pytest.mark.parametrize("source", LISTED)
def test_what_is_well_known_is_said_in_korean(source: str) -> None:
    assert re.search("[가-힣]", explained(source)[-1])


def test_code_stays_as_it_is() -> None:
    korean = catalogue("ko")
    assert korean is not None
    assert (
        said_by_line("Here:\n```\nHere:\n```\n- Here:", korean.say)
        == "여기까지의 상태:\n```\nHere:\n```\n- 여기까지의 상태:"
    )
