"""`COPY --link` is offered only where it takes no folder from its owner."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, by_kind
from dockwright.text import Span, apply


def _linked(source: str) -> Answer:
    at = source.rindex("COPY")
    return by_kind()["refactor.rewrite.copy.link"].apply(Snapshot.of(source).model, Span(at, at))


@pytest.mark.parametrize(
    "before",
    [
        "USER app\nWORKDIR /data\n",
        "USER 1000\nWORKDIR /data/sub\n",
        "WORKDIR /data\nRUN chown app .\n",
        "WORKDIR /data\nRUN chown -R app:app ./\n",
        'ENV H=/data\nRUN mkdir /data && chown app "$H"\n',
        'RUN H=/data; mkdir "$H" && chown app "$H"\n',
        "RUN mkdir -p /data && cd /data && chown app .\n",
        "RUN mkdir -m 777 /data\n",
        "RUN mkdir --mode=0700 -p /data\n",
        "RUN umask 077 && mkdir /data\n",
        "RUN cp -a /etc/skel /data\n",
        "RUN mkdir /other && ln -s /other /data\n",
        "RUN rm -rf /data && ln -s /tmp /data\n",
        "USER app\nRUN mkdir /data\nUSER root\n",
        "RUN useradd -m -d /data app\n",
        "RUN sh -c 'chown app /data'\n",
        "RUN tar xf x.tar -C /\n",
        "ADD x.tar.gz /\n",
        "RUN sudo -u app mkdir /data\n",
        "RUN su app -c 'mkdir /data'\n",
    ],
)
def test_a_folder_of_another_owner_or_mode_is_left_to_them(before: str) -> None:
    assert isinstance(_linked(f"FROM debian:12\n{before}COPY a.txt /data/\n"), Refusal)


@pytest.mark.parametrize(
    "before",
    [
        "RUN chmod 777 /opt\n",
        "RUN chown app /opt\n",
        "RUN chown -R app /opt /srv\n",
        "WORKDIR /opt\nRUN chmod 777 .\n",
        "RUN rm -rf /opt && ln -s /data /opt\n",
        "RUN mv /opt /x\n",
    ],
)
def test_standard_folders_count_as_well(before: str) -> None:
    assert isinstance(_linked(f"FROM debian:12\n{before}COPY a.txt /opt/\n"), Refusal)


def test_chown_of_a_parent_counts() -> None:
    source = "FROM debian:12\nWORKDIR /srv/app/data\nRUN chown -R app /srv/app\nCOPY a.txt /srv/app/data/\n"
    assert isinstance(_linked(source), Refusal)


@pytest.mark.parametrize(
    ("before", "copy", "after"),
    [
        ("WORKDIR /data\n", "COPY a.txt .", "COPY --link a.txt ."),
        ("RUN mkdir /data\n", "COPY a.txt /data", "COPY --link a.txt /data/"),
        ("RUN mkdir /data\n", 'COPY ["a.txt", "/data"]', 'COPY --link ["a.txt", "/data/"]'),
        ("RUN chmod 755 /opt/tool\n", "COPY a.txt /opt/", "COPY --link a.txt /opt/"),
        ("RUN rm -rf /opt/tool /var/lib/apt/lists/*\n", "COPY a.txt /opt/", "COPY --link a.txt /opt/"),
    ],
)
def test_else_it_is_offered(before: str, copy: str, after: str) -> None:
    source = f"FROM debian:12\n{before}{copy}\n"
    answer = _linked(source)
    assert isinstance(answer, Rewrite), answer
    assert apply(source, answer.edits).endswith(after + "\n")
