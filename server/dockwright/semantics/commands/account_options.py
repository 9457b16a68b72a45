"""The options that take a value, of the commands that create users and groups (from their manual pages)."""

from __future__ import annotations

USERADD = tuple(
    """
    -u --uid -g --gid -s --shell -d --home-dir --home -b --base-dir -c --comment -G --groups -k --skel -K --key -p
    --password -e --expiredate -f --inactive -R --root -P --prefix -Z --selinux-user
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
ADDUSER = tuple(
    """
    -u --uid -g --gid -s --shell -h --home -G --ingroup -k --gecos --firstuid --lastuid --firstgid --lastgid --conf
    --comment -d -c --groups
    """.split()  # noqa: SIM905
)
"""The options of Debian's and BusyBox's `adduser` combined."""
USERMOD = tuple(
    "-u --uid -g --gid -s --shell -d --home -c --comment -G --groups -l --login -p --password -e -f".split()  # noqa: SIM905
)
GROUPADD = tuple("-g --gid -K --key -p --password -R --root -P --prefix -U --users".split())  # noqa: SIM905
GROUPMOD = tuple("-g --gid -n --new-name -p --password -R --root -P --prefix -U --users".split())  # noqa: SIM905
ADDGROUP = (*GROUPADD, "--firstgid", "--lastgid", "--conf")
