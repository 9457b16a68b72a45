"""What ends with its RUN, or would reach the next one: merging and splitting know it, and what only looks like it."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, by_kind
from dockwright.text import Span, apply

LEFT_BEHIND = [
    "sh -c '(sleep 1; touch /late) &'",
    "bash -c 'mysqld_safe &'",
    "su postgres -c 'pg_ctl start'",
    "httpd",
    "slapd",
    "php-fpm -D",
    "asadmin start-domain",
    "rabbitmq-server -detached",
    "setsid foo",
    "start-stop-daemon --start --exec /x",
    "./startup.sh",
    "/opt/tomcat/bin/startup.sh",
    "$CATALINA_HOME/bin/catalina.sh start",
    '"$X"/bin/startup.sh',
    "service mysql start",
    "/etc/init.d/mysql start",
    "sudo service x restart",
    "sudo -u x sh -c 'y &'",
    "systemctl start x",
    "systemctl enable --now x",
    "(a) &",
    "( a & )",
    "{ a & }",
    "if x; then a & fi",
    "f() { a & }; f",
    "a & b",
    "a & wait",
    "nohup x &",
    'su - postgres -c "psql & "',
    "su postgres <<E &\nE",
    "gosu postgres pg_ctl -D /d -w start",
    "runuser -u postgres -- pg_ctl start",
    "runuser -l postgres -c 'pg_ctl start'",
    "bash <<'X'\na &\nX",
    "eval 'a &'",
    "echo 'a &' | sh",
    "find . -exec sh -c 'a &' \\;",
    "xargs sh -c 'a &'",
    "timeout 5 bash -c 'a & b'",
    "invoke-rc.d x start",
    "rc-service x start",
    "supervisord -c x",
    "apachectl start",
    "apachectl -k graceful",
    "apache2ctl start",
    "mongod --fork --logpath x",
    "redis-server --daemonize yes",
    "sccache --start-server",
    "x &> /log",
    "x &>> /log",
    "memcached -d",
    "nginx",
    "nginx -g 'daemon on;'",
    "/usr/sbin/sshd",
    "/usr/sbin/nginx -c x",
    "dbus-daemon --system",
    "neo4j start",
    "bin/solr start",
    "start-dfs.sh",
    "bin/kafka-server-start.sh -daemon x",
    "zkServer.sh start",
    "gradle --daemon build",
    "adb start-server",
    "tmux new-session -d x",
    "screen -dmS x y",
    "gunicorn --daemon x",
    "ssh-agent",
    "cron",
    "crond",
    "rsyslogd",
    'bash -c "$X &"',
    'sh -c "cd $Y && a &"',
    "bash -lc 'a&'",
    "sh -ec 'a & b'",
    "env X=1 nginx",
    "exec nginx",
    "busybox crond",
    "pg_ctlcluster 12 main start",
    "sh /etc/init.d/x start",
    ". /etc/init.d/x start",
    "coproc x",
    "wget -b http://x",
    "uwsgi --daemonize /x",
    "celery multi start",
    "dockerd",
    "disown",
    "script -c 'a &' x",
    "flock f -c 'a &'",
    "chpst -u x nginx",
    "tini -- nginx",
    "cassandra",
    "elasticsearch -d",
    "bash ./start.sh",
    "sh -c 'sh -c \"a &\"'",
    "$(a &)",
    "x=`a &`",
    "mysqld --user=x --datadir=/y",
    "service --status-all; service x start",
    "while :; do a & done",
    "docker-entrypoint.sh mysqld &",
    "stdbuf -oL nginx",
    "Xvfb :99 &",
    "time nginx",
    "! nginx",
    "sudo -E -u postgres /usr/lib/postgresql/9/bin/pg_ctl -D x start",
    "echo x|sh -c 'cat &'",
]
"""Each may leave a process behind."""

NOT_LEFT_BEHIND = [
    "systemctl enable x",
    "systemctl daemon-reload",
    "service --status-all",
    "service x stop",
    "apt-get install -y nginx",
    "sudo apt-get install nginx cron",
    "rm /etc/init.d/x",
    "cp x /etc/init.d/x && chmod +x /etc/init.d/x",
    "nginx -t",
    "nginx -v",
    "nginx -V",
    "sshd -t",
    "mysqld --initialize-insecure",
    "mysqld --version",
    "pg_ctl initdb -D x",
    "pg_ctl --version",
    "php-fpm -t",
    "httpd -t",
    "httpd -v",
    "apachectl configtest",
    "apachectl -t",
    "supervisord --version",
    "echo 'x &' > /f",
    'echo "a & b"',
    "curl 'http://x?a&b'",
    "sed 's/&/x/' f",
    "sh -c 'a && b'",
    "sh -c 'a > f 2>&1'",
    "bash -c 'a &> f'",
    "sh -c 'echo \"a & b\"'",
    "update-rc.d x defaults",
    "rc-update add x",
    "git checkout --detach",
    "crontab f",
    "find /etc/nginx -name cron -delete",
    "mkdir -p /run/sshd",
    "redis-server --version",
    "a2enmod x",
    "mysql_install_db",
    "supervisorctl status",
    "ssh-keygen -A",
    "useradd daemon",
    "chown daemon /x",
    "which nginx",
    "command -v httpd",
    "mongod --version",
    "slaptest",
    "slapadd x",
    "start-stop-daemon --version",
    "gradle --no-daemon build",
    "docker --version",
    "yarn start-x",
    "npm run build",
    "named-checkconf",
    "make install",
    "asadmin --version",
    "rabbitmq-plugins enable --offline x",
    "ldconfig",
    "sudo systemctl disable x",
    "touch startup.sh",
    "chmod +x ./start.sh /startup.sh",
    "sudo chmod +x startup.sh",
    "sudo rm -f /etc/init.d/nginx",
    "find /opt -name startup.sh -exec chmod +x {} \\;",
    "awk '{print $1 & 2}' f",
    "cat <<E > f\na &\nE",
    "bash -c 'cat <<E\na & b\nE'",
    'bash -c "echo $x 2>&1"',
    'sh -c "$X && y"',
    "wget -q http://x",
    "php-fpm --version",
    "nohup x",
    "tini --version",
    "xargs rm -f nginx",
    "grep start /x",
    "a |& b",
    "test -f x && b",
    "dbus-uuidgen",
    "setsid -w x",
    "setsid --wait x",
    "mysqldump x",
    "useradd -r nginx",
    "gpasswd -a x daemon",
    "groupadd cron",
    "pm2 install x",
    "java -version",
]
"""None leaves a process behind, though a word in it looks like that."""

WITHOUT_FOLDER = [
    "rm -rf /work/a && mkdir /work/a",
    "rm -rf /work",
    "mv /work /w2",
    "mv /work/a /b",
    "rm -rf ../a",
    "cd .. && rm -rf a",
    "cd /work && rm -rf a",
    "cd / && rm -rf work",
    "rm -rf $PWD",
    'rm -rf "$PWD"',
    "ln -sfn /x /work/a",
    "cd / && mv work x",
    "rm -rf /work/*",
    "rm -rf /*/a",
    "rmdir /work/a",
    "sudo rm -rf /work/a",
    "sh -c 'rm -rf /work/a'",
    "find /work -delete",
    "find /work/a -exec rm -rf {} +",
    "X=/work; rm -rf $X",
    "rm -rf $UNKNOWN",
    "rm -rf -- /work/a",
    "rm -rf /x /work/a /y",
    "cd $X && rm -rf a",
    "bash -c 'cd /work; rm -rf a'",
    "rm -r /work/./a/",
    "mv -T /new /work/a",
    "rm -rf .",
    "rm -rf ../../work",
    "mv -t /old /work/a",
    "mv --target-directory=/old /work/a",
    "rsync -a --delete /x/ /",
    "rsync -a --delete-after /x/ /work",
    "echo /work/a | xargs rm -rf",
    "find /work/a -print0 | xargs -0 rm -rf",
    'perl -e "rmdir q(/work/a)"',
    "python3 -c 'import shutil; shutil.rmtree(\"/work/a\")'",
    "node -e 'fs.rmSync(\"/work/a\", {recursive: true})'",
]
"""Each may take away the working folder /work/a."""

WITH_FOLDER = [
    "rm -rf /tmp/x",
    "rm -rf *",
    "rm -rf x",
    "rm -rf /work/b",
    "rm -rf /var/lib/apt/lists/*",
    'd=$(mktemp -d); rm -rf "$d"',
    'rm -rf "$X/foo"',
    "mv x /work/a/",
    "mv a.txt b.txt",
    "ln -s /x y",
    "ln -s /work/a /b",
    "find . -name x -delete",
    "find / -type f -delete",
    "rm -rf /root/.cache",
    "rm -f a.txt",
    "rm -rf ./build",
    "cd /tmp && rm -rf foo",
    "ln -s x /usr/bin/y",
    "find /work -mindepth 1 -delete",
    "rm -rf /work/abc",
    "userdel x",
    "find . -name x -delete",
    "find /usr /work -name '*.pyc' -delete",
    "mv -t /work/a x y",
    "rsync -a /x/ /",
    "rsync -a --delete /x/ /srv/",
    "find /usr -name '*.pyc' | xargs rm -f",
    "python3 -c 'print(\"/work/a\")'",
    "python3 -c 'import shutil; shutil.rmtree(\"/tmp/x\")'",
]
"""The working folder /work/a stays."""

LEAKS = [
    ("chdir /x", "last"),
    ("command -v foo", "foo"),
    ("type foo", "foo"),
    ("tar --help; putnew tar", "tar x"),
    ("tar --help", "putnew tar && tar x"),
    ("tar x", "apk add tar && tar y"),
    ("cd /bin && ln -sf bash sh", "last"),
    ("mount x y", "last"),
    ("hash foo", "foo"),
    ("foo", "foo"),
    ("X=1 :", "l"),
    ("X=1", "l"),
    ("export X", "l"),
    ("read X <f", "l"),
    ("getopts a X", "l"),
    ("f() { :; }", "f"),
    ("umask 077", "l"),
    ("exec >f", "l"),
    ("set -f", "l"),
    ("echo ${X:=1}", "l"),
    ("echo $((X=5))", "l"),
    ("let X=1", "l"),
    ("for X in 1; do :; done", "l"),
    ("cd /x", "l"),
    ("pushd x", "l"),
    ("alias a=b", "a"),
    ("trap x EXIT", "l"),
    ("unset X", "l"),
    ("readonly X", "l"),
    ("command cd /x", "l"),
    ("builtin cd x", "l"),
    ("\\cd /x", "l"),
    ("'cd' /x", "l"),
    ("c\\d /x", "l"),
    ("ulimit -n 1", "l"),
    (". ./x", "l"),
    ("eval X=1", "l"),
    ("shift", "l"),
    ("sudo ln -sf bash /bin/sh", "l"),
    ('ln -sf bash "$B/sh"', "l"),
    ("busybox --install -s", "l"),
    ("apk add dash-binsh", "l"),
    ("cd /bin; rm sh; mv bash sh", "l"),
    ("umount x", "l"),
    ("printf -v X 1", "l"),
    ("ip link set lo up", "l"),
    ("$x", "l"),
    ("wget -O /usr/local/bin/tar u; tar --help", "tar x"),
    ("cat x > /usr/local/bin/sed; sed", "sed y"),
    ("select X in 1; do break; done", "l"),
    ("wait -p X", "l"),
]
"""What stands before would reach what stands after, in one shell."""

LEAKS_IN_BASH = [
    ("echo $[X=5]", "l"),
    ("[[ X=5 -eq 5 ]]", "l"),
    ("[[ $(echo) -eq X++ ]]", "l"),
    ("exec {fd}>x", "l"),
    ("echo a {fd}>x", "l"),
    ("printf -v X 1", "l"),
    ("mapfile X <f", "l"),
    ("declare X=1", "l"),
    ("((X=1))", "l"),
    ("wait -p X", "l"),
    ("shopt -s x", "l"),
    ("a[X=1]=2", "l"),
    ("echo ${a[X=1]}", "l"),
]
"""The same in bash."""


def merged(head: str, first: str, second: str) -> tuple[str, Answer]:
    """Two RUNs merged, each written as a heredoc where its text has several lines."""
    lines = "\n" in first
    runs = [f"RUN <<DONE\nset -e\n{text}\nDONE\n" if lines else f"RUN {text}\n" for text in (first, second)]
    source = head + "".join(runs)
    at = len(head)
    return source, by_kind()["refactor.rewrite.run.merge"].apply(Snapshot.of(source).model, Span(at, at))


@pytest.mark.parametrize("text", LEFT_BEHIND)
def test_a_process_that_would_live_on_is_not_merged_with_what_follows(text: str) -> None:
    assert isinstance(merged("FROM debian:12\n", text, "last")[1], Refusal)


@pytest.mark.parametrize("text", NOT_LEFT_BEHIND)
def test_what_leaves_no_process_is_merged(text: str) -> None:
    assert isinstance(merged("FROM debian:12\n", text, "last")[1], Rewrite)


@pytest.mark.parametrize("text", LEFT_BEHIND)
def test_a_process_is_not_split_from_what_may_need_it(text: str) -> None:
    if "\n" in text:
        source = f"FROM debian:12\nRUN <<DONE\nset -e\n{text}\nlast\nDONE\n"
    else:
        source = f"FROM debian:12\nRUN set -e; {text}{' ' if text.endswith('&') else '; '}last\n"
    at = source.index("last") + 1
    answer = by_kind()["refactor.rewrite.run.split"].apply(Snapshot.of(source).model, Span(at, at))
    assert not isinstance(answer, Rewrite), apply(source, answer.plain)


@pytest.mark.parametrize("text", WITHOUT_FOLDER)
def test_a_folder_that_buildkit_makes_anew_is_not_kept_by_a_merge(text: str) -> None:
    answer = merged("FROM debian:12\nWORKDIR /work/a\n", text, "last")[1]
    assert isinstance(answer, Refusal) and "working directory" in answer.reason


@pytest.mark.parametrize("text", WITH_FOLDER)
def test_a_folder_that_stays_is_no_hindrance(text: str) -> None:
    assert isinstance(merged("FROM debian:12\nWORKDIR /work/a\n", text, "last")[1], Rewrite)


@pytest.mark.parametrize("text", WITHOUT_FOLDER)
def test_the_root_folder_cannot_be_lost(text: str) -> None:
    assert isinstance(merged("FROM debian:12\nWORKDIR /\n", text, "last")[1], Rewrite)


@pytest.mark.parametrize(("head", "first", "second"), [
    *(("FROM alpine:3.20\n", *pair) for pair in LEAKS),
    *(('FROM debian:12\nSHELL ["/bin/bash", "-c"]\n', *pair) for pair in LEAKS_IN_BASH),
])  # fmt: skip
def test_what_would_reach_the_next_run_is_shut_in_or_refused(head: str, first: str, second: str) -> None:
    source, answer = merged(head, first, second)
    result = apply(source, answer.plain) if isinstance(answer, Rewrite) else "( "
    assert "( " in result, result


@pytest.mark.parametrize(
    ("first", "second"), [("tar x", "tar y"), ("command -v foo", "bar"), ("sed x", "sed y"), ("[[ -f x ]]", "y")]
)
def test_what_leaves_nothing_stands_by_itself(first: str, second: str) -> None:
    source, answer = merged('FROM debian:12\nSHELL ["/bin/bash", "-c"]\n', first, second)
    assert isinstance(answer, Rewrite) and "(" not in apply(source, answer.plain)


@pytest.mark.parametrize(
    "before",
    [". /nvm.sh", "source /nvm.sh", 'eval "$X"', "\\. /nvm.sh", "command . /nvm.sh", "f() { a; }", "alias foo=a"],
)
def test_exec_stands_before_no_function(before: str) -> None:
    source = f"FROM debian:12\nCMD {before} && foo $X\n"
    answer = by_kind()["refactor.rewrite.command.toExecShell"].apply(Snapshot.of(source).model, Span(16, 16))
    assert isinstance(answer, Rewrite) and "exec" not in apply(source, answer.plain)


@pytest.mark.parametrize(
    "text",
    ["cd /lib && cd ..", "cd /lib && pwd", "cd /lib && echo $PWD", "cd /a && make && cd ../b", "cd /a && (cd x/..; y)"],
)
def test_a_folder_that_may_be_a_link_is_not_left_by_two_ways(text: str) -> None:
    source = f"FROM debian:12\nRUN {text}\n"
    answer = by_kind()["refactor.rewrite.run.cdToWorkdir"].apply(Snapshot.of(source).model, Span(16, 16))
    assert isinstance(answer, Refusal)


@pytest.mark.parametrize("text", ["a=~/x", "PATH=/a:~/x", "a+=~"])
def test_a_home_folder_behind_an_equals_sign_is_not_taken_as_text(text: str) -> None:
    source = f'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN echo {text} > /f\n'
    answer = by_kind()["refactor.rewrite.run.toHeredocCopy"].apply(Snapshot.of(source).model, Span(45, 45))
    assert isinstance(answer, Refusal)
