"""`DL3026`: a base image from a registry that is not trusted."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.text import Span

_MESSAGE = "`{}` is not a trusted registry; use an image from `{}`"


@rule("DL3026", Severity.WARNING, aliases=("trusted-registry",), on=())
def trusted_registry(model: Model, config: Config) -> Iterator[Finding]:
    """`DL3026`: a base image from a registry that is not trusted."""
    trusted = config.trusted_registries
    if not trusted:
        return
    for stage in model.stages:
        yield from _copied_from(model, stage, trusted)
        if config.profile == "hadolint":
            if stage.base is None and stage.base_token and stage.base_word != "scratch":
                yield from _distrusted_by_hadolint(stage.base_word, stage.base_token.span, trusted)
            continue
        # the registry may be given even in a name with a variable without a default
        image = stage.image or stage.base_word
        if stage.base is not None or image == "scratch" or "$" in image.partition("/")[0]:
            continue
        if stage.base_token:
            yield from _distrusted(_registry(image), stage.base_token.span, trusted)


def _copied_from(model: Model, stage: Stage, trusted: tuple[str, ...]) -> Iterator[Finding]:
    """The images that COPY copies from, if the registry is given; others may be named contexts."""
    for step in stage.all("COPY"):
        flag = step.instruction.flag("from")
        if flag and flag.value and model.stage_referred(flag.value) is None:
            host = flag.value.partition("/")[0]
            if host != flag.value and "$" not in host and _is_host(host):
                yield from _distrusted(_registry(flag.value), flag.value_span, trusted)


def _distrusted(registry: str, span: Span, trusted: tuple[str, ...]) -> Iterator[Finding]:
    if not any(fnmatchcase(registry, pattern) for pattern in trusted):
        yield Finding(span, _MESSAGE.format(registry, ", ".join(trusted)))


def _distrusted_by_hadolint(image: str, span: Span, trusted: tuple[str, ...]) -> Iterator[Finding]:
    """hadolint expands no variables, knows two names of Docker Hub, and allows `*` only at the ends of a pattern."""
    first, slash, _ = image.partition("/")
    names = (first,) if slash and "." in first else ("docker.io", "hub.docker.com")
    if not (slash and first.startswith("localhost:")) and not any(
        _meets(name, one) for name in names for one in trusted
    ):
        yield Finding(span, _MESSAGE.format(names[0], ", ".join(trusted)))


def _meets(name: str, pattern: str) -> bool:
    if pattern.startswith("*"):
        return name.endswith(pattern[1:])
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def _registry(image: str) -> str:
    """The registry of a reference; the default is Docker Hub."""
    first, slash, _ = image.partition("/")
    return first if slash and _is_host(first) and first != "index.docker.io" else "docker.io"


def _is_host(name: str) -> bool:
    return "." in name or ":" in name or name == "localhost"
