"""The mode in numbers follows from whether a file may be run where it lies."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, by_kind
from dockwright.text import Span, apply


@pytest.mark.parametrize(
    ("letters", "runnable", "flag"),
    [("go-r", True, "711"), ("go-r", False, "600"), ("+x", True, "755"), ("+x", False, "755"), ("u+x", False, "744"),
     ("u+x", True, "755"), ("go-r", None, None), ("+x", None, "755")],
)  # fmt: skip
def test_the_mode_of_the_context_counts(letters: str, runnable: bool | None, flag: str | None) -> None:
    source = f"FROM debian:12\nCOPY run.sh /\nRUN chmod {letters} /run.sh\n"
    held = contents(Workspace({"run.sh": 1}, lambda path: None), "", None)
    context = Context(held, sure=True, executable=lambda path: runnable if path == "run.sh" else None)
    snapshot = Snapshot.of(source, context=context)
    answer = by_kind()["refactor.rewrite.copy.ownerAndMode"].apply(snapshot.model, Span(15, 15), context)
    if flag is None:
        assert not isinstance(answer, Rewrite)
        return
    assert isinstance(answer, Rewrite), answer
    assert apply(source, answer.edits) == f"FROM debian:12\nCOPY --chmod={flag} run.sh /\n"


def _answer(source: str) -> Answer:
    at = source.rindex("RUN")
    return by_kind()["refactor.rewrite.copy.ownerAndMode"].apply(Snapshot.of(source).model, Span(at, at))


@pytest.mark.parametrize(
    ("base", "copy", "command"),
    [
        ("debian:12", "COPY a.conf /etc/app/a.conf", "chmod 644 /etc/app/a.conf"),
        ("debian:12", "COPY a.conf /etc/app/", "chmod 600 /etc/app/a.conf"),
        ("debian:12", "COPY a.conf /etc/app/a.conf", "chmod go-w /etc/app/a.conf"),
        ("debian:12", "COPY run.sh /srv/a/run.sh", "chmod 777 /srv/a/run.sh"),
        ("alpine:3.20", "COPY a.conf /usr/local/etc/a.conf", "chmod 644 /usr/local/etc/a.conf"),
        ("busybox", "COPY a.conf /opt/a.conf", "chmod 644 /opt/a.conf"),
    ],
)
def test_a_folder_that_copy_makes_would_get_the_mode(base: str, copy: str, command: str) -> None:
    assert isinstance(_answer(f"FROM {base}\n{copy}\nRUN {command}\n"), Refusal)


@pytest.mark.parametrize(
    ("before", "there"),
    [
        ("RUN mkdir /etc/app", True),
        ("RUN mkdir /etc/app\nRUN rm -rf /etc/app", False),
        ("RUN mkdir /etc/app && rm -rf /etc/ap*", False),
        ("RUN mkdir /etc/app && cd /etc && rm -rf app", False),
        ("RUN mkdir /etc/app && mv /etc/app /etc/old", False),
        ("RUN rm -rf /etc/app && mkdir /etc/app", True),
        ("RUN mkdir /etc/app && rm -rf /etc/app/*", True),
        ("RUN mkdir /etc/app && rm -rf /etc/apt", True),
        ("WORKDIR /etc/app\nWORKDIR /\nRUN rmdir /etc/app", False),
        ("WORKDIR /etc\nRUN cd /tmp && mkdir app", False),
        ("WORKDIR /etc\nRUN mkdir app", True),
        ("RUN if a; then mkdir /etc/app; fi", False),
        ("RUN a || mkdir /etc/app", False),
    ],
)
def test_a_folder_is_there_until_it_is_removed(before: str, there: bool) -> None:
    answer = _answer(f"FROM debian:12\n{before}\nCOPY a.conf /etc/app/a.conf\nRUN chmod 640 /etc/app/a.conf\n")
    assert isinstance(answer, Rewrite) == there


def test_a_command_in_the_background_stays() -> None:
    for command in ("chmod 700 /opt/a.sh &", "chmod 700 /opt/a.sh & wait", "(chmod 700 /opt/a.sh &)"):
        assert not isinstance(_answer(f"FROM debian:12\nCOPY a.sh /opt/\nRUN {command}\n"), Rewrite)


@pytest.mark.parametrize(
    ("before", "copy", "command"),
    [
        ("", "COPY a.conf /etc/a.conf", "chmod 640 /etc/a.conf"),
        ("RUN mkdir -p /etc/app/b\n", "COPY a.conf /etc/app/a.conf", "chmod 644 /etc/app/a.conf"),
        ("WORKDIR /app\n", "COPY a.conf ./", "chmod 600 /app/a.conf"),
        ("COPY b.conf /etc/app/\n", "COPY a.conf /etc/app/", "chmod 644 /etc/app/a.conf"),
        ("", "COPY run.sh /srv/new/run.sh", "chmod 755 /srv/new/run.sh"),
    ],
)
def test_one_that_is_there_keeps_its_own(before: str, copy: str, command: str) -> None:
    assert isinstance(_answer(f"FROM debian:12\n{before}{copy}\nRUN {command}\n"), Rewrite)


@pytest.mark.parametrize(
    ("copy", "command", "told"),
    [
        ("COPY tool /usr/local/bin/", "chmod 755 /usr/local/bin/tool", "assumes that `tool` is a file"),
        ("COPY --from=build /out/tool /opt/", "chown 1:1 /opt/tool", "assumes that `tool` is a file"),
        ("COPY a b /opt/", "chmod 755 /opt/a /opt/b", "assumes that `a` is a file; assumes that `b` is a file"),
        (
            "COPY tool /tool",
            "chmod a+x /tool",
            "assumes that `tool` is a file; regardless of the mode in the build context",
        ),
        ("COPY crontab /etc/crontab", "chmod 0644 /etc/crontab", "assumes that `crontab` is a file"),
        ("COPY x /usr/bin/tool", "chown 1:1 /usr/bin/tool", "assumes that `tool` is a file"),
        ("COPY tool.sh /opt/", "chmod 755 /opt/tool.sh", ""),
        ("COPY tool /tool", "chown -R 1:1 /tool", "not for what the base image has in `/tool`"),
        ("COPY tool /tool", "chown 1:1 /tool", None),
        ("COPY tool /tool", "chmod 777 /tool", None),
        ("COPY tool /tool", "chmod 1777 /tool", None),
        ("COPY tool /tool", "chmod 700 /tool", None),
        ("COPY tool /tool", "chmod g+w /tool", None),
        ("COPY tool /usr/local/bin", "chmod +x /usr/local/bin", None),
    ],
)
def test_what_the_command_says_of_a_name_without_an_ending(copy: str, command: str, told: str | None) -> None:
    answer = _answer(f"FROM debian:12\n{copy}\nRUN {command}\n")
    assert (answer.cost if isinstance(answer, Rewrite) else None) == told, answer
