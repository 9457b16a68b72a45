"""`tls-not-verified`: a program with certificate checks disabled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.run_commands import is_local, without
from dockwright.image.run_body import Note, value
from dockwright.lazy import pattern
from dockwright.rules.security._disabled_checks import START, Line, Option, Setting, Table, Variable, switched_off
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Simple
from dockwright.text import Edit

_CURL = (
    "-A -b -c -C -d -D -e -E -F -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z --output --header --data --user "
    "--proxy --request --retry --max-time --connect-timeout --cacert --capath --cert --key --url --user-agent --referer"
)
_OFF = r"(?P<off>0|false|no|off)(?![\w.])"
_JS = ("npm", "yarn", "pnpm", "bun")
_YUM = ("yum", "dnf", "microdnf", "tdnf", "yum-config-manager")
_APT = ("apt-get", "apt", "aptitude")
_SSH = ("ssh", "scp", "sftp", "rsync", "git", "ssh-copy-id", "autossh")
_HOST_KEYS = r"StrictHostKeyChecking[ \t]*[= \t][ \t]*(?:no|off)\b"
_MAVEN = r"-Dmaven\.wagon\.http\.ssl\.insecure=(?P<off>true)\b"
_PARTS = (2, 3, 4, 5, 6, 12, 13, 14, 15, 16, 18)


def _message(shown: str, reader: str) -> str:
    if "stricthostkeychecking" in shown.lower():
        return f"With `{shown}`, `ssh` accepts any server; add the server's key to `known_hosts` instead"
    return f"With `{shown}`, `{reader}` accepts any certificate; add the missing certificate authority instead"


def _any(text: str) -> re.Pattern[str]:
    return pattern(text, re.IGNORECASE)


def _of_curl(command: Simple) -> Iterator[Note]:
    given = arguments(command.arguments, _CURL.split())
    urls = [value(word).strip("\"'") for word in command.arguments if "://" in value(word) or is_local(value(word))]
    follows = given.has("-L", "--location", "--location-trusted")
    if urls and all(is_local(url) or (url.startswith("http://") and not follows) for url in urls):
        return
    for option in given.options:
        if option.name in ("-k", "--insecure", "--proxy-insecure"):
            text = next(word.text for word in command.arguments if word.span.start == option.span.start)
            alone = text in ("-k", "--insecure", "--proxy-insecure")
            edit = Edit(without(command, option.span), "") if alone else Edit(option.span, text.replace("k", "", 1))
            exact = alone or (text[:1] == "-" and text.isascii() and text[1:].isalpha())
            title, edits = f"Remove `{option.name}`", (edit,) if exact else ()
            yield Note(option.span, _message(option.name, "curl"), title, edits, safe=False, alias="CKV2_DOCKER_2")


def _of_wget(command: Simple) -> Iterator[Note]:
    urls = [value(word).strip("\"'") for word in command.arguments if "://" in value(word)]
    if urls and all(map(is_local, urls)):
        return
    for word in command.arguments:
        if value(word).startswith("--no-check-cert"):
            edit = Edit(without(command, word.span), "")
            message = _message(value(word), "wget")
            yield Note(word.span, message, f"Remove `{value(word)}`", (edit,), safe=False, alias="CKV2_DOCKER_3")


_TABLE = Table(
    _any(r"[\s\"']-[a-z]*k|insecure|certificate|ignore-certs|trust|ssl|tls|verify|stricthostkey"),
    _message,
    (
        Option(("pip",), ("--trusted-host",), "CKV2_DOCKER_4", hosts=True),
        Option(("uv",), ("--allow-insecure-host", "--trusted-host"), hosts=True),
        Option(_JS, ("--no-strict-ssl",), "CKV2_DOCKER_13"),
        Option(("helm", "kubectl", "oc"), ("--insecure-skip-tls-verify",)),
        Option(("aws",), ("--no-verify-ssl",)),
        Option(("svn",), ("--trust-server-cert",)),
        Option(("hg",), ("--insecure",)),
        Option(("conda", "mamba", "micromamba"), ("-k", "--insecure")),
        Option(("ansible-galaxy",), ("--ignore-certs",)),
        Option(("apk",), ("--no-check-certificate",)),
        Option(("go",), ("-insecure", "--insecure")),
    ),
    (
        Setting(
            _JS, _any(r"\b(?:strict-ssl|enableStrictSsl)[\"']?(?:[ \t]+|=)[\"']?(?P<off>false)\b"), "CKV2_DOCKER_13"
        ),
        Setting(("git",), _any(rf"\bhttp\.(?:\S+\.)?sslVerify[\"']?(?:[ \t]+|=)[\"']?{_OFF}")),
        Setting(_YUM, _any(rf"\bsslverify[\"']?=[\"']?{_OFF}"), "CKV2_DOCKER_15"),
        Setting(_APT, _any(rf"\bAcquire::https(?:::\S+)?::Verify-(?:Peer|Host)=[\"']*{_OFF}")),
        Setting(("conda", "mamba", "micromamba"), _any(rf"\bssl_verify[ \t]+[\"']?{_OFF}")),
        Setting(("bundler",), _any(r"\bssl_verify_mode[ \t]+(?:0|none)\b")),
        Setting(("composer",), _any(r"\bdisable-tls[ \t]+(?P<off>true)\b")),
        Setting(("pip",), _any(r"\b(?:global|install|download)\.trusted-host[ \t]+[\"']?(?!localhost|127\.)[\w.*-]+")),
        Setting(("pipx",), _any(r"--pip-args\b.*?--trusted-host[ =][\w.*-]+")),
        Setting(("poetry",), _any(r"\bcertificates\.\S+\.cert[ \t]+(?P<off>false)\b")),
        Setting(("podman", "buildah", "skopeo"), _any(r"--(?:src-|dest-)?tls-verify=(?P<off>false)\b")),
        Setting(("http", "https"), _any(r"--verify(?:[ \t]+|=)(?P<off>no|false)\b")),
        Setting(("mvn", "mvnw", "maven"), _any(_MAVEN)),
        Setting(_SSH, _any(_HOST_KEYS)),
        Setting(("aria2c",), _any(r"--check-certificate=(?P<off>false)\b")),
    ),
    {
        "NODE_TLS_REJECT_UNAUTHORIZED": Variable("Node.js", _any("0"), "CKV2_DOCKER_6"),
        "PYTHONHTTPSVERIFY": Variable("Python 2", _any("0"), "CKV2_DOCKER_5"),
        "GIT_SSL_NO_VERIFY": Variable("git", _any(".*"), "CKV2_DOCKER_14"),
        "NPM_CONFIG_STRICT_SSL": Variable("npm", _any("false"), "CKV2_DOCKER_12"),
        "YARN_ENABLE_STRICT_SSL": Variable("yarn", _any("false|0")),
        "PIP_TRUSTED_HOST": Variable("pip", _any(r"[\w.*: -]+"), "CKV2_DOCKER_16"),
        "UV_INSECURE_HOST": Variable("uv", _any(r"[\w.*: ,-]+")),
        "GOINSECURE": Variable("go", _any(r".+"), "CKV2_DOCKER_18"),
        "BUNDLE_SSL_VERIFY_MODE": Variable("bundler", _any("0")),
        "CONDA_SSL_VERIFY": Variable("conda", _any("0|false|no|off")),
        "GOFLAGS": Variable("go", _any(r"(?:.*\s)?-insecure(?:\s.*)?")),
        "MAVEN_OPTS": Variable("mvn", _any(rf".*{_MAVEN}.*")),
        "MAVEN_ARGS": Variable("mvn", _any(rf".*{_MAVEN}.*")),
        "VAULT_SKIP_VERIFY": Variable("vault", _any("1|t|true")),
        "GIT_SSH_COMMAND": Variable("ssh", _any(rf".*{_HOST_KEYS}.*")),
        "PERL_LWP_SSL_VERIFY_HOSTNAME": Variable("Perl", _any("0")),
    },
    (
        Line("yum", pattern(rf"{START}sslverify[ \t]*=[ \t]*{_OFF}"), "CKV2_DOCKER_15"),
        Line("git", pattern(rf"{START}sslVerify[ \t]*=[ \t]*{_OFF}")),
        Line("npm", pattern(rf"{START}strict-ssl[ \t]*=[ \t]*(?P<off>false)\b"), "CKV2_DOCKER_13"),
        Line("yarn", pattern(rf"{START}strict-ssl[\"\\]*[ \t]+[\"\\]*(?P<off>false)\b"), "CKV2_DOCKER_13", ".yarnrc"),
        Line("yarn", pattern(rf"{START}enableStrictSsl:[ \t]*(?P<off>false)\b"), "CKV2_DOCKER_13"),
        Line(
            "pip",
            pattern(rf"{START}trusted-host[ \t]*=[ \t]*(?:\n[ \t]+)?(?!localhost|127\.)\w[\w.-]*"),
            "CKV2_DOCKER_16",
        ),
        Line("curl", pattern(rf"{START}(?:-k|(?:--)?insecure)(?![\w./=-])"), "CKV2_DOCKER_2", ".curlrc"),
        Line("Node.js", pattern(rf"{START}NODE_TLS_REJECT_UNAUTHORIZED=\\?[\"']?(?P<off>0)(?!\w)"), "CKV2_DOCKER_6"),
        Line("git", pattern(rf"{START}GIT_SSL_NO_VERIFY=\\?[\"']?(?:1|true)(?!\w)"), "CKV2_DOCKER_14"),
        Line("Python 2", pattern(rf"{START}PYTHONHTTPSVERIFY=\\?[\"']?(?P<off>0)(?!\w)"), "CKV2_DOCKER_5"),
        Line("apt", _any(rf"\bAcquire::https(?:::\S+)?::Verify-(?:Peer|Host)[ \t]+[\\\"']*{_OFF}")),
        Line("wget", pattern(rf"{START}check[_-]certificate[ \t]*=[ \t]*{_OFF}"), "CKV2_DOCKER_3"),
        Line("ssh", _any(rf"{START}{_HOST_KEYS}")),
        Line("gem", pattern(r":ssl_verify_mode:[ \t]*0\b")),
    ),
    {"curl": _of_curl, "wget": _of_wget},
)


@rule(
    "tls-not-verified",
    Severity.WARNING,
    groups=("security",),
    on=("RUN", "ONBUILD", "ENV", "ARG", "COPY", "ADD"),
    parts=tuple((f"CKV2_DOCKER_{number}",) for number in _PARTS),
)
def tls_not_verified(step: Step) -> Iterator[Finding]:
    """A disabled certificate check; local servers do not count."""
    return switched_off(step, _TABLE)
