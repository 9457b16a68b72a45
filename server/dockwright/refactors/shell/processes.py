"""Commands that leave a process running, which ends with its RUN; and similar ones that do not."""

from __future__ import annotations

import re

from dockwright.refactors.shell.nested import Texts
from dockwright.syntax.shell import Compound, Script, Word

_ALWAYS = ""
_INFO = r"-[vVhH]|--version|--help|-\?|version|help"
_DAEMONS: dict[str, str] = {
    # Programs that go to the background, or keep running; after the name, arguments with which they do not.
    "agetty": _ALWAYS,
    "apache2": r"-[tvVlLMSD]|-k|stop|graceful-stop|configtest",
    "asterisk": r"-r\w*|-x|-[vV]",
    "atd": _ALWAYS,
    "avahi-daemon": r"-[ckr]|--check|--kill|--reload",
    "cassandra": r"-v",
    "clamd": _ALWAYS,
    "containerd": r"config",
    "cron": _ALWAYS,
    "crond": _ALWAYS,
    "cupsd": r"-t",
    "daemon": r"--stop|--running|--list",
    "daemonize": r"-v",
    "dbus-daemon": r"--introspect",
    "dbus-launch": _ALWAYS,
    "dnsmasq": r"--test",
    "dockerd": r"--validate",
    "dovecot": r"-n|-a|stop|reload",
    "earlyoom": _ALWAYS,
    "exim": r"-b[PVt]\w*",
    "exim4": r"-b[PVt]\w*",
    "fail2ban-server": r"-t",
    "freshclam": r"(?!-d|--daemon).*",
    "gpm": _ALWAYS,
    "haproxy": r"-c",
    "httpd": r"-[tvVlLMSD]|-k|stop|graceful-stop|configtest|-l",
    "inetd": _ALWAYS,
    "init": _ALWAYS,
    "klogd": _ALWAYS,
    "lighttpd": r"-t|-tt|-p",
    "mariadbd": r"--initialize\S*|--validate-config|--verbose|--bootstrap|--print-defaults",
    "mariadbd-safe": r"--print-defaults",
    "memcached": _ALWAYS,
    "monit": r"-t",
    "mongod": r"--repair|--sysinfo",
    "mongos": _ALWAYS,
    "munged": _ALWAYS,
    "mysqld": r"--initialize\S*|--validate-config|--verbose|--bootstrap|--print-defaults",
    "mysqld_multi": r"report|--example",
    "mysqld_safe": r"--print-defaults",
    "named": r"-C",
    "nginx": r"-[tTqs]+",
    "nmbd": r"-b",
    "nscd": r"-[gKi]",
    "ntpd": r"-[qg]+",
    "openresty": r"-[tTqs]+",
    "php-fpm": r"-[tTimn]+|--test|--info|--modules|--ini",
    "pm2": r"install|list|ls|save|set|conf|kill|unstartup|stop|delete",
    "portmap": _ALWAYS,
    "postgres": r"--single|--boot|--describe-config|-C|--check",
    "postmaster": r"-C",
    "proftpd": r"-t|-l|-td\d*",
    "redis-sentinel": _ALWAYS,
    "redis-server": r"--test-memory|--check-system",
    "rpcbind": _ALWAYS,
    "rsyslogd": r"-N\d*",
    "runsvdir": _ALWAYS,
    "s6-svscan": _ALWAYS,
    "slapd": r"-T\w*|-VV+|-Tt",
    "slurmctld": _ALWAYS,
    "slurmd": r"-C",
    "smbd": r"-b",
    "snmpd": r"-H",
    "squid": r"-k|-z",
    "ssh-agent": r"-k",
    "sshd": r"-[tTG]",
    "sssd": _ALWAYS,
    "supervisord": _ALWAYS,
    "svscan": _ALWAYS,
    "syslog-ng": r"-s|--syntax-only",
    "syslogd": _ALWAYS,
    "systemd": r"--test",
    "udevd": _ALWAYS,
    "unbound": _ALWAYS,
    "valkey-server": r"--check-system",
    "varnishd": r"-C",
    "virtlogd": _ALWAYS,
    "libvirtd": _ALWAYS,
    "vsftpd": _ALWAYS,
    "watchman": r"--no-spawn",
    "winbindd": r"-b",
    "xinetd": _ALWAYS,
    "rabbitmq-server": _ALWAYS,
    "couchdb": r"-d|-s",
    "couchbase-server": r"-k|--stop",
    "influxd": r"config|inspect|print-config",
    "mosquitto": _ALWAYS,
    "opendkim": r"-n",
    "postfix": r"check|set-permissions|stop|abort|post-install|upgrade-configuration|status",
    "sendmail": r"(?!-bd|-bD|-q).*",
    "slim": _ALWAYS,
    "nfsd": _ALWAYS,
    "dhclient": r"-[rx]",
    "dropbear": r"-R",
    "tor": r"--verify-config|--hash-password",
    "disown": _ALWAYS,
    "setsid": r"-w|--wait|-\w*w\w*",
}
_BY_SCRIPT = re.compile(
    r"(?:.*[-_.])?(?:startup|(?:re)?start)(?:[-_.](?!only)[\w.-]*)?\.(?:sh|bash|py|pl)|startup|startx|startxfce4"
)
_STARTS = frozenset(
    {
        "start", "restart", "graceful", "force-restart", "force-start", "condrestart", "try-restart", "try_restart",
        "reload-or-restart", "reload-or-try-restart", "isolate", "startssl", "up", "respawn", "start-server",
    }
)  # fmt: skip
_BY_WORD = re.compile(
    r"service|systemctl|invoke-rc\.d|rc-service|initctl|openrc|rcctl|sv|s6-rc|start-stop-daemon|\w[\w.-]*ctl|\w[\w.-]*cluster"
    r"|catalina\.sh|jetty\.sh|standalone\.sh|zkServer\.sh|\w[\w.-]*-daemons?\.sh|\w[\w.-]*(?:server|daemon|service)"
    r"|activemq|neo4j|solr|nexus|riak|emqx|rethinkdb|forever|circusd|adb|sccache|elasticsearch|kibana|logstash"
    r"|jenkins|tomcat\d*|wildfly|glassfish|artemis|pulsar\w*|minikube|mysql|mariadb|postgresql|apache2?|caddy"
)
"""Programs that start a process if an argument says so."""
_INIT = re.compile(r"(?:.*/)?(?:etc/(?:rc\.d/)?init\.d|etc/rc\.d)/[^/]+\Z")
_SWITCHES = re.compile(
    r"--?daemon(?:i[sz]e)?(?:=(?:yes|true|1|on))?|--?detach(?:ed)?(?:=true)?|--background|--fork|--start-(?:daemon|server)|--now"
)
_NOT_SWITCHES = frozenset(
    {
        "git",
        "configure",
        "echo",
        "printf",
        "grep",
        "sed",
        "apt-get",
        "apt",
        "apk",
        "yum",
        "dnf",
        "test",
        "[",
        "find",
        "cmake",
    }
)
_SHORT: dict[str, str] = {
    # Programs that go to the background only with a short option or a word.
    "php-fpm": r"-D",
    "wget": r"-\w*b\w*|--background",
    "tmux": r"-\w*d\w*|start-server|start",
    "screen": r"-\w*d\w*m\w*|-d",
    "gunicorn": r"-D",
    "uwsgi": r"-d",
    "uvicorn": r"-d",
    "celery": r"multi|-D",
    "epmd": r"-daemon",
    "erl": r"-detached",
    "elasticsearch": r"-d|-\w*d",
    "asadmin": r"(?:re)?start-\S+|start_\S+",
    "gpgconf": r"--launch",
    "gpg-agent": r"--daemon|--server",
    "supervisorctl": r"start|restart|update|add",
    "dtach": r"-n",
    "sv": r"up|u|once|start|restart",
    "pg_createcluster": r"--start",
    "adb": r"start-server|nodaemon|server",
    "Xvnc": r".*",
    "vncserver": r"(?!-kill|-list).*",
    "tigervncserver": r"(?!-kill|-list).*",
    "start-stop-daemon": r"-\w*S\w*|--start|--background|-\w*b\w*",
    "docker-compose": r"up",
    "exim": r"-bd|-q\w*",
    "update-service": r"--add",
    "nfs-server": r"start",
}


def leaves_a_process(script: Script) -> str | None:
    """Why a process may outlive the commands of a script; None if none does, as far as names tell."""
    texts = Texts(script)
    for inner in texts.scripts:
        if any(mark.text == "&" for node in inner.nodes() for mark in getattr(node, "separators", ())):
            return _BACKGROUND
        if any(isinstance(node, Compound) and node.name == "coproc" for node in inner.nodes()):
            return _BACKGROUND
    if texts.unread:
        return _BACKGROUND
    for name, words in texts.commands():
        if name == "coproc":
            return _BACKGROUND
        if _starts(name, words):
            return f"A daemon that `{name}` starts ends with its RUN; when merged, it would keep running"
    for inner in texts.scripts:
        for placed in inner.simple_commands():
            for index, word in enumerate(placed.command.words):
                path = word.literal or word.text.strip("\"'")
                if _INIT.match(path) and _says(placed.command.words[index + 1 :], _STARTS):
                    return f"A daemon that `{path}` starts ends with its RUN; when merged, it would keep running"
    return None


_BACKGROUND = "A background command ends with its RUN; when merged, it would keep running"


def _starts(name: str, words: tuple[Word, ...]) -> bool:
    texts = [word.literal if word.literal is not None else word.text for word in words]
    if any(re.fullmatch(_INFO, text) for text in texts[:1]):
        return False
    if name not in _NOT_SWITCHES and any(_SWITCHES.fullmatch(text) for text in texts):
        return not (name == "systemctl" and _says(words, {"disable", "stop", "mask"}))
    short = _SHORT.get(name)
    if short and any(re.fullmatch(short, text) for text in texts):
        return True
    if re.fullmatch(r"php-fpm[\d.]*", name):
        name = "php-fpm"
    calm = _DAEMONS.get(name)
    if calm is not None and not (calm and any(re.fullmatch(calm, text) for text in texts)):
        return True
    if calm is not None:
        return _says(words, _STARTS)
    if _BY_SCRIPT.fullmatch(name):
        return True
    return bool(_BY_WORD.fullmatch(name)) and _says(words, _STARTS)


def _says(words: tuple[Word, ...], wanted: frozenset[str] | set[str]) -> bool:
    return any(word.literal in wanted for word in words)
