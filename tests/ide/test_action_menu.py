"""What the menu of actions shows: what is rarely wanted only where it is asked for, what is wanted most first."""

from __future__ import annotations

import pytest

from dockwright.ide.actions.code_action import actions
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Span, apply
from markers import cursor

SOURCE = "FROM debian:12\nRUN make a\nRUN make b\nCMD server\n"


def kinds(start: int, end: int, *only: str) -> list[str]:
    """The kinds that are offered."""
    return [action.kind for action in actions(Snapshot.of(SOURCE), Span(start, end), only) if not action.disabled]


def test_a_cursor_gets_one_way_to_merge_and_no_array() -> None:
    found = kinds(16, 16)
    assert found[0] == "refactor.rewrite.run.merge"
    assert not [kind for kind in found if kind.startswith("refactor.rewrite.run.merge.") or kind.endswith("toExec")]


def test_a_selection_gets_the_other_ways() -> None:
    found = kinds(16, 30)
    assert {"refactor.rewrite.run.merge.set", "refactor.rewrite.run.merge.heredoc"} < {*found}
    assert "refactor.rewrite.run.merge.subshells" not in found


def test_who_names_a_kind_gets_all_of_it() -> None:
    rare = {"refactor.rewrite.run.merge.subshells", "refactor.rewrite.run.merge.heredoc", "refactor.rewrite.run.toExec"}
    assert not rare & {*kinds(16, 16, "refactor"), *kinds(16, 16, "refactor.rewrite")}
    assert rare < {*kinds(16, 16, "refactor.rewrite.run")}
    assert kinds(16, 16, "refactor.rewrite.run.toExec") == ["refactor.rewrite.run.toExec"]


def test_the_plainest_of_several_is_preferred() -> None:
    found = actions(Snapshot.of(SOURCE), Span(16, 30), ("refactor.rewrite.run.merge",))
    assert [action.kind for action in found if action.preferred] == ["refactor.rewrite.run.merge"]


def test_a_single_stage_needs_no_name() -> None:
    assert "refactor.rewrite.stage.name" not in kinds(3, 3)


ADDED = 'FROM debian:12\nADD app.py /srv/\nCMD ["a"]\n'


def test_to_ignore_a_finding_is_the_last_entry_and_no_quick_fix() -> None:
    found = actions(Snapshot.of(ADDED), Span(16, 16))
    ignoring = [action.title.startswith(("Ignore", "Open documentation")) for action in found]
    assert any(ignoring) and not ignoring[0] and ignoring == sorted(ignoring)
    assert {action.kind for action in found if action.title.startswith("Ignore")} == {"dockwright.ignore"}
    assert not any(action.preferred for action in found if action.title.startswith("Ignore"))


def test_who_asks_for_quick_fixes_alone_gets_the_way_to_ignore_behind_them() -> None:
    found = actions(Snapshot.of(ADDED), Span(16, 16), ("quickfix",))
    assert {action.kind for action in found} == {"quickfix"}
    assert found[0].title == "Replace ADD with COPY" and found[-1].title.startswith(("Ignore", "Open documentation"))
    asked = actions(Snapshot.of(ADDED), Span(16, 16), ("dockwright.ignore",))
    assert asked and {action.kind for action in asked} == {"dockwright.ignore"}


def test_a_page_is_offered_before_the_ways_to_ignore_and_behind_the_fix() -> None:
    source, offset = cursor("FROM debian:12\nUSER gh<|>ost\n")
    found = [action.title for action in actions(Snapshot.of(source), Span(offset, offset))]
    assert found == [
        "Create user `ghost` first",
        "Open documentation of user-unknown",
        "Ignore user-unknown here",
        "Ignore user-unknown in this file",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "FROM alpine:3.20\nUSER 1000\nRUN id\nUSER gh<|>ost\n",
        "FROM alpine:3.20\nUSER gh<|>ost:web\n",
        "FROM alpine:3.20\nRUN addgroup ghost\nUSER gh<|>ost\n",
        'FROM alpine:3.20\nSHELL ["/usr/bin/python3", "-c"]\nUSER gh<|>ost\n',
    ],
)
def test_no_user_is_made_where_that_may_fail(source: str) -> None:
    text, offset = cursor(source)
    found = [action.title for action in actions(Snapshot.of(text), Span(offset, offset))]
    assert found and not any(title.startswith("Make") for title in found)


@pytest.mark.parametrize(
    "run",
    ["RUN a && b", "RUN --network=none a && b", "RUN a \\\n  && b", "RUN set -e; a; b", "RUN <<EOF\nset -e\na\nb\nEOF"],
)
def test_a_run_can_be_split_wherever_the_cursor_stands_in_it(run: str) -> None:
    source = f"FROM debian:12\n{run}\n"
    end = source.index("b", 15)
    for offset in range(15, end + 2):
        found = actions(Snapshot.of(source), Span(offset, offset), ("refactor.rewrite.run.split",))
        assert [action.disabled for action in found] == [""], source[:offset]


def test_a_title_names_the_cache_that_is_deleted() -> None:
    kind = "refactor.rewrite.packages.clean"
    assert menu("FROM node:22\nRUN<|> npm ci\n")[kind] == "Delete the cache of `npm` in the same RUN"
    assert menu("FROM a:1\nRUN<|> conda install -y x\n")[kind] == "Delete the cache of `conda` in the same RUN"


def menu(source: str) -> dict[str, str]:
    """The titles of what is offered at the cursor, by kind."""
    text, offset = cursor(source)
    found = actions(Snapshot.of(text), Span(offset, offset))
    return {action.kind: action.title.partition(" (")[0] for action in found if not action.disabled}


def test_of_two_ways_to_write_packages_on_lines_one_is_offered() -> None:
    unsorted = menu("FROM alpine:3.20\nRUN<|> apk add --no-cache curl bash\n")
    assert "refactor.rewrite.packages.sort" in unsorted and "refactor.rewrite.packages.onePerLine" not in unsorted
    assert "refactor.rewrite.packages.onePerLine" in menu("FROM alpine:3.20\nRUN<|> apk add --no-cache bash curl\n")
    source, offset = cursor("FROM alpine:3.20\nRUN<|> apk add --no-cache curl bash\n")
    asked = actions(Snapshot.of(source), Span(offset, offset), ("refactor.rewrite.packages.onePerLine",))
    assert [action.title for action in asked] == ["Write packages one per line"]


@pytest.mark.parametrize("line", ["<|>&& echo b", "&& ec<|>ho b", "    &&<|> echo b", "    echo b<|>"])
@pytest.mark.parametrize("below", ["", "EXPOSE 3000\n"])
def test_a_line_that_goes_on_is_fixed_at_once(line: str, below: str) -> None:
    source, offset = cursor(f"FROM alpine:3.20\nRUN true\n{line}\n{below}")
    first, *_ = found = actions(Snapshot.of(source), Span(offset, offset))
    assert (first.kind, first.title, first.preferred) == ("quickfix", "End the line above with `\\`", True)
    assert apply(source, first.edits) == source.replace("true\n", "true \\\n")
    assert [action.title for action in found].count(first.title) == 1


def test_a_title_tells_which_run_is_merged() -> None:
    kind = "refactor.rewrite.run.merge"
    assert menu("FROM debian:12\nRUN<|> a\nRUN b\n")[kind] == "Merge this RUN and the one below with `&&`"
    assert menu("FROM debian:12\nRUN a\nRUN<|> b\n")[kind] == "Merge this RUN and the one above with `&&`"


def test_keywords_are_written_in_upper_case_from_one_that_changes() -> None:
    kind = "refactor.rewrite.keywords.upper"
    assert kind in menu("FR<|>OM debian:12 as a\nFROM a as b\n")
    assert kind not in menu("FROM debian:12 as a\nFROM a as b\nRU<|>N b\n")


def test_a_title_tells_how_many_runs_get_a_cache() -> None:
    kind = "refactor.rewrite.run.cacheMount"
    install = "apt-get update && apt-get install -y"
    one = menu(f"FROM debian:12\nRUN<|> {install} git\n")
    two = menu(f"FROM debian:12\nRUN<|> {install} git\nCOPY a /a\nRUN {install} curl\n")
    assert one[kind] == "Mount a cache for `apt-get`"
    assert two[kind] == "Mount a cache for `apt-get` in 2 RUNs of this stage"


def test_nothing_is_offered_for_a_package_manager_that_the_image_does_not_have() -> None:
    source = "FROM {}\nRUN<|> apt-get update && apt-get install git curl\n"
    kinds = {kind for kind in menu(source.format("debian:12")) if "packages" in kind or "cacheMount" in kind}
    assert {"refactor.rewrite.run.cacheMount", "refactor.rewrite.packages.sort"} <= kinds
    assert not kinds & {*menu(source.format("alpine:3.20"))}


def test_the_way_back_from_a_heredoc_is_called_like_it() -> None:
    assert menu("FROM debian:12\nRUN<|> a && b\n")["refactor.rewrite.run.toHeredoc"] == "Write this RUN as a heredoc"
    back = menu("FROM debian:12\nRUN<|> <<EOF\nset -e\na\nb\nEOF\n")["refactor.rewrite.run.fromHeredoc"]
    assert back == "Write this heredoc as a RUN with `&&`"


ONE_LINE = "FROM debian:12\nRUN c<|>d /srv && apt-get update && apt-get install -y curl\n"


def test_the_fix_of_what_is_at_the_cursor_comes_before_others_of_its_line() -> None:
    text, at = cursor(ONE_LINE)
    snapshot = Snapshot.of(text)
    about = [
        (snapshot.findings[action.finding].code, action.preferred)
        for action in actions(snapshot, Span(at, at))
        if action.kind == "quickfix" and action.finding is not None
    ]
    assert about[0][0] == "DL3003"
    assert ("DL3009", False) in about, "editors show what is preferred first"


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("HEALTHCHECK --interval=<|>30 CMD true", "HEALTHCHECK --interval=30s CMD true"),
        ("COPY ../sh<|>ared /app/", "COPY shared /app/"),
        ("ADD --chown=1 ../../a/../b<|>.txt /app/", "ADD --chown=1 b.txt /app/"),
    ],
)
def test_what_may_be_meant_is_offered(line: str, fixed: str) -> None:
    text, offset = cursor(f"FROM debian:12\n{line}\n")
    (fix,) = [one for one in actions(Snapshot.of(text), Span(offset, offset)) if one.title.startswith("Change to")]
    assert apply(text, fix.edits) == f"FROM debian:12\n{fixed}\n"
    assert not fix.preferred
