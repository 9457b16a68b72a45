"""The state of a stage built from a known image."""

from __future__ import annotations

from dockwright.frozen import replace
from dockwright.lazy import pattern
from dockwright.semantics.images import lookup
from dockwright.semantics.state import State

_USERS = (
    (pattern(r"jenkins/(?:jenkins|inbound-agent|agent|jnlp-slave)\Z"), "jenkins"),
    (pattern(r"grafana/grafana(?:-oss|-enterprise)?\Z"), "472"),
    (pattern(r"nginxinc/nginx-unprivileged\Z"), "101"),
    (pattern(r"apache/airflow\Z"), "airflow"),
    (pattern(r"(?:quay\.io/)?jupyter/[a-z]+-notebook\Z"), "jovyan"),
    (pattern(r"selenium/(?:standalone|node)-[a-z]+\Z"), "1200"),
    (pattern(r"(?:cimg|circleci)/[a-z-]+\Z"), "circleci"),
    (pattern(r"quay\.io/keycloak/keycloak\Z"), "1000"),
    (pattern(r"gitpod/workspace-[a-z]+\Z"), "gitpod"),
    (pattern(r"registry\.access\.redhat\.com/ubi\d+/(?:nodejs|python|ruby|php|perl)-\d+\Z"), "1001"),
)
"""The USER of images that are not official ones, by their Dockerfiles, where all tags in use have the same."""
_ROOT = pattern(r":[\w.-]*root")
"""Tags of variants that are root's."""


def base_state(image: str, unknown: State) -> State:
    """Fill in `unknown` with the facts about `image`; names without a fact stay unknown."""
    facts = lookup(image)
    if facts is None:
        user = user_of(image)
        return replace(unknown, user=user) if user else unknown
    known = dict(facts.env)
    return replace(
        unknown,
        variables={**unknown.variables, **known},
        env={**unknown.env, **known},
        user=facts.user,
        workdir=facts.workdir,
        shell=facts.shell or unknown.shell,
        stop_signal=facts.stopsignal or unknown.stop_signal,
        base_entrypoint=facts.entrypoint,
        base_cmd=facts.cmd,
    )


def user_of(image: str) -> str | None:
    """The user of an image; None if not known."""
    name, _, rest = image.removeprefix("docker.io/").partition("@")[0].partition(":")
    if not name or "/" not in name or _ROOT.match(f":{rest}"):
        return None
    return next((user for names, user in _USERS if names.match(name)), None)
