"""A real Docker engine with BuildKit: what it builds and what its containers do is the last word."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import tarfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PLACE = Path(os.environ.get("DOCKWRIGHT_ENGINE") or ROOT / "build" / "engine")
"""What `install.sh` makes: an engine in a root of its own, and archives of base images."""

_MOUNTS = """
set -e
mount --bind "$1" "$1"
mount --make-rprivate "$1"
mount -t proc proc "$1/proc"
mount -t sysfs sysfs "$1/sys"
mount --rbind /dev "$1/dev"
mount --rbind /sys/fs/cgroup "$1/sys/fs/cgroup"
rm -rf "$1/run/docker" "$1/run/docker.sock" "$1/run/docker.pid" "$1/run/containerd"
cp -L /etc/resolv.conf "$1/etc/resolv.conf" || true
mkdir -p "$1/.outside"
cd "$1"
pivot_root . .outside
exec chroot . sh -c 'umount -l /.outside && exec dockerd --bridge=none --iptables=false -H unix:///run/docker.sock'
"""
"""The root is changed for the whole namespace: a health check enters that of its container from the top, and in a
mere `chroot` it would see the files of this machine."""
_PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_OF_CONTAINERS = re.compile(r"(\.dockerenv|dev|proc|sys|etc/(hostname|hosts|resolv\.conf|mtab))(/|$)")
"""What the engine itself puts into a container."""


@dataclass(frozen=True)
class Source:
    """A file of a build context."""

    text: str | bytes = ""
    mode: int = 0o644
    link: str | None = None


@dataclass(frozen=True)
class Build:
    """What came of a build: the image's name, or where and why it stopped."""

    image: str | None
    log: str
    line: int | None
    """The line, from 1, of the instruction that stopped it."""

    @property
    def steps(self) -> list[str]:
        """The steps that were taken from the cache, as BuildKit names them."""
        names = dict(re.findall(r"^(#\d+) (\[.*)$", self.log, re.MULTILINE))
        return [names[one] for one in re.findall(r"^(#\d+) CACHED$", self.log, re.MULTILINE) if one in names]


@dataclass(frozen=True)
class Run:
    """What a container did: its exit status, or None where it still ran when the time was over."""

    status: int | None
    output: str


class Engine:
    """A running engine, and the client that lies beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._daemon: subprocess.Popen[bytes] | None = None
        self._count = 0

    def start(self) -> None:
        """Start the daemon, unless one runs there, and load the base images; RuntimeError where it does not answer."""
        if self.docker("version").returncode != 0:
            self._start()
        self._load("busybox", "sh", ["busybox"])
        self._load("debian-12", "bash", ["debian:12", "debian:12-slim", "debian:bookworm", "debian:bookworm-slim"])

    def _start(self) -> None:
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        with (self.root.parent / "dockerd.log").open("wb") as log:
            self._daemon = subprocess.Popen(
                [*apart, "sh", "-c", _MOUNTS, "sh", str(self.root)], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        for _ in range(300):
            if self.docker("version").returncode == 0:
                break
            if self._daemon.poll() is not None:
                raise RuntimeError((self.root.parent / "dockerd.log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.1)
        else:
            self.stop()
            raise RuntimeError("the engine does not answer")

    def _load(self, archive: str, command: str, names: Iterable[str]) -> None:
        first, *others = names
        if self.docker("image", "inspect", first).returncode == 0:
            return
        data = (self.root.parent / "images" / f"{archive}.tar").read_bytes()
        changes = (
            "--change",
            f'CMD ["{command}"]',
            "--change",
            "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        )
        self._must(self.docker("import", *changes, "-", first, data=data))
        for other in others:
            self._must(self.docker("tag", first, other))

    def stop(self) -> None:
        """Remove what the tests made and end the daemon; its mounts go with it."""
        if self._daemon is None:
            return
        made = (
            self.docker("image", "ls", "--quiet", "--filter", f"reference=dockwright-test-{os.getpid()}-*")
            .stdout.decode()
            .split()
        )
        if made:
            self.docker("image", "rm", "--force", *made)
        self.docker("builder", "prune", "--all", "--force")
        children = Path(f"/proc/{self._daemon.pid}/task/{self._daemon.pid}/children").read_text().split()
        for child in children:  # `unshare` itself heeds no polite signal
            os.kill(int(child), signal.SIGTERM)
        try:
            self._daemon.wait(20)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.wait(20)
        self._daemon = None

    def docker(
        self, *arguments: str, data: bytes | None = None, seconds: float = 300, classic: bool = False
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the engine's client."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DOCKER_BUILDKIT": "01"[not classic]}
        environment |= {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        return subprocess.run(
            ["chroot", str(self.root), "docker", "-H", "unix:///run/docker.sock", *arguments],
            input=data if data is not None else b"", capture_output=True, env=environment, timeout=seconds, check=False,
        )  # fmt: skip

    def build(
        self,
        dockerfile: str,
        context: Mapping[str, str | bytes | Source] | None = None,
        *options: str,
        network: bool = False,
        classic: bool = False,
    ) -> Build:
        """Build the last stage of a Dockerfile; `context` holds the other files by their paths.

        BuildKit builds it, or the `classic` builder.
        """
        files: dict[str, str | bytes | Source] = {"Dockerfile": dockerfile, **(context or {})}
        self._count += 1
        name = f"dockwright-test-{os.getpid()}-{self._count}"
        proxies = [part for one in _PASSED_ON if one in os.environ for part in ("--build-arg", one)]
        reach = ["--network=host", *proxies] if network else ["--network=none"]
        plain = [] if classic else ["--progress=plain"]
        data = _packed(files)
        done = self.docker("build", *plain, "--tag", name, *reach, *options, "-", data=data, classic=classic)
        log = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
        line = re.search(r"^Dockerfile:(\d+)$", log, re.MULTILINE)
        return Build(name if done.returncode == 0 else None, log, int(line.group(1)) if line else None)

    def run(self, image: str, *command: str, options: Iterable[str] = (), seconds: float = 5) -> Run:
        """Run a container of an image; ended when the time is over, which is no failure."""
        self._count += 1
        name = f"dockwright-run-{os.getpid()}-{self._count}"
        try:
            done = self.docker(
                "run", "--rm", "--network=none", "--name", name, *options, image, *command, seconds=seconds
            )
        except subprocess.TimeoutExpired as late:
            self.docker("rm", "--force", name)
            return Run(None, ((late.stdout or b"") + (late.stderr or b"")).decode("utf-8", "replace"))
        return Run(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))

    def configuration(self, image: str) -> dict[str, Any]:
        """The configuration of an image, as OCI has it."""
        done = self._must(self.docker("image", "inspect", image))
        (found,) = json.loads(done.stdout)
        config = {name: value for name, value in found["Config"].items() if value and name not in ("Image", "Hostname")}
        return {**config, "Architecture": found["Architecture"], "Os": found["Os"]}

    def size(self, image: str) -> int:
        """How many bytes the layers of an image hold."""
        return int(self._must(self.docker("image", "inspect", "--format", "{{.Size}}", image)).stdout)

    def tree(self, image: str) -> dict[str, tuple[str, ...]]:
        """All files of an image by path: kind, mode, owner, and what is in it."""
        made = self._must(self.docker("create", image, "nothing")).stdout.decode().strip()
        try:
            data = self._must(self.docker("export", made)).stdout
        finally:
            self.docker("rm", made)
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return {
                member.name: _facts(member, archive)
                for member in archive.getmembers()
                if not _OF_CONTAINERS.match(member.name)
            }

    @staticmethod
    def _must(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
        if done.returncode:
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))
        return done


def _facts(member: tarfile.TarInfo, archive: tarfile.TarFile) -> tuple[str, ...]:
    owner = f"{member.uid}:{member.gid}"
    mode = format(member.mode, "04o")
    if member.isreg():
        content = archive.extractfile(member)
        assert content is not None
        return "file", mode, owner, hashlib.sha256(content.read()).hexdigest()
    return member.type.decode(), mode, owner, member.linkname


def _packed(files: Mapping[str, str | bytes | Source]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        folders: set[str] = set()
        for path, value in files.items():
            for parent in reversed(
                Path(path).parents[:-1] if not path.endswith("/") else [Path(path), *Path(path).parents[:-1]]
            ):
                if str(parent) not in folders:
                    folders.add(str(parent))
                    folder = tarfile.TarInfo(str(parent))
                    folder.type, folder.mode = tarfile.DIRTYPE, 0o755
                    archive.addfile(folder)
            if path.endswith("/"):
                continue
            source = value if isinstance(value, Source) else Source(value)
            member = tarfile.TarInfo(path)
            member.mode = source.mode
            if source.link is not None:
                member.type, member.linkname = tarfile.SYMTYPE, source.link
                archive.addfile(member)
                continue
            content = source.text.encode() if isinstance(source.text, str) else source.text
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()
