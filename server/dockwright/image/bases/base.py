"""The content of a base image, as far as known: official images, distributions, and images without a shell."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property, lru_cache
from typing import Any

from dockwright.frozen import frozen
from dockwright.image.answer import Answer, agreed
from dockwright.image.bases import base_paths, base_tables, rpm
from dockwright.image.bases.managers import package_manager
from dockwright.image.bases.tags import Distribution, distribution
from dockwright.image.bases.toolchains import lacks_project_file, starts_at_root
from dockwright.image.effects.effect import Account
from dockwright.semantics import images

_OF_PACKAGES = frozenset({"ssh", "_ssh", "ssl-cert", "crontab", "messagebus", "dirmngr"})
"""Accounts that packages in derived images may create."""
_SHELLS = frozenset({"sh", "bash", "ash", "dash"})
_PEOPLE = frozenset({"ubuntu", "1000"})
_MOVED = frozenset({"mysql", "openjdk", "amazoncorretto", "traefik"})
"""Official images that used distributions with other package managers in the past, with the same tags."""
_ELSEWHERE = {"rhel": frozenset({"addgroup", "delgroup", "deluser"})}
"""Programs that no package of a family brings."""
_FOREIGN = frozenset({"apt", "apt-get", "dpkg", "yum", "dnf", "microdnf", "zypper"})
"""Package managers that no image without a shell has, whoever publishes it."""


@frozen(eq=False, slots=False)
class Base:
    """A base image; one object per reference, so that images based on it can be compared by identity."""

    reference: str
    """The reference in FROM with variables replaced; empty if not known."""
    distribution: Distribution | None
    """None if it is not known which one the image is based on."""
    releases: tuple[base_tables.Release, ...] = ()
    """Facts about the release, or about all candidates if it is not certain: then only what all agree on counts."""
    own: base_tables.Kind | None = None
    """Facts about an official image beyond the distribution."""
    lacks: frozenset[str] = frozenset()
    """Common programs that it is known not to have."""

    @property
    def is_known(self) -> bool:
        """Whether its distribution is known."""
        return self.distribution is not None

    @property
    def family(self) -> str:
        """`debian`, `ubuntu`, `alpine`, `rhel`, `suse`, `arch`, `busybox`, `wolfi`, `distroless`, `scratch`; empty."""
        return self.distribution.family if self.distribution else ""

    @property
    def is_certain(self) -> bool:
        """Whether the facts are about this tag, or about all tags of its kind, and not about a similar tag."""
        settled = self.own is not None and self.own.settled
        return self.distribution is not None and (self.distribution.certain or settled)

    @property
    def is_family_certain(self) -> bool:
        """Whether the family of distributions is certain, even if the release is not."""
        where = self.distribution
        return self.is_certain or (
            where is not None and (where.plain or (self.own is not None and where.name not in _MOVED))
        )

    @property
    def is_plain(self) -> bool:
        """Whether it is the distribution's own image, with nothing added."""
        return self.distribution is not None and self.distribution.plain

    @property
    def _is_google(self) -> bool:
        return self.family == "distroless" and self.reference.startswith("gcr.io/distroless/")

    @property
    def workdir(self) -> str | None:
        """The working folder; None if not known."""
        where = self.distribution
        if where is None:
            return "/" if starts_at_root(self.reference) else None
        if self.own is not None:
            return self.own.workdir
        if where.plain:
            return "/"
        if self._is_google:
            return "/home/nonroot" if "nonroot" in where.tag else "/"
        found = images.lookup(self.reference)
        return found.workdir if found else None

    @property
    def user(self) -> str | None:
        """The user; None if not known."""
        where = self.distribution
        if where is None:
            return None
        if self.own is not None or where.plain:
            return "root"
        if self._is_google:
            return "65532" if "nonroot" in where.tag else "root"
        found = images.lookup(self.reference)
        return (found.user or "root") if found and found.user is not None else None

    @property
    def path_variable(self) -> str | None:
        """The value of PATH; None if not known."""
        found = images.lookup(self.reference)
        if found and found.env.get("PATH"):
            return found.env["PATH"]
        plain = (
            self.distribution is not None
            and self.distribution.plain
            and self.family in ("debian", "ubuntu", "alpine", "busybox")
        )
        return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" if plain else None

    def program(self, name: str) -> Answer:
        """Whether a program with this name is on PATH in the base."""
        where = self.distribution
        if where is None:
            return Answer.UNKNOWN
        if where.family == "scratch":
            return Answer.NO
        if where.family == "distroless":
            return self._distroless(name)
        if self.own is not None and name in self.own.programs:
            return Answer.YES
        if name in self.lacks or (where.plain and name in _ELSEWHERE.get(where.family, ())):
            return Answer.NO
        if where.plain and self.releases and all(name in release.lacks for release in self.releases):
            return Answer.NO
        manager = package_manager(name, where.family)
        if manager is not None:
            return manager
        if name == "sh" and where.has_shell:
            return Answer.YES
        if self.own is not None and name in self.own.maybe:
            return Answer.UNKNOWN
        return agreed(self._in_release(name, release) for release in self.releases)

    def _distroless(self, name: str) -> Answer:
        where = self.distribution
        assert where is not None
        if where.has_shell:
            return Answer.YES if name == "sh" or (name == "busybox" and self._is_google) else Answer.UNKNOWN
        absent = (
            base_tables.never_in_distroless() if self._is_google else _FOREIGN | _SHELLS if where.certain else _FOREIGN
        )
        return Answer.NO if name in absent else Answer.UNKNOWN

    def _in_release(self, name: str, release: base_tables.Release) -> Answer:
        where = self.distribution
        assert where is not None
        if name in release.programs:
            return Answer.YES
        if name in release.maybe:
            return Answer.UNKNOWN
        if where.plain:
            return Answer.NO if release.complete else Answer.UNKNOWN
        if self.own is None:
            return Answer.UNKNOWN
        brought = self.own.brought(release)
        if brought is not None and name in brought:
            return Answer.YES
        if not self.own.complete or not release.complete or brought is None or _is_versioned(name):
            return Answer.UNKNOWN
        return Answer.NO

    def package(self, family: str, name: str) -> Answer:
        """Whether a package is installed in the base."""
        where = self.distribution
        if where is None or not self.releases:
            return Answer.UNKNOWN
        found = []
        for release in self.releases:
            absent = where.plain and release.packages_known
            found.append(Answer.YES if name in release.packages else Answer.NO if absent else Answer.UNKNOWN)
        return agreed(found)

    def lists(self, family: str) -> Answer:
        """Whether the base contains package lists of a package manager; official images do not."""
        where = self.distribution
        if where is None or family != "deb":
            return Answer.UNKNOWN
        return Answer.NO if where.family in ("debian", "ubuntu") and where.official else Answer.UNKNOWN

    def account(self, name: str, is_group: bool = False) -> Answer:
        """Whether a user or group with this name or number exists."""
        where = self.distribution
        if where is None:
            return Answer.UNKNOWN
        if where.family == "scratch":
            return Answer.NO
        if self.own is not None and _account(self.own.accounts(is_group), name, is_group):
            return Answer.YES
        if self._is_google and name in ("nonroot", "65532", "root", "0", "nobody", "65534"):
            return Answer.YES
        if self._is_google and not name.isdigit() and name not in ("tty", "staff"):
            return Answer.NO  # these images have no other accounts
        if name in ("root", "0") and self.releases:
            return Answer.YES
        found = []
        for release in self.releases:
            there = _account(release.accounts(is_group), name, is_group) is not None
            added = name in _OF_PACKAGES or (name.isdigit() and 100 <= int(name) < 1000)
            plain = where.plain and not (where.family == "rhel" and rpm.may_have_account(name))
            absent = release.has_accounts and (plain or (self.own is not None and self.own.settled and not added))
            if there and name in _PEOPLE and not (where.plain or (self.own is not None and self.own.settled)):
                there = absent = False  # derived images often remove it
            found.append(Answer.YES if there else Answer.NO if absent else Answer.UNKNOWN)
        return agreed(found)

    def account_of(self, name: str, is_group: bool = False) -> Account | None:
        """The facts about a user or group of the base."""
        if self.own is not None:
            own = _account(self.own.accounts(is_group), name, is_group)
            if own is not None:
                return own
        found = {_account(release.accounts(is_group), name, is_group) for release in self.releases}
        return found.pop() if len(found) == 1 else None

    def path(self, path: str) -> tuple[Answer, Any]:
        """Whether a path exists in the base, and its kind."""
        if path in self._started:
            return Answer.YES, "file"
        found = base_paths.at_path(self.distribution, self.own, self.releases, path)
        if found[0] is Answer.UNKNOWN and lacks_project_file(self.reference, path):
            return Answer.NO, ""
        return found

    @cached_property
    def _started(self) -> frozenset[str]:
        """The files that its own ENTRYPOINT and CMD start."""
        facts = images.lookup(self.reference) or images.relative(self.reference)
        lines = (facts.entrypoint, facts.cmd) if facts else ()
        return frozenset(word for line in lines if isinstance(line, tuple) for word in line if word.startswith("/"))

    def lacks_folder(self, path: str) -> bool:
        """Whether a distribution's own image certainly has no folder at a path."""
        return base_paths.lacks_folder(self.distribution, self.releases, path)

    @property
    def folders(self) -> frozenset[str]:
        """The folders that certainly exist, as far as their names are known."""
        agreed = [release.folders for release in self.releases]
        own = frozenset(self.own.folders) if self.own is not None else frozenset()
        return frozenset.intersection(*agreed) | own if agreed else own

    def accounts(self, is_group: bool = False) -> list[str]:
        """The names of the users or groups that may exist; those made for the image first."""
        tables = [*([self.own.accounts(is_group)] if self.own is not None else [])]
        tables += [release.accounts(is_group) for release in self.releases]
        return list(dict.fromkeys(name for table in tables for name in table))

    def owner(self, path: str) -> str | None:
        """The user that owns a folder of the base; None if not known."""
        if self.own is not None:
            while path != "/":
                if path in self.own.folders:
                    return self.own.folders[path] or "root"
                path = posixpath.dirname(path)
        return None


@lru_cache(maxsize=512)
def base_of(reference: str) -> Base:
    """The facts about an image by its reference with variables replaced, including `scratch`."""
    where = distribution(reference)
    if where is None:
        return Base(reference, None)
    found = images.lookup(reference) or (None if where.plain else images.relative(reference))
    own = base_tables.kind(where.name, where.tag) if where.official else None
    if where.family == "rhel":
        known = rpm.releases(where)
    else:
        known = base_tables.releases(where.family, where.release if where.certain else "")
    if own is not None and len(known) > 1:
        known = tuple(release for release in known if own.brought(release) is not None)
    return Base(reference, where, known, own, frozenset(found.lacks) if found else frozenset())


UNKNOWN_BASE = Base("", None)


def _is_versioned(name: str) -> bool:
    """Whether a name ends in a version: `python3.12`, which differs between versions of an image."""
    return re.search(r"\d\Z", name) is not None


def _account(table: Any, name: str, is_group: bool) -> Account | None:
    for each, row in table.items():
        number, group, home = (*row, None, None)[:3] if isinstance(row, list) else (row, None, None)
        if name in (each, number):
            return Account(each, number, group, home, is_group)
    return None
