"""The files that single commands create in their working folder: a table of known commands."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dockwright.context.values import NOTHING, ROOT, Made
from dockwright.lazy import pattern

_NOTHING = frozenset(
    """
    echo printf true false : test [ exit return export set unset shopt local readonly declare typeset trap wait
    sleep date whoami id uname hostname nproc arch type which hash alias ls cat head tail grep egrep fgrep rg
    awk sed cut sort uniq wc tr rev jq yq basename dirname realpath readlink stat file du df diff cmp seq rm
    rmdir pwd break continue shift read let expr base64 md5sum sha1sum sha256sum sha512sum envsubst chown chgrp
    printenv ps kill pkill lsof apt apt-get apk yum dnf microdnf brew choco snap rpm dpkg add-apt-repository
    update-alternatives systemctl service modprobe sysctl ssh-add ssh-agent ssh-keyscan hadolint shellcheck
    actionlint yamllint golangci-lint rustup corepack nvm logger write-host write-output set-executionpolicy
    get-content write-error rem title setlocal endlocal pause sync clear tput column xxd od notify-send
    osascript ping nc dig nslookup getent
    getopts mktemp swapoff select-string get-service docker-machine groups stty umask ulimit dockwright
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Programs that do not change the workspace, whatever their arguments; their output may be redirected."""
_SAFE_UNDER = {
    "git": "describe rev-parse rev-list log status diff config fetch tag push ls-files ls-remote ls-tree branch show"
    " symbolic-ref remote add commit shortlog name-rev cat-file merge-base submodule gc version --version",
    "aws": "ecr ecr-public sts configure ecs lambda --version",
    "gcloud": "auth config artifacts container run services projects --version version",
    "az": "login acr account aks version",
    "kubectl": "apply get set rollout config wait delete create describe version",
    "helm": "upgrade install repo list lint template status version",
    "gh": "auth api pr issue workflow secret variable",
    "npm": "config whoami view audit ping version --version -v set",
    "yarn": "config --version -v",
    "pnpm": "config --version -v",
    "go": "version env vet fmt install list clean",
    "docker": "login logout pull push tag images image inspect info version network volume rm rmi ps stop kill start"
    " logs manifest trust scout context system builder create wait port top stats history load commit container"
    " --version -v plugin swarm service stack secret node",
    "docker-compose": "build pull push down ps logs config rm stop kill images version --version",
}
_ENGINES = ("docker", "podman", "buildah", "nerdctl", "finch", "depot")
_BUILDING = ("build", "bud", "buildx", "bake")
_OUTPUTS = ("-o", "--output", "--iidfile", "--metadata-file", "--sbom-output", "--cache-to")
_KEPT = pattern(r"type=(?:docker|image|registry|gha|inline|s3)\b")
_MOUNTS = ("-v", "--volume", "--mount", "--volumes-from", "-V")
_ELSEWHERE = pattern(
    r"(?:/|~|[A-Za-z]:[\\/]|&|-$|nul$|\$(?:\{\{[ \t]*(?:runner\.temp|github\.(?:output|env))[ \t]*\}\}"
    r"|(?:env:)?\{?(?:GITHUB_(?:OUTPUT|ENV|PATH|STEP_SUMMARY|STATE)|RUNNER_TEMP|HOME|TMPDIR|TMP|TEMP|BASH_ENV)\b))",
    2,
)
_PROGRAM = pattern(r"^@?\$[{(]?(SUDO|ECHO|RM|MKDIR|CP|MV|DOCKER|PODMAN|GIT|CURL)[)}]?$")
"""Variables that contain the program of the same name."""
_CHECKOUTS = pattern(r"/(?:workspace|github/workspace|drone/src|woodpecker|builds|app|src|code|repo)(?:/|\Z)")
"""The workspace in the containers of runners."""
_VALUES = {
    "curl": "-H -d -u -X -A -b -e -m -w -x --header --data --user --request --retry --retry-delay --max-time",
    "wget": "-t -T -U --header --tries --timeout --user --password",
    "mkdir": "-m --mode",
    "touch": "-t -d -r",
    "install": "-m -o -g --mode --owner --group",
}


class Product(NamedTuple):
    """The files that a command creates, with paths as written."""

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    """Each source with its target."""


NONE = Product()


def product(words: list[str]) -> Product | None:
    """The files that a command creates; None if not known."""
    words = _unwrapped([_PROGRAM.sub(lambda match: match[1].lower(), words[0]), *words[1:]] if words else [])
    if not words:
        return NONE
    name = posixpath.basename(words[0].lstrip("@-+").strip("\"'")).lower().removesuffix(".exe")
    rest = words[1:]
    if not name and not rest:
        return NONE
    special = _SPECIAL.get(name)
    if special is not None:
        return special(rest)
    if name in _ENGINES:
        return _engine(rest)
    if name in _SAFE_UNDER:
        under = next((word for word in rest if not word.startswith("-")), rest[0] if rest else "")
        return NONE if under in _SAFE_UNDER[name].split() else None
    return NONE if name in _NOTHING else None


def is_elsewhere(path: str) -> bool:
    """Whether a path is outside of the workspace."""
    return ROOT not in path and _ELSEWHERE.match(path) is not None and not _CHECKOUTS.match(path)


def located(path: str, place: str | None) -> Made:
    """The paths that are written to, if known; wildcards stay."""
    path = path.replace("\\", "/").strip()
    if ROOT in path:
        place, path = "", path.rpartition(ROOT)[2].lstrip("/")
    if place is None or "://" in path or path.startswith("/"):
        return Made(unknown=f"what is written to `{path[:60]}`")
    joined = posixpath.normpath(posixpath.join(place, path))
    if joined == ".." or joined.startswith("../"):
        return NOTHING
    return Made(files=frozenset({"" if joined == "." else joined}))


def _unwrapped(words: list[str]) -> list[str]:
    while words and words[0].lstrip("@-+") in ("sudo", "env", "time", "nice", "command", "builtin", "retry", "doas"):
        words = words[1:]
        while words and (words[0].startswith("-") or (words[0].partition("=")[1] and "/" not in words[0])):
            words = words[1:]
    return words


def _operands(name: str, words: list[str]) -> Iterator[str]:
    with_value = _VALUES.get(name, "").split()
    waiting = iter(words)
    for word in waiting:
        if word in with_value:
            next(waiting, "")
        elif not word.startswith("-"):
            yield word


def _option(words: list[str], *names: str) -> str:
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in names:
            return value if equals else (words[at + 1] if at + 1 < len(words) else "")
    return ""


def _copy(words: list[str]) -> Product | None:
    if "-d" in words or "--directory" in words:  # for `install`
        return Product(files=tuple(_operands("install", words)))
    if target := _option(words, "-t", "--target-directory"):
        return Product(folders=(target,))
    places = list(_operands("install" if "-m" in words else "", words))
    return Product(copies=tuple((source, places[-1]) for source in places[:-1])) if len(places) > 1 else None


def _link(words: list[str]) -> Product | None:
    places = list(_operands("", words))
    return Product(folders=(places[-1] if len(places) > 1 else posixpath.basename(places[0]),)) if places else None


def _rsync(words: list[str]) -> Product | None:
    last = words[-1] if words else ""
    return None if not last or last.startswith("-") else NONE if ":" in last else Product(folders=(last,))


def _files(name: str) -> Callable[[list[str]], Product | None]:
    return lambda words: Product(files=tuple(_operands(name, words)))


def _chmod(words: list[str]) -> Product | None:
    places = tuple(word for word in words if not word.startswith("-") or "/" in word)[1:]
    return Product(folders=places) if "-R" in words or "--recursive" in words else Product(files=places)


def _curl(words: list[str]) -> Product | None:
    if "--output-dir" in words or "--remote-name-all" in words or "-K" in words:
        return None
    files = []
    for at, word in enumerate(words[:-1]):
        if word == "--output" or (word.startswith("-") and not word.startswith("--") and word.endswith("o")):
            files.append(words[at + 1])
    files += [word.partition("=")[2] for word in words if word.startswith("--output=")]
    if any(word == "--remote-name" or (word[:1] == "-" != word[1:2] and "O" in word) for word in words):
        files += map(_last_part, (word for word in _operands("curl", words) if "/" in word))
    return Product(files=tuple(files))


def _wget(words: list[str]) -> Product | None:
    for at, word in enumerate(words):
        if word.startswith("--output-document="):
            return Product(files=(word.partition("=")[2],))
        if word == "--output-document" or (word[:1] == "-" != word[1:2] and word.endswith("O")):
            return Product(files=tuple(words[at + 1 : at + 2]))
        if word[:1] == "-" != word[1:2] and word.endswith("O-"):
            return NONE
    if folder := _option(words, "-P", "--directory-prefix"):
        return Product(folders=(folder,))
    if any(word in ("-r", "-m", "-i", "--mirror", "--recursive", "--input-file") for word in words):
        return None
    return Product(files=tuple(map(_last_part, _operands("wget", words))))


def _last_part(url: str) -> str:
    return posixpath.basename(url.strip("\"'").partition("?")[0])


def _tar(words: list[str]) -> Product | None:
    how = words[0] if words else ""
    mode = "".join(word for word in words if word[:2] != "--" and (word[:1] == "-" or word is how))
    if "c" in mode or "--create" in words:
        at = next((at for at, word in enumerate(words) if word[:2] != "--" and word.endswith("f")), None)
        return Product(files=tuple(words[at + 1 : at + 2])) if at is not None else NONE
    if "t" in mode and "x" not in mode:
        return NONE
    folder = _option(words, "-C", "--directory")
    return Product(folders=(folder,)) if folder else None


def _unzip(words: list[str]) -> Product | None:
    folder = _option(words, "-d")
    return Product(folders=(folder,)) if folder else NONE if "-l" in words or "-p" in words else None


def _git(words: list[str]) -> Product | None:
    if "clone" in words:
        places = list(_operands("", words[words.index("clone") + 1 :]))
        places = [place for place in places if "/" in place or "." in place or place is places[-1]]
        last = places[-1] if places else ""
        return Product(folders=(_last_part(last).removesuffix(".git") if _is_remote(last) else last,)) if last else None
    under = next((word for word in words if not word.startswith("-")), "")
    return NONE if under in _SAFE_UNDER["git"].split() or not under else None


def _is_remote(place: str) -> bool:
    return "://" in place or place.strip("\"'").startswith("git@") or place.rstrip("\"'").endswith(".git")


def _go(words: list[str]) -> Product | None:
    under, rest = (words[0], words[1:]) if words else ("", [])
    if under == "build" and (target := _option(rest, "-o")):
        return Product(folders=(target,))
    if under == "test":
        return None if {"-c", "-o", "-coverprofile", "-generate"} & {word.partition("=")[0] for word in rest} else NONE
    if under == "mod":
        return Product(folders=("vendor",)) if "vendor" in rest else Product(files=("go.sum", "go.mod"))
    return NONE if under in _SAFE_UNDER["go"].split() else None


def _pip(words: list[str]) -> Product | None:
    kept = [
        word for word in words if word.startswith((".", "-e", "-t", "--target", "--prefix", "--root", "--editable"))
    ]
    return NONE if words[:1] in (["install"], ["uninstall"], ["list"], ["freeze"], ["--version"]) and not kept else None


def _python(words: list[str]) -> Product | None:
    if words[:2] == ["-m", "pip"]:
        return _pip(words[2:])
    return NONE if words in (["--version"], ["-V"]) else None


def _node_packages(words: list[str]) -> Product | None:
    if words[:1] and words[0] in ("install", "i", "add") and ("-g" in words or "--global" in words):
        return NONE
    return NONE if words[:1] and words[0] in _SAFE_UNDER["npm"].split() else None


def _openssl(words: list[str]) -> Product | None:
    return Product(files=tuple(words[at + 1] for at, word in enumerate(words[:-1]) if word in ("-out", "-keyout")))


def _find(words: list[str]) -> Product | None:
    return None if any(word.startswith(("-exec", "-ok", "-fprint", "-fls")) for word in words) else NONE


def _engine(words: list[str]) -> Product | None:
    """Commands of container engines: the files they write into the workspace."""
    under = [word for word in words if not word.startswith("-")]
    if not under:
        return NONE
    if under[0] == "compose":
        after = [word for word in words[words.index("compose") + 1 :] if word in ("run", "up", "exec", "cp", "watch")]
        return None if after else NONE
    if under[0] in _BUILDING or under[:2] == ["image", "build"]:
        outputs = [_option([word, *words[at + 1 : at + 2]], *_OUTPUTS) for at, word in enumerate(words)]
        return NONE if all(not output or _KEPT.search(output) for output in outputs) else None
    if under[0] == "run":
        return None if any(word.partition("=")[0] in _MOUNTS or word[:2] == "-v" for word in words) else NONE
    if under[0] == "cp":
        return Product(folders=(under[-1],)) if len(under) > 2 and ":" not in under[-1] else NONE
    if under[0] in ("save", "export"):
        return Product(files=tuple(filter(None, (_option(words, "-o", "--output"),))))
    return NONE if under[0] in _SAFE_UNDER["docker"].split() else None


_SPECIAL: dict[str, Callable[[list[str]], Product | None]] = {
    "cp": _copy, "mv": _copy, "install": _copy, "copy": _copy, "ln": _link, "rsync": _rsync, "mkdir": _files("mkdir"),
    "touch": _files("touch"), "tee": _files("tee"), "truncate": _files("truncate"), "chmod": _chmod, "curl": _curl,
    "wget": _wget, "tar": _tar, "unzip": _unzip, "zip": lambda words: Product(files=tuple(_operands("", words))[:1]),
    "git": _git, "go": _go, "pip": _pip, "pip3": _pip, "python": _python, "python3": _python, "npm": _node_packages,
    "openssl": _openssl, "find": _find,
}  # fmt: skip
