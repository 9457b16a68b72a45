"""Deleting apt's lists is a safe fix only where nothing later reads them."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot

_FILLS = "FROM debian:12\n{}RUN apt-get update && apt-get install -y curl\n"


def _safety(after: str, before: str = "") -> bool | None:
    """Whether the fix of the first RUN is safe; None without one."""
    source = _FILLS.format(before) + after + "\n"
    (finding,) = [one for one in Snapshot.of(source).findings if one.code == "DL3009"][:1]
    return finding.fixes[0].safe if finding.fixes else None


@pytest.mark.parametrize(
    "after",
    [
        "RUN apt-get install -y git",
        "RUN apt-get build-dep -y hello",
        "RUN rosdep init && rosdep update && rosdep install --from-paths src -y",
        "RUN tasksel install web-server",
        "RUN gdebi -n /tmp/a.deb",
        "RUN mk-build-deps -i debian/control",
        "RUN mk-build-deps --install --tool='apt-get -y' debian/control",
        "RUN apt-cache policy curl",
        "RUN nala install -y git",
        "RUN bash -c 'source /opt/ros/humble/setup.bash && rosdep install --from-paths src -y'",
        'RUN ["rosdep", "install", "--from-paths", "src"]',
        "ONBUILD RUN apt-get install -y git",
        'CMD ["sh", "-c", "apt-get install -y git && git daemon"]',
    ],
)
def test_what_surely_reads_them_later_has_no_fix(after: str) -> None:
    assert _safety(after) is None


@pytest.mark.parametrize(
    "after",
    [
        "RUN sh /install.sh",
        "RUN ./bootstrap",
        "RUN /tmp/get.py",
        "RUN $INSTALLER",
        "RUN curl -fsSL https://example.com/i | bash",
        "RUN make deps",
        "RUN ansible-playbook site.yml",
        "RUN . /opt/setup.sh",
        "RUN python3 provision.py",
        "RUN sudo -E bash install.sh",
        "RUN bash -c './install.sh'",
        "RUN install_deps",
        'RUN ["/install.sh"]',
        "COPY tools/helper /usr/local/bin/\nRUN helper",
        "COPY scripts/ /usr/local/bin/\nRUN helper",
    ],
)
def test_what_may_read_them_later_makes_the_fix_unsafe(after: str) -> None:
    assert _safety(after) is False


@pytest.mark.parametrize(
    "after",
    [
        "",
        "RUN git clone https://example.com/a /a",
        "RUN apt-get update && apt-get install -y git && ./install.sh",
        "RUN apt-get update && apt-get install -y git\nRUN ./install.sh",
        "RUN pip install -r requirements.txt",
        "RUN ./configure && echo ok",
        "RUN . /etc/os-release && echo $ID",
        "RUN sh -c 'echo ok'",
        "RUN install -m 755 a /b",
        "RUN python3 -c 'print(1)'",
        "RUN apt-get clean && apt-mark hold curl",
        "COPY a.conf /etc/\nRUN helper",
        "COPY scripts/ /usr/local/bin/\nRUN chmod +x /usr/local/bin/*",
        'CMD ["bash"]',
    ],
)
def test_what_leaves_them_alone_keeps_it_safe(after: str) -> None:
    assert _safety(after) is True


def test_a_stage_built_on_this_one_counts() -> None:
    source = "FROM debian:12 AS base\nRUN apt-get update && apt-get install -y curl\nFROM base\nRUN ./install.sh\n"
    (finding,) = [one for one in Snapshot.of(source).findings if one.code == "DL3009"]
    assert not finding.fixes[0].safe
