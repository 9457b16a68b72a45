"""Build the linter's own image with a real engine, without a registry, and check a file in a container of it.

`make engine` makes the engine. The base image has a stand-in of Debian's packages, and pip finds the built package's
dependencies in a folder of wheels, so that nothing but Debian's archive and the package index is reached.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "server")]
BASE = "python:3.13.7-slim-trixie"
PYTHON = "3.13"
FAULTY = "FROM debian\nRUN apt-get update && apt-get install curl\nCMD curl\n"


def main(place: Path) -> None:
    """Build, run, and tell the sizes."""
    from engine.engine import PLACE, Engine

    place.mkdir(parents=True, exist_ok=True)
    engine = Engine(PLACE / "root")
    engine.start()
    try:
        base = _base(engine, place)
        dockerfile = (ROOT / "packaging/image/Dockerfile").read_text(encoding="utf-8")
        assert dockerfile.count(f"FROM {BASE}") == 2
        dockerfile = dockerfile.replace("# syntax=docker/dockerfile:1.7\n", "")
        dockerfile = dockerfile.replace(f"FROM {BASE} AS build", f"FROM {_with_wheels(engine, place)} AS build")
        built = engine.build(dockerfile, _context())
        assert built.image, built.log
        _check(engine, built.image)
        before, after = engine.size(base) / 1e6, engine.size(built.image) / 1e6
        print(f"base {before:.0f} MB, image {after:.0f} MB")
    finally:
        engine.stop()


def _check(engine, image: str) -> None:  # type: ignore[no-untyped-def]
    """What the image says of itself, who runs in it, and what it finds in a file that it may only read."""
    user = engine.run(image, "-c", "id -u; touch /x", options=["--entrypoint", "sh"], seconds=60)
    assert user.output.startswith("65532\n") and user.status, user
    version = engine.run(image, "--version", seconds=60)
    assert version.status == 0, version
    inside = f"printf '{FAULTY}' > /tmp/Dockerfile && cd /tmp && dockwright check"
    found = engine.run(
        image, "-c", inside, options=["--entrypoint", "sh", "--read-only", "--tmpfs", "/tmp"], seconds=60
    )
    assert found.status == 1, found
    print(version.output.strip(), found.output, sep="\n")


def _context() -> dict[str, str | bytes]:
    names = ["pyproject.toml", "README.md", "LICENSE"]
    paths = [ROOT / name for name in names] + [
        path for path in (ROOT / "server").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}


def _base(engine, place: Path) -> str:  # type: ignore[no-untyped-def]
    """A stand-in for the official image: Debian's Python under the name that it has there."""
    archive = place / "python.tar"
    if not archive.exists():
        root = place / "root"
        sources = Path("/etc/apt/sources.list.d/debian.sources").read_text(encoding="utf-8").split()
        mirror = sources[sources.index("URIs:") + 1]
        more = "--include=python3,python3-venv,ca-certificates"
        subprocess.run(["debootstrap", "--variant=minbase", more, "trixie", root, mirror], check=True)
        with tarfile.open(archive, "w") as packed:
            packed.add(root, ".", filter=lambda one: None if "/var/lib/apt/lists/" in one.name else one)
    if engine.docker("image", "inspect", BASE).returncode:
        done = engine.docker("import", "-", "dockwright-test-trixie:latest", data=archive.read_bytes())
        assert done.returncode == 0, done.stderr
        built = engine.build("FROM dockwright-test-trixie:latest\nRUN ln -s /usr/bin/python3 /usr/local/bin/python\n")
        assert built.image, built.log
        engine.docker("tag", built.image, BASE)
    return BASE


def _with_wheels(engine, place: Path) -> str:  # type: ignore[no-untyped-def]
    """The base with the wheels, which pip takes instead of an index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheels = place / "wheels"
    if not wheels.is_dir():
        wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
        kinds = [part for one in ("2014", "_2_28") for part in ("--platform", f"manylinux{one}_x86_64")]
        command = [
            "-m",
            "pip",
            "download",
            "--python-version",
            PYTHON,
            *kinds,
            "--only-binary=:all:",
            "-d",
            str(wheels),
        ]
        subprocess.run([sys.executable, *command, *wanted], check=True)
    files = {f"wheels/{path.name}": path.read_bytes() for path in wheels.iterdir()}
    built = engine.build(f"FROM {BASE}\nENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels\nCOPY wheels /wheels\n", files)
    assert built.image, built.log
    return str(built.image)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "own-image")
