"""Facts about images of distributions that use RPM, by release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.bases.base_tables import Release, rpm_release

if TYPE_CHECKING:
    from dockwright.image.bases.tags import Distribution

_LATEST = {"fedora": "44", "amazonlinux": "2023", "centos": "8"}
"""The releases of images without a number in their tags."""
_ACCOUNTS = frozenset(
    ("dbus", "polkitd", "tss", "sgx", "utmp", "utempter", "input", "kvm", "render", "ssh_keys", "sshd", "rpc", "clock",
     "chrony", "unbound", "cgred", "slocate", "nobody", "nfsnobody", "lock", "screen", "printadmin", "mock")
)  # fmt: skip
"""Accounts that packages of an image may create."""


def releases(where: Distribution) -> tuple[Release, ...]:
    """The facts about the release; empty if it is not a distribution's own image."""
    if not where.plain or (where.name == "rockylinux" and not where.official):
        return ()  # the official image is no longer built, so it differs from newer ones
    name, _, number = where.release.partition(" ")
    found = rpm_release(name or where.name, number or _LATEST.get(where.name, ""), where.variant)
    return (found,) if found else ()


def may_have_account(name: str) -> bool:
    """Whether an account exists in some of the images."""
    return name in _ACCOUNTS or name.startswith("systemd-") or (name.isdigit() and 0 < int(name) < 1000)
