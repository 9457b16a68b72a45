"""Puts the server and its libraries into bundled/, and with --package makes the .vsix and says how large it is.

Pure libraries go to bundled/libs once; those with compiled parts to bundled/native/cp311, cp312, ... for one
platform (`--target`, as vsce names it: linux-x64, darwin-arm64, win32-x64, ...; this machine's by default), so that
any supported Python of the user's can run the server.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from licences import notices
from translate import localized

CLIENT = Path(__file__).resolve().parents[1]
ROOT = CLIENT.parent
BUNDLED = CLIENT / "bundled"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "alpine-x64": ("musllinux_1_2_x86_64",),
    "alpine-arm64": ("musllinux_1_2_aarch64",),
    "darwin-x64": ("macosx_10_15_x86_64", "macosx_10_9_x86_64", "macosx_11_0_universal2", "macosx_10_9_universal2"),
    "darwin-arm64": ("macosx_11_0_arm64", "macosx_11_0_universal2", "macosx_10_9_universal2"),
    "win32-x64": ("win_amd64",),
    "win32-arm64": ("win_arm64",),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", choices=sorted(PLATFORMS), default=this_platform())
    parser.add_argument("--pythons", nargs="+", default=list(PYTHONS), metavar="VERSION")
    parser.add_argument("--package", action="store_true", help="make build/dockwright-TARGET.vsix")
    parser.add_argument("--published", action="store_true", help="pictures and links of the README from the repository")
    options = parser.parse_args()
    libraries(options.target, options.pythons)
    server()
    if options.package:
        package(options.target, options.published)


def this_platform() -> str:
    system = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}.get(platform.system(), "linux")
    machine = "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x64"
    if system == "linux" and platform.libc_ver()[0] != "glibc":
        system = "alpine"
    return f"{system}-{machine}"


def libraries(target: str, pythons: list[str]) -> None:
    """Downloads what pyproject.toml asks for into libs (any Python) and native (one Python), and writes the licences."""
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for folder in ("libs", "native"):
        shutil.rmtree(BUNDLED / folder, ignore_errors=True)
    for version in pythons:
        with tempfile.TemporaryDirectory() as place:
            wheels = Path(place)
            pip("download", "--dest", place, *only(target, version), *needed)
            for wheel in sorted(wheels.glob("*.whl")):
                tag = wheel.stem.split("-")[-2]
                one_python = tag.startswith("cp") and "abi3" not in wheel.name
                folder = BUNDLED / ("native/cp" + version.replace(".", "") if one_python else "libs")
                folder.mkdir(parents=True, exist_ok=True)
                shutil.unpack_archive(wheel, folder, "zip")
    for library in BUNDLED.rglob("*.so"):
        shorten(library)
    told = notices([BUNDLED / "libs", *sorted((BUNDLED / "native").iterdir())])
    (BUNDLED / "libs" / "licences.txt").write_text(told, encoding="utf-8")


def shorten(library: Path) -> None:
    """Cuts off what no segment of a 64-bit ELF file loads: symbols for debuggers, most of the size of some wheels."""
    content = bytearray(library.read_bytes())
    if content[:6] != b"\x7fELF\x02\x01":
        return
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    segments = [struct.unpack_from("<IIQQQQ", content, table + size * index) for index in range(count)]
    end = max(start + length for _, _, start, _, _, length in segments)
    struct.pack_into("<Q", content, 40, 0)  # no table of sections any more
    struct.pack_into("<HHH", content, 58, 64, 0, 0)
    library.write_bytes(content[:end])


def only(target: str, version: str) -> list[str]:
    tags = [part for name in PLATFORMS[target] for part in ("--platform", name)]
    return ["--only-binary=:all:", "--implementation", "cp", "--python-version", version, *tags]


def server() -> None:
    """Copies the server, as a wheel would hold it."""
    place = BUNDLED / "libs" / "dockwright"
    shutil.rmtree(place, ignore_errors=True)
    leave_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "server" / "dockwright", place, ignore=leave_out)


def package(target: str, published: bool) -> None:
    subprocess.run(["node", "scripts/build.mjs"], cwd=CLIENT, check=True)
    place = CLIENT / "build" / f"dockwright-{target}.vsix"
    place.parent.mkdir(exist_ok=True)
    vsce = next(
        folder / "node_modules/.bin/vsce" for folder in (CLIENT, ROOT) if (folder / "node_modules/.bin/vsce").exists()
    )
    call = [str(vsce), "package", "--no-dependencies", *links(published)]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / CLIENT.name
        shutil.copytree(CLIENT, copy, ignore=shutil.ignore_patterns("node_modules", "build", "__pycache__"))
        for name, text in localized(json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))).items():
            (copy / name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [*call, "--target", target, "-o", str(place)], cwd=copy, capture_output=True, text=True, check=False
        )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    version = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))["version"]
    print(f"{place.name} {version}: {place.stat().st_size / 1e6:.1f} MB")


def links(published: bool) -> list[str]:
    """The options of vsce for links of the README: a page on the web needs whole ones; a package made here, none."""
    if not published:
        return ["--no-rewrite-relative-links"]
    home = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))["homepage"]
    return [
        f"--baseContentUrl={home}/blob/HEAD/{CLIENT.name}",
        f"--baseImagesUrl={home}/raw/HEAD/{CLIENT.name}",
    ]


def pip(*arguments: str) -> None:
    call = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)


if __name__ == "__main__":
    main()
