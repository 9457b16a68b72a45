"""Completion: what is proposed where, and where it keeps quiet."""

from __future__ import annotations

import pytest

from dockwright.ide.completion.complete import complete, documentation
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, apply
from markers import cursor


def labels(source: str) -> list[str]:
    text, offset = cursor(source)
    found = complete(Snapshot.of(text), offset)
    for proposal in found:
        assert proposal.span.touches(offset)
    return [proposal.label for proposal in found]


def taken(source: str, label: str) -> str:
    """The document after the proposal called `label` is taken."""
    text, offset = cursor(source)
    chosen = next(proposal for proposal in complete(Snapshot.of(text), offset) if proposal.label == label)
    return apply(text, [Edit(chosen.span, chosen.new_text)])


def test_only_from_and_arg_may_begin_a_file() -> None:
    assert labels("<|>")[:2] == ["FROM", "ARG"]
    assert labels("# syntax=x\n\n<|>\nARG A\n") == ["FROM", "ARG"]


def test_keywords_follow_the_casing_of_the_file() -> None:
    assert "copy" in labels("from a\nrun x\nco<|>\n")
    assert "COPY" in labels("FROM a\nRUN x\nco<|>\n")


def test_a_keyword_is_replaced_as_a_whole() -> None:
    assert taken("FROM a\nHEAL<|>\n", "HEALTHCHECK") == "FROM a\nHEALTHCHECK \n"
    assert taken("FROM a\nHEAL<|> CMD x\n", "HEALTHCHECK") == "FROM a\nHEALTHCHECK  CMD x\n"


def test_onbuild_proposes_what_can_be_triggered() -> None:
    found = labels("FROM a\nONBUILD <|>\n")
    assert "RUN" in found and not {"FROM", "ONBUILD", "MAINTAINER"} & set(found)


def test_healthcheck_proposes_its_flags_its_types_and_durations() -> None:
    assert labels("FROM a\nHEALTHCHECK --interval=5s --<|> CMD x\n") == [
        "--timeout=", "--start-period=", "--start-interval=", "--retries=",
    ]  # fmt: skip
    assert labels("FROM a\nHEALTHCHECK <|>\n")[:2] == ["CMD", "NONE"]
    assert "30s" in labels("FROM a\nHEALTHCHECK --timeout=<|> CMD x\n")


def test_a_repeatable_flag_is_proposed_again() -> None:
    assert "--mount=" in labels("FROM a\nRUN --mount=type=cache,target=/x --<|>\n")
    assert "--network=" not in labels("FROM a\nRUN --network=none --<|>\n")


def test_from_proposes_earlier_stages_only() -> None:
    source = "FROM a AS one\nFROM b AS two\nCOPY --from=<|> x y\nFROM c AS three\n"
    assert labels(source) == ["one"]
    assert labels("FROM a AS one\nFROM <|>\n")[:3] == ["one", "a", "alpine"]
    assert labels("FROM a <|>\n") == ["AS"]


def test_mounts_propose_types_then_their_keys() -> None:
    assert labels("FROM a\nRUN --mount=type=<|> x\n") == ["cache", "bind", "secret", "ssh", "tmpfs"]
    assert labels("FROM a\nRUN --mount=type=tmpfs,<|> x\n") == ["target=", "size="]
    assert labels("FROM a\nRUN --mount=type=cache,sharing=<|> x\n") == ["shared", "private", "locked"]


def test_variables_are_those_in_scope() -> None:
    source = "ARG G=1\nFROM a\nARG A=2\nENV E=3\nLABEL x=$<|>\nENV LATER=4\n"
    found = labels(source)
    assert {"A", "E", "PATH"} <= set(found) and not {"G", "LATER"} & set(found)
    assert taken("FROM a\nARG NAME=2\nLABEL x=${NA<|>\n", "NAME") == "FROM a\nARG NAME=2\nLABEL x=${NAME}\n"
    assert "G" in labels("ARG G=1\nFROM a:$<|>\n")


def test_shell_proposes_its_json_forms() -> None:
    assert '["/bin/bash", "-o", "pipefail", "-c"]' in labels("FROM a\nSHELL <|>\n")


def test_directives_stand_before_everything_else() -> None:
    assert labels("# <|>\nFROM a\n") == ["syntax", "check", "escape"]
    assert labels("# syntax=x\n# <|>\nFROM a\n") == ["check", "escape"]


@pytest.mark.parametrize(
    "source",
    [
        "FROM a\n# a comment <|>\n",
        "FROM a\nRUN apt-get <|>\n",
        "FROM a\nRUN <<E\necho <|>\nE\n",
        "FROM a\nRUN x \\\n  # note <|>\n  y\n",
        "FROM a\nLABEL a=<|>\n",
    ],
)
def test_it_keeps_quiet(source: str) -> None:
    assert labels(source) == []


def test_from_proposes_official_images_and_then_their_tags() -> None:
    found = labels("FROM me/app:1\nFROM <|>\n")
    assert {"me/app:1", "alpine", "node", "eclipse-temurin"} <= set(found)
    assert "22.04" in labels("FROM ubuntu:<|>\n")
    assert taken("FROM ubuntu:22<|> AS x\n", "22.04") == "FROM ubuntu:22.04 AS x\n"
    assert labels("FROM me/app:1.5\nFROM me/app:<|>\n") == ["1.5"]


def test_what_is_proposed_for_an_image_is_documented() -> None:
    text, offset = cursor("FROM <|>\n")
    node = next(proposal for proposal in complete(Snapshot.of(text), offset) if proposal.label == "node")
    assert "Node.js" in documentation(node.documentation)
    openjdk = next(proposal for proposal in complete(Snapshot.of(text), offset) if proposal.label == "openjdk")
    assert openjdk.deprecated


def test_directives_have_values() -> None:
    assert labels("# syntax=<|>\nFROM a\n") == ["docker/dockerfile:1", "docker/dockerfile:1-labs"]
    assert labels("# escape=<|>\nFROM a\n") == ["`", "\\"]
    assert labels("# check=<|>\nFROM a\n") == ["skip=", "error=true", "experimental="]
    assert labels("# check=skip=all;<|>\nFROM a\n") == ["error=true", "experimental="]
    assert labels("# check=error=<|>\nFROM a\n") == ["true", "false"]


def test_names_of_rules_are_proposed_where_they_can_be_switched_off() -> None:
    found = labels("# check=skip=StageNameCasing,<|>\nFROM a\n")
    assert {"all", "UndefinedVar", "DL3020"} <= set(found) and "StageNameCasing" not in found
    assert taken("FROM a\n# check=skip=Undef<|>\n", "UndefinedVar") == "FROM a\n# check=skip=UndefinedVar\n"
    found = labels("FROM a\n# hadolint ignore=DL3008,<|>\nRUN x\n")
    assert "DL3020" in found and "DL3008" not in found and "UndefinedVar" not in found


def test_rules_that_speak_come_first() -> None:
    text, offset = cursor("FROM a\n# check=skip=<|>\nMAINTAINER me\n")
    found = sorted(complete(Snapshot.of(text), offset), key=lambda proposal: proposal.sort_text)
    assert found[0].label == "MaintainerDeprecated"


def test_comments_are_for_people_until_they_look_like_a_suppression() -> None:
    assert labels("FROM a\n# c<|>\nRUN x\n") == []
    assert labels("FROM a\n# che<|>\nRUN x\n") == ["check=skip="]
    assert labels("FROM a\n# hado<|>\nRUN x\n") == ["hadolint ignore="]


def test_env_and_label_propose_well_known_keys() -> None:
    assert {"TZ", "DEBIAN_FRONTEND"} <= set(labels("FROM a\nENV <|>\n"))
    found = labels("FROM a\nENV TZ=UTC \\\n    <|>\n")
    assert "LANG" in found and "TZ" not in found
    assert "C.UTF-8" in labels("FROM a\nENV LANG=<|>\n")
    assert "org.opencontainers.image.source" in labels("FROM a\nLABEL org<|>\n")
    assert taken("FROM a\nENV T<|>=UTC\n", "TZ") == "FROM a\nENV TZ=UTC\n"


def test_expose_proposes_the_ports_of_the_base_image() -> None:
    assert labels("FROM postgres:18 AS x\nFROM x\nEXPOSE <|>\n")[:3] == ["5432", "8080", "80"]
    assert labels("FROM a\nEXPOSE 80<|>\n") == []
    assert labels("FROM a\nEXPOSE 80/<|>\n") == ["80/tcp", "80/udp"]


def test_users_are_those_of_the_file_and_of_the_base() -> None:
    source = "FROM node:22 AS x\nRUN groupadd -r g && useradd -r -g g app\nFROM x\nUSER <|>\nRUN adduser later\n"
    assert labels(source) == ["app", "node", "root"]
    assert labels("FROM alpine\nRUN adduser -D -u 1000 me grp\nCOPY --chown=<|> a b\n")[0] == "me"


def test_operators_follow_a_whole_name_in_braces() -> None:
    source = "FROM a\nARG NAME=2\nLABEL x=${NAME<|>\n"
    assert taken(source, "${NAME:-") == "FROM a\nARG NAME=2\nLABEL x=\\${NAME:-${1:default}}\n"
    assert "${NAME//" not in labels(source.replace("LABEL x=", "RUN echo "))
    assert labels(source.replace("<|>", ":<|>}")) == ["${NAME:-", "${NAME:+", "${NAME:?"]
    assert labels("FROM a\nARG NAME\nLABEL x=\\${NAME<|>\n") == []


def test_copies_may_come_from_images_seen_elsewhere() -> None:
    source = "FROM a AS one\nCOPY --from=b:1 x y\nFROM c\nCOPY --from=<|> x y\n"
    assert labels(source) == ["one", "b:1"]


def test_a_file_of_one_stage_copies_from_images() -> None:
    for source in ("FROM a\nCOPY --from=<|> x y\n", "FROM a\nRUN --mount=from=<|>,target=/x make\n"):
        assert labels(source)[:3] == ["a", "alpine", "debian"]
        assert "scratch" not in labels(source)
        assert "3.22" in labels(source.replace("<|>", "alpine:<|>"))
    several = "FROM a AS one\nFROM b\nCOPY --from=alpine:<|> x y\n"
    assert "3.22" in labels(several)
    assert taken(several, "3.22") == "FROM a AS one\nFROM b\nCOPY --from=alpine:3.22 x y\n"


def test_destinations_are_the_working_folders_so_far() -> None:
    source = "FROM a\nWORKDIR /app\nWORKDIR sub\nCOPY a /a<|>\nWORKDIR /later\n"
    assert labels(source)[:2] == ["/app/sub/", "/app/"]
    assert taken(source, "/app/") == "FROM a\nWORKDIR /app\nWORKDIR sub\nCOPY a /app/\nWORKDIR /later\n"
