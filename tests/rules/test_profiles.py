"""Profiles, groups, aliases and the engine decide which rules run, and how loud they are."""

from __future__ import annotations

from typing import Any

import pytest

from dockwright.config.reading import layered, read
from dockwright.findings.profiles import unknown
from dockwright.ide.snapshot import Snapshot

SOURCE = """\
FROM debian
MAINTAINER me
RUN --volume=/x apt-get update && apt-get install -y curl | tee log
RUN curl https://example.com | sh
ENV A_SECRET=x
WORKDIR
"""


def levels(**settings: Any) -> dict[str, str]:
    config, problems = read(settings)
    assert not problems
    return {finding.code: finding.severity.name for finding in Snapshot.of(SOURCE, config).findings}


def test_the_default_leaves_opt_in_groups_out() -> None:
    found = levels()
    assert "DL3008" not in found and found["MaintainerDeprecated"] == "INFORMATION"
    assert levels(rules={"pinning": "hint"})["DL3008"] == "HINT"
    assert "DL3008" not in levels(rules={"pinning": "hint", "apt-get-without-versions": "off"})


def test_buildkit_is_what_stops_a_build_and_its_own_checks() -> None:
    found = levels(profile="buildkit")
    assert found == {
        "MaintainerDeprecated": "WARNING",
        "unknown-flag": "ERROR",
        "SecretsUsedInArgOrEnv": "WARNING",
        "missing-argument": "ERROR",
    }


def test_strict_runs_all_and_none_runs_none() -> None:
    strict = levels(profile="strict")
    assert {"DL3008", "DL4006", "MaintainerDeprecated", "missing-argument"} <= strict.keys()
    assert strict["MaintainerDeprecated"] == levels()["MaintainerDeprecated"]
    assert levels(profile="none") == {}
    assert levels(profile="none", rules={"dl4000": "hint"}) == {"MaintainerDeprecated": "HINT"}


def test_a_rule_that_is_a_part_of_another_gives_way_to_it() -> None:
    assert "piped-download-unchecked" in levels()
    assert "piped-download-unchecked" not in levels(rules={"DL4006": "hint"})
    assert "piped-download-unchecked" not in levels(rules={"DL4006": "off"})


@pytest.mark.parametrize(
    ("lower", "upper"), [("DL4000", "MaintainerDeprecated"), ("MaintainerDeprecated", "dl4000"), ("DL4000", "DL4000")]
)
def test_of_two_names_of_a_rule_the_editors_counts(lower: str, upper: str) -> None:
    config = layered(read({"rules": {lower: "off"}})[0], read({"rules": {upper: "error"}})[0])
    found = {finding.code: finding.severity.name for finding in Snapshot.of(SOURCE, config).findings}
    assert found["MaintainerDeprecated"] == "ERROR"


@pytest.mark.parametrize("engine", ["podman", "kaniko", "classic"])
def test_what_buildkit_refuses_is_doubtful_where_another_program_builds(engine: str) -> None:
    assert levels()["unknown-flag"] == "ERROR"
    assert levels(engine=engine)["unknown-flag"] == "HINT"


def test_mounts_are_advised_where_the_builder_has_them() -> None:
    for engine, advised in (("buildkit", True), ("podman", True), ("kaniko", False), ("classic", False)):
        findings = Snapshot.of(SOURCE, read({"engine": engine})[0]).findings
        assert any("type=secret" in finding.message for finding in findings) is advised


def test_names_that_no_rule_has_are_named() -> None:
    config, _ = read({"rules": {"DL33008": "off", "DL3005": "off", "sc2086": "off", "pinning": "hint"}})
    assert [(problem.path, problem.message.rpartition("; ")[2]) for problem in unknown(config)] == [
        ("rules.DL33008", "did you mean `DL3008`?")
    ]


PARTS = """\
FROM debian
HEALTHCHECK NONE
HEALTHCHECK CMD ["x"]
CMD ["x"]
CMD ["x"]
ONBUILD FROM x
SHELL x
COPY --from=0 x .
ENTRYPOINT ["x"]
ENTRYPOINT ["x"]
"""


def parted(source: str = PARTS, **settings: Any) -> list[tuple[str, str]]:
    """The instructions that are blamed for a rule of which names stand for parts, with the level."""
    snapshot = Snapshot.of(source, read(settings)[0])
    wanted = ("MultipleInstructionsDisallowed", "invalid-argument", "stage-out-of-reach")
    found = [finding for finding in snapshot.findings if finding.code in wanted]
    return [(snapshot.tree.at(finding.span.start).name, finding.severity.name) for finding in found]  # type: ignore[union-attr]


def test_a_name_for_a_part_of_a_rule_is_about_that_part() -> None:
    error, warning = "ERROR", "WARNING"
    whole = [
        ("HEALTHCHECK", warning), ("CMD", warning), ("ONBUILD", error), ("SHELL", error), ("COPY", error),
        ("ENTRYPOINT", warning),
    ]  # fmt: skip
    assert sorted(parted()) == sorted(whole)
    parts = {"DL4003": "CMD", "DL4004": "ENTRYPOINT", "DL3012": "HEALTHCHECK", "DL3043": "ONBUILD", "DL3023": "COPY"}
    for code, name in parts.items():
        rest = sorted(one for one in whole if one[0] != name)
        assert sorted(parted(rules={code: "off"})) == rest
        assert sorted(parted(rules={code: "hint"})) == sorted([*rest, (name, "HINT")])
        assert sorted(parted(f"# check=skip={code}\n{PARTS}")) == rest
        assert sorted(parted(f"# hadolint global ignore={code}\n{PARTS}")) == rest
    assert sorted(parted(rules={"circular-stage-deps": "off"})) == sorted(whole)
    assert ("ONBUILD", error) not in parted(rules={"invalid-onbuild-trigger": "off"})
    assert parted(profile="none", rules={"DL4003": "hint"}) == [("CMD", "HINT")]
    both = {"MultipleInstructionsDisallowed": "off", "DL4003": "hint"}
    assert [level for name, level in parted(rules=both) if name in ("CMD", "ENTRYPOINT", "HEALTHCHECK")] == ["HINT"]


def test_hadolints_levels_of_parts_are_its_own() -> None:
    found = dict(parted(profile="hadolint"))
    assert (found["HEALTHCHECK"], found["CMD"], found["ENTRYPOINT"]) == ("ERROR", "WARNING", "ERROR")
