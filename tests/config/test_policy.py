"""What a file extends, what it locks, and what a hostile one cannot do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dockwright.cli.settings import Settings
from dockwright.config import Config, Table
from dockwright.config.files import bound, parse
from dockwright.config.reading import layered, read
from dockwright.findings.engine import check, select
from dockwright.findings.profiles import unknown
from dockwright.frozen import replace
from dockwright.ide.actions.code_action import actions
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse as parsed
from dockwright.text import Span


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "repository"
    (place / ".git").mkdir(parents=True)
    (place / "app").mkdir()
    monkeypatch.chdir(place)
    return place


def config(text: str) -> Config:
    found = parse("dockwright.toml", text)
    assert found is not None and not found[1], found
    return found[0]


def codes(source: str, settings: Config) -> dict[str, int]:
    groups = check(analyse(parsed(source)), select(settings))
    return {one.code: int(one.severity) for group in groups for one in group.findings}


def test_a_file_lies_over_those_that_it_extends(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "one.toml").write_text(
        'inline-ignores = false\ntrusted-registries = ["a"]\n[rules]\nA = "off"\nB = "off"\n[format]\nindent = 3\n'
        '[[overrides]]\npaths = ["*.old"]\nrules = { C = "off" }\n'
    )
    (repository / "two.toml").write_text('trusted-registries = ["b"]\n[rules]\nB = "hint"\n')
    (repository / "app/dockwright.toml").write_text(
        'extends = ["../one.toml", "../two.toml"]\ninline-ignores = true\n[rules]\nA = "error"\n'
        '[[overrides]]\npaths = ["*.new"]\nrules = { C = "hint" }\n[format]\nblank-lines = 1\n'
    )
    found = Settings().of("app/Dockerfile.old")
    assert dict(found.rules) == {"A": "error", "B": "hint", "C": "off"}
    assert (found.trusted_registries, found.inline_ignores) == (("b",), True)
    assert (found.format.indent, found.format.blank_lines) == (3, 1)
    assert Settings().of("app/Dockerfile.new").rules["C"] == "hint"
    assert capsys.readouterr().err == ""


def test_one_file_needs_no_list(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "base.toml").write_text('locked = ["DL3006"]\n[rules]\nDL3006 = "error"\n')
    (repository / "dockwright.toml").write_text('extends = "base.toml"\n[rules]\nDL3006 = "off"\n')
    assert codes("FROM debian\n", Settings().of("Dockerfile"))["DL3006"] == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("../outside.toml", "outside the workspace"),
        ("link.toml", "outside the workspace"),
        ("/etc/passwd", "ends in `.toml`"),
        ("https://example.com/a.toml", "file not found"),
        ("missing.toml", "file not found"),
        ("folder.toml", "file not found"),
        ("dockwright.toml", "it extends itself"),
        ("a\\u0000b.toml", "not a path"),
        ("package:../../etc", "not a Python package name"),
        ("package:there-is-no-such-package", "Python package not installed"),
        ("package:pytest", "no file called `dockwright.toml`"),
    ],
)
def test_what_cannot_be_extended_is_told(
    reference: str, why: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository.parent / "outside.toml").write_text('profile = "none"\n')
    (repository / "link.toml").symlink_to("../outside.toml")
    (repository / "folder.toml").mkdir()
    (repository / "dockwright.toml").write_text(f'extends = ["{reference}"]\n[rules]\nDL3020 = "off"\n')
    found = Settings().of("Dockerfile")
    assert found.profile == "default" and found.rules == Table({"DL3020": "off"})
    assert why in capsys.readouterr().err


def test_a_circle_and_a_long_row_end(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(20):
        (repository / f"{number}.toml").write_text(f'extends = ["{number + 1}.toml", "{number + 1}.toml"]\n')
    (repository / "dockwright.toml").write_text('extends = ["0.toml"]\n')
    Settings().of("Dockerfile")
    told = capsys.readouterr().err
    assert "more than 8 files extend each other" in told and "more than 32 files are extended" in told


def test_a_file_of_an_installed_package_is_read_and_nothing_of_it_is_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = repository.parent / "site-packages"
    for name, path in (("acme-policy", "acme_policy/dockwright.toml"), ("evil", "../evil/dockwright.toml")):
        (home / path).parent.mkdir(parents=True)
        (home / path).write_text('[rules]\nDL3020 = "error"\n')
        (home / path).with_name("__init__.py").write_text("raise SystemExit('it was imported')\n")
        info = home / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "RECORD").write_text(f"{path},,\n")
    monkeypatch.syspath_prepend(str(home))
    (repository / "dockwright.toml").write_text('extends = ["package:Acme.Policy"]\n')
    assert Settings().of("Dockerfile").rules == Table({"DL3020": "error"})
    (repository / "dockwright.toml").write_text('extends = ["package:evil"]\n')
    assert Settings().of("Dockerfile").rules == Table()
    assert "outside the installed packages" in capsys.readouterr().err


def test_a_policy_above_holds_in_folders_with_files_of_their_own(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "dockwright.toml").write_text(
        'locked = ["DL3020"]\nfail-level = "warning"\n[rules]\nDL3020 = "error"\nDL3004 = "error"\n'
        '[[overrides]]\npaths = ["app/legacy/**"]\nrules = { DL3020 = "hint" }\n'
    )
    (repository / "app/.hadolint.yaml").write_text("ignored: [DL3020, DL3004]\nfailure-threshold: none\n")
    (repository / "app/legacy").mkdir()
    source = "FROM debian:12\n# hadolint ignore=DL3020\nADD a.py b\n"
    told = Settings(rules=True)
    found = told.of("app/Dockerfile")
    assert codes(source, found)["DL3020"] == 1
    assert codes("FROM debian:12\nRUN sudo a\n", found).get("DL3004") is None, "what is not locked is the nearer file's"
    assert codes(source, told.of("app/legacy/Dockerfile"))["DL3020"] == 4, "overrides of the policy count"
    assert found.fail_level == "warning"
    assert "rules.DL3020: a policy locks this rule, so it stays at `error`" in capsys.readouterr().err


def test_settings_of_a_locked_rule_are_those_of_the_policy() -> None:
    policy = config('locked = ["DL3026", "own-rules"]\ntrusted-registries = ["ghcr.io"]\n[rules]\nDL3026 = "error"\n'
                    '[own-rules.no-add]\nmessage = "no"\ninstruction = ["ADD"]\n')  # fmt: skip
    nearer = config(
        'trusted-registries = ["*"]\n[rules]\nno-add = "off"\n[own-rules.no-add]\nmessage = "a"\nflag = ["--x"]'
    )
    found = codes("FROM debian:12\nADD a.py b\n", bound(nearer, policy, "app/"))
    assert found["DL3026"] == 1 and found["no-add"] == 2


def test_no_comment_hides_what_is_locked_and_none_is_offered() -> None:
    settings = config('locked = ["DL3020"]')
    assert "DL3020" in codes("# check=skip=all\nFROM debian:12\nADD a.py b\n", settings)
    source = "FROM debian:12\n# hadolint ignore=DL3020\nADD a.py b\n"
    assert "DL3020" in codes(source, settings)
    snapshot = Snapshot.of(source, settings)
    at = source.index("ADD")
    assert not [action for action in actions(snapshot, Span(at, at)) if action.title.startswith("Ignore DL3020")]
    (said,) = {one.message for one in snapshot.findings if one.code == "unused-suppression" and "DL3020" in one.message}
    assert said == "A policy has locked DL3020, so no comment switches it off: mend the cause"


def test_unknown_names_are_told() -> None:
    found = [str(problem) for problem in unknown(config('locked = ["DL302", "SC2086", "security", "mine"]'))]
    assert [one.partition(":")[0] for one in found] == ["locked.DL302", "locked.mine"]


@pytest.mark.parametrize("locale", ["", "ko", "ko-KR", "ko_KR.UTF-8", "en", "en_GB.UTF-8", "C", "C.UTF-8", "POSIX"])
def test_a_language_of_messages_is_one_there_is(locale: str) -> None:
    assert unknown(config(f'locale = "{locale}"')) == []


@pytest.mark.parametrize("locale", ["xx", "../ko", "kor", "한국어"])
def test_a_language_without_messages_is_told(locale: str) -> None:
    (problem,) = unknown(config(f'locale = "{locale}"'))
    assert str(problem) == f"locale: no messages in the language {locale!r}; use en or ko"


SOURCES = (
    "FROM debian:latest AS Build\n# hadolint ignore=DL3020,DL3004\nADD a.py b\nRUN sudo apt update # twice\n"
    "FROM ghcr.io/x/y\nRUN curl -k https://a | sh\nRUN pip install flask\nLABEL a=b\nUSER root\nCMD a b\n",
    "# check=skip=all\nFROM alpine\nENV DB_PASSWORD=x a=$a\nRUN --mount=type=cache,target=/a apk add curl\nEXPOSE 22\n"
    "RUN cd /x && npm install\nCOPY a b c\nWORKDIR x\nMAINTAINER a\nENTRYPOINT a\n",
)
NAMES = ("DL3020", "DL3004", "DL3026", "DL3049", "DL3006", "DL3007", "security", "pinning", "own-rules", "mine",
         "DL3064", "tls-not-verified", "CKV2_DOCKER_2", "base-not-allowed", "MaintainerDeprecated", "DL3042",
         "DL4006")  # fmt: skip
LEVELS = st.sampled_from(["error", "warning", "information", "hint", "off"])
RULES = st.dictionaries(st.sampled_from(NAMES), LEVELS, max_size=5)
OWN = st.sampled_from([{"instruction": ["ADD"]}, {"command": ["npm install"]}, {"base": ["**"]}])
FILES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "profile": st.sampled_from(["default", "hadolint", "buildkit", "strict", "none"]),
        "engine": st.sampled_from(["buildkit", "podman", "kaniko", "classic"]),
        "rules": RULES,
        "overrides": st.lists(st.fixed_dictionaries({"paths": st.just(["*"]), "rules": RULES}), max_size=2),
        "locked": st.lists(st.sampled_from(NAMES), max_size=4),
        "inline_ignores": st.booleans(),
        "trusted_registries": st.lists(st.sampled_from(["docker.io", "ghcr.io", "*"]), max_size=2),
        "allowed_bases": st.dictionaries(st.sampled_from(["debian", "**", "ghcr.io/**"]), st.just("why"), max_size=2),
        "denied_bases": st.dictionaries(st.sampled_from(["alpine", "**"]), st.just("why"), max_size=1),
        "label_schema": st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["url", "text"]), max_size=2),
        "own_rules": st.dictionaries(st.just("mine"), OWN.map(lambda one: {"message": "no", "level": "hint", **one})),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policy=FILES, nearer=FILES, editor=FILES, extends=st.booleans())
def test_nothing_nearer_weakens_what_is_locked(
    policy: dict[str, Any], nearer: dict[str, Any], editor: dict[str, Any], extends: bool
) -> None:
    """Each finding of a locked rule under the policy alone is there under all nearer settings, and as loud."""
    far = _file(policy)
    near = _file(nearer, far if extends else Config())
    if not extends:
        near = bound(near, far, "app/")
    both = layered(near, replace(read(editor)[0], locked=(), own_rules=Table())).for_path("Dockerfile")
    alone = far.for_path("app/Dockerfile")
    for source in SOURCES:
        kept = _all(source, both)
        for (code, span, message), level in _all(source, alone).items():
            if code in select(alone).locked:
                assert kept.get((code, span, message), 9) <= level


def _file(table: dict[str, Any], lower: Config | None = None) -> Config:
    from dockwright.config.files import _over

    problems: list[Any] = []
    return _over(lower or Config(), table, None, (), problems)


def _all(source: str, settings: Config) -> dict[tuple[str, Span, str], int]:
    groups = check(analyse(parsed(source)), select(settings))
    found: dict[tuple[str, Span, str], int] = {}
    for group in groups:
        for one in group.findings:
            key = (one.code, one.span.shifted(group.start), one.message)
            found[key] = min(found.get(key, 9), int(one.severity))
    return found


def test_a_large_hostile_file_is_read_in_bounded_work(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "dockwright.toml").write_bytes(b"a" * 2_000_000)
    assert Settings().of("Dockerfile") == Config(), "too long: not read"
    pattern = "*a" * 100
    rules = "".join(
        f'[own-rules.r{number}]\nmessage = "m"\ncommand = [{", ".join([repr(pattern)] * 50)}]\n' for number in range(20)
    )
    settings = config(rules)
    line = f"RUN {' && '.join(['a' * 500 + ' b'] * 20)}\n"
    assert codes(f"FROM debian:12\n{line}", settings) is not None
    os.mkfifo(repository / "pipe.toml")
    (repository / "dockwright.toml").write_text('extends = ["pipe.toml"]\n')
    Settings().of("Dockerfile")
    assert "file not found or not readable" in capsys.readouterr().err
