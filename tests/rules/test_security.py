"""Checks that are switched off, passwords and rights given away: the forms that the pages do not show."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dockwright.config import Config, Table
from dockwright.findings.engine import check, select
from dockwright.findings.finding import Severity
from dockwright.findings.profiles import severity, unknown
from dockwright.findings.rule import Rule, all_rules
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

SECURITY = [rule for rule in all_rules() if rule.module.startswith("dockwright.rules.security.")]
CODES = {rule.code for rule in SECURITY}


def found(*lines: str, config: Config | None = None) -> list[str]:
    """The codes of these rules' findings in a stage of these lines."""
    source = "\n".join(("FROM debian:12", *lines, ""))
    findings = Snapshot.of(source, config or Config()).findings
    return sorted(finding.code for finding in findings if finding.code in CODES)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("RUN sudo -E curl -ksSL -o x https://example.com/x", ["tls-not-verified"]),
        ("RUN /usr/bin/curl https://example.com/x --insecure", ["tls-not-verified"]),
        ("RUN curl -kL http://example.com/x -o x", ["tls-not-verified"]),
        ("RUN x=$(wget -qO- --no-check-certificate https://example.com/x)", ["tls-not-verified"]),
        ("RUN python3 -m pip install --trusted-host=pypi.org x", ["tls-not-verified"]),
        ("RUN yarn config set strict-ssl=false", ["tls-not-verified"]),
        ("RUN npm set strict-ssl false", ["tls-not-verified"]),
        ("RUN echo strict-ssl=false > .npmrc", ["tls-not-verified"]),
        ('RUN git config --global http."https://x.y/".sslVerify false', ["tls-not-verified"]),
        ("RUN export NODE_TLS_REJECT_UNAUTHORIZED=0 && npm ci", ["tls-not-verified"]),
        ("RUN env PYTHONHTTPSVERIFY=0 python x.py", ["tls-not-verified"]),
        ("ENV NPM_CONFIG_STRICT_SSL false", ["tls-not-verified"]),
        ("ARG PIP_TRUSTED_HOST=pypi.org", ["tls-not-verified"]),
        ("ONBUILD RUN curl -k https://example.com/x -o x", ["tls-not-verified"]),
        ("RUN apt-get -o Acquire::https::Verify-Peer=false update", ["tls-not-verified"]),
        ("RUN dnf config-manager --save --setopt=x.sslverify=false", ["tls-not-verified"]),
        ("RUN apt-get -y --force-yes install x", ["signature-not-verified"]),
        ("RUN apt-get -o APT::Get::AllowUnauthenticated=true install -y x", ["signature-not-verified"]),
        ("RUN apt-get update --allow-insecure-repositories", ["signature-not-verified"]),
        ("RUN printf 'Types: deb\\nTrusted: yes\\n' > /etc/apt/sources.list.d/x.sources", ["signature-not-verified"]),
        ("RUN yum -y --nogpgcheck localinstall x.rpm", ["signature-not-verified"]),
        ("RUN rpm -ivh --nodigest --nosignature x.rpm", ["signature-not-verified", "signature-not-verified"]),
        ("RUN echo -e '[x]\\ngpgcheck = 0' | tee /etc/yum.repos.d/x.repo", ["signature-not-verified"]),
        ("RUN echo 'root:root' | sudo chpasswd", ["password-in-text"]),
        ('RUN echo "$USER:changeme" | chpasswd', ["password-in-text"]),
        ("RUN printf 'a:b1\\nc:d2\\n' | chpasswd", ["password-in-text", "password-in-text"]),
        ("RUN chpasswd <<EOF\na:b1\nEOF", ["password-in-text"]),
        ("RUN echo hunter2 | passwd --stdin root", ["password-in-text"]),
        ("RUN git clone https://bob:hunter2@example.com/x", ["password-in-text"]),
        ("RUN docker login -u bob -p hunter2", ["password-in-text"]),
        ("RUN printf 'hunter2\\nhunter2\\n' | passwd bob", ["password-in-text"]),
        ("RUN useradd -p hunter2 bob", ["password-in-text"]),
        ('RUN usermod -p "$(openssl passwd -1 hunter2)" root', ["password-in-text"]),
        ('RUN ["/bin/bash", "-c", "echo \'root:toor\' | chpasswd"]', ["password-in-text"]),
        ("RUN apt-get update && \\\n  git clone https://bob:hunter2@example.com/x", ["password-in-text"]),
        ("RUN <<EOF\npip3 install --trusted-host pypi.org x\nEOF", ["tls-not-verified"]),
        ("RUN go env -w GOINSECURE=example.com", ["tls-not-verified"]),
        ('ENV GOFLAGS="-insecure"', ["tls-not-verified"]),
        ("RUN GOFLAGS=-insecure go get example.com/x", ["tls-not-verified"]),
        ("RUN go env -w GOFLAGS=-insecure", ["tls-not-verified"]),
        ("RUN bundle config --global ssl_verify_mode 0", ["tls-not-verified"]),
        ("RUN bundle config set --global ssl_verify_mode 0", ["tls-not-verified"]),
        ("RUN kubectl --insecure-skip-tls-verify=true get pods", ["tls-not-verified"]),
        ("RUN hg clone --insecure https://example.com/x", ["tls-not-verified"]),
        ("RUN conda install -y -k numpy", ["tls-not-verified"]),
        ("RUN ansible-galaxy install --ignore-certs x", ["tls-not-verified"]),
        ("RUN http --verify=no https://example.com/x", ["tls-not-verified"]),
        ("RUN mvn -Dmaven.wagon.http.ssl.insecure=true package", ["tls-not-verified"]),
        ('ENV MAVEN_OPTS="-Xmx1g -Dmaven.wagon.http.ssl.insecure=true"', ["tls-not-verified"]),
        ("ENV VAULT_SKIP_VERIFY=true", ["tls-not-verified"]),
        ('ENV GIT_SSH_COMMAND="ssh -o StrictHostKeyChecking=no"', ["tls-not-verified"]),
        ("RUN scp -o 'StrictHostKeyChecking no' a b:", ["tls-not-verified"]),
        ("RUN printf 'Host *\\n  StrictHostKeyChecking no\\n' > /root/.ssh/config", ["tls-not-verified"]),
        ("RUN go env -w GOPROXY=http://proxy.example.com,direct", ["clear-text-download"]),
        ('ENV GOPROXY="https://a.example.com|http://proxy.example.com"', ["clear-text-download"]),
        ("ENV PIP_EXTRA_INDEX_URL=http://pypi.example.com/simple", ["clear-text-download"]),
        ("ARG npm_config_registry=http://npm.example.com", ["clear-text-download"]),
        ("RUN gem sources -a http://gems.example.com", ["clear-text-download"]),
        ("RUN gem install rails:8.0.0 --source http://gems.example.com", ["clear-text-download"]),
        ("RUN bundle config mirror.https://rubygems.org http://gems.example.com", ["clear-text-download"]),
        ("RUN pip install -i 'http://pypi.example.com/simple' x", ["clear-text-download"]),
        ("RUN pip config set global.index-url http://pypi.example.com/simple", ["clear-text-download"]),
        ("RUN uv pip install --default-index http://pypi.example.com/simple x", ["clear-text-download"]),
        ("RUN npm ci --registry=http://npm.example.com", ["clear-text-download"]),
        ("RUN yarn config set registry http://npm.example.com -g", ["clear-text-download"]),
        ("RUN echo registry=http://npm.example.com > .npmrc", ["clear-text-download"]),
        ("RUN echo '@x:registry=http://npm.example.com' > .npmrc", ["clear-text-download"]),
        (
            "COPY <<EOF /etc/pip.conf\n[global]\nindex-url = http://pypi.example.com/simple\nEOF",
            ["clear-text-download"],
        ),
        ("RUN composer config -g secure-http false", ["clear-text-download"]),
        ("RUN dotnet nuget add source http://nuget.example.com/v3/index.json", ["clear-text-download"]),
        ("RUN cpanm --mirror http://cpan.example.com X", ["clear-text-download"]),
        ("RUN yum-config-manager --add-repo http://example.com/x.repo", ["clear-text-download"]),
        ("RUN rpm --import http://example.com/key", ["clear-text-download"]),
        ("RUN curl -fsS http://example.com/key | apt-key add -", ["clear-text-download"]),
        ("RUN wget http://example.com/x.asc && apt-key add x.asc", ["clear-text-download"]),
        ("RUN wget http://example.com/x.sh && sh x.sh", ["clear-text-download"]),
        ("RUN wget -qO- http://example.com/x.sh | sudo bash -", ["clear-text-download"]),
        ("RUN wget -O /tmp/x http://example.com/y && chmod 755 /tmp/x && /tmp/x", ["clear-text-download"]),
        ("RUN rpm -Uvh http://example.com/x.rpm", ["clear-text-download"]),
        ("RUN pip install http://example.com/x.whl", ["clear-text-download"]),
        ("RUN chmod a+rxs /usr/bin/x", ["set-user-id"]),
        ("RUN chmod ug+s /usr/bin/x", ["set-user-id"]),
        ("RUN chmod 06755 /usr/bin/x", ["set-user-id"]),
        ("RUN echo '%sudo ALL=(ALL) NOPASSWD: ALL' | tee /etc/sudoers.d/x", ["sudo-without-password"]),
        ("RUN sed -i 's/^%sudo.*/%sudo ALL=(ALL) NOPASSWD:ALL/' /etc/sudoers", ["sudo-without-password"]),
        ("WORKDIR /etc/", ["workdir-of-system"]),
        ("WORKDIR /proc/self", ["workdir-of-system"]),
        ("EXPOSE 22/tcp", ["admin-port"]),
    ],
)
def test_what_is_found(line: str, codes: Sequence[str]) -> None:
    assert found(line) == codes


@pytest.mark.parametrize(
    "line",
    [
        "RUN curl -o -k https://example.com/x",
        "RUN curl -H -k https://example.com/x",
        "RUN curl --connect-timeout 5 https://example.com/-k",
        "RUN curl -k http://example.com/x -o x",
        "RUN tar -k -xf x",
        "RUN echo curl -k https://example.com",
        "RUN grep -q gpgcheck=0 /etc/yum.conf || true",
        "RUN sed -i '/sslverify=false/d' /etc/yum.conf",
        "RUN GIT_SSL_NO_VERIFY=1; git clone https://example.com/x",
        "RUN npm config get strict-ssl && npm config set strict-ssl true",
        "RUN git config http.sslVerify true",
        "RUN echo repo_gpgcheck=0 > /etc/yum.repos.d/x.repo",
        "RUN apk del --allow-untrusted x",
        "ENV GONOSUMDB=example.com GOSUMDB=sum.golang.org",
        "ENV URL=https://example.com:8080/a@b",
        "ENV URL=https://bob@example.com BROKER=amqp://guest:guest@rabbit",
        'RUN git clone "https://bob:${TOKEN}@example.com/x"',
        "RUN echo root:$PASSWORD | chpasswd",
        "RUN echo a:b",
        "RUN useradd -p '*' bob && usermod -p '$6$ab$cd' bob && useradd --password '' eve",
        "RUN passwd -l root && passwd -d bob",
        "RUN true \\\n# https://bob:hunter2@example.com/x\n && true",
        "RUN curl http://10.0.0.1/x.sh | sh",
        "RUN curl http://proxy/x.sh | sh",
        "RUN curl http://example.com/x.sh -o x.sh && cat x.sh",
        "ENV GOFLAGS=-mod=vendor GOINSECURE= GOPROXY=https://proxy.golang.org,direct",
        "ENV GOFLAGS=-tags=x-insecure GOPROXY=file:///go",
        "ENV GOPROXY=http://localhost:3000 PIP_INDEX_URL=http://devpi:3141 npm_config_registry=http://10.0.0.1",
        "ENV GOPROXY=http://athens.corp.internal:3000,direct",
        "ENV APP_URL=http://example.com REGISTRY=http://example.com",
        "RUN gem sources --remove http://rubygems.org/ && gem sources -r http://a.org -a https://b.org",
        "RUN bundle config --global ssl_verify_mode 1 && bundle config unset ssl_verify_mode",
        "RUN bundle config get ssl_verify_mode",
        "RUN pip install -i https://pypi.example.com x && pip install --index-url $INDEX y",
        "RUN pip install --index-url http://192.168.1.2/simple x && uv pip install --index-url http://pypi.test y",
        "RUN npm ci --registry http://verdaccio:4873 && npm config delete registry && npm config get registry",
        "RUN npm config set homepage http://example.com",
        "RUN composer config -g secure-http true",
        "RUN yum-config-manager --add-repo http://example.com/repo/",
        "RUN apk add --repository http://dl-cdn.alpinelinux.org/alpine/edge/main x",
        "RUN echo 'deb [signed-by=/k] http://deb.debian.org/debian bookworm main' > /etc/apt/sources.list.d/x.list",
        "RUN rpm --import https://example.com/key && rpm --import /etc/pki/http",
        "RUN kubectl --insecure-skip-tls-verify=false get pods && mvn -Dmaven.wagon.http.ssl.insecure=false package",
        "RUN mvn -k package && conda install -y numpy && http --verify=yes https://example.com",
        "RUN ssh -o StrictHostKeyChecking=yes a && ssh -o StrictHostKeyChecking=accept-new b",
        "RUN echo 'do not set StrictHostKeyChecking to no'",
        "RUN ssh-keyscan github.com >> ~/.ssh/known_hosts",
        "ENV VAULT_SKIP_VERIFY=false MAVEN_OPTS=-Xmx1g",
        "RUN sed -i 's|registry=http://a.example.com|registry=https://a.example.com|' .npmrc",
        "RUN chmod 0755 x && chmod u=rwx x && chmod 755 x && chmod g+s x",
        "COPY --chmod=2755 x /x",
        "WORKDIR /usr/local/bin",
        "WORKDIR /usr/lib/x",
        "EXPOSE 8022",
    ],
)
def test_what_is_left_alone(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize("name", ["CKV_DOCKER_1", "DS-0004", "AVD-DS-0004", "DS004", "trivy/DS-0004", "admin-port"])
def test_all_names_of_scanners_switch_a_rule_off(name: str) -> None:
    assert found("EXPOSE 22", config=Config(rules={name: "off"})) == []


def test_the_names_of_checkov_switch_off_what_they_are_about() -> None:
    line = "RUN curl -k https://example.com/x -o x && wget --no-check-certificate https://example.com/y"
    assert found("# hadolint ignore=CKV2_DOCKER_2", line) == ["tls-not-verified"]
    assert found("# hadolint ignore=tls-not-verified", line) == []
    assert found(line, config=Config(rules={"CKV2_DOCKER_2": "off", "CKV2_DOCKER_3": "off"})) == []
    assert found(line, config=Config(rules={"security": "off"})) == []


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# checkov:skip=CKV_DOCKER_1:we need it", []),
        ("#checkov:skip=CKV_DOCKER_1", []),
        ("# bridgecrew:skip=CKV_DOCKER_1", []),
        ("# checkov:skip=CKV_DOCKER_2:other", ["admin-port", "admin-port"]),
        ("#trivy:ignore:DS004", ["admin-port"]),
        ("# trivy:ignore:AVD-DS-0004", ["admin-port"]),
        ("# trivy:ignore:DS-0004 exp:2999-01-01", ["admin-port"]),
        ("# trivy:ignore:DS-0004 exp:2001-01-01", ["admin-port", "admin-port"]),
        ("# kics-scan disable=9513a694-aa0d-41d8-be61-3271e056f36b", ["admin-port", "admin-port"]),
    ],
)
def test_comments_of_scanners_work(comment: str, codes: list[str]) -> None:
    assert found(comment, "EXPOSE 22", "EXPOSE 3389") == codes


def test_a_comment_of_kics_is_about_the_file() -> None:
    source = (
        "# kics-scan disable=9513a694-aa0d-41d8-be61-3271e056f36b,f4a6bcd3-e231-4acf-993c-aa027be50d2e\n"
        "FROM debian:12\nADD a.py /srv/\n"
    )
    codes = {finding.code for finding in Snapshot.of(source, Config()).findings}
    assert "DL3020" not in codes and "unused-suppression" not in codes


@pytest.mark.parametrize("rule", SECURITY, ids=lambda rule: rule.code)
def test_profiles_of_others_have_none_of_these(rule: Rule) -> None:
    for profile in ("hadolint", "buildkit", "none"):
        for part in ("", *(names[0] for names in rule.parts)):
            assert severity(rule, Config(profile=profile), part) is Severity.OFF


@pytest.mark.parametrize(
    ("name", "source", "code"),
    [
        ("CKV_DOCKER_3", "FROM debian:12\nUSER root\n", "DL3002"),
        ("DS-0005", "FROM debian:12\nADD a.py /srv/\n", "DL3020"),
        ("AVD-DS-0005", "FROM debian:12\nADD a.py /srv/\n", "DL3020"),
        ("S7029", "FROM debian:12\nADD a.py /srv/\n", "DL3020"),
        ("9513a694-aa0d-41d8-be61-3271e056f36b", "FROM debian:12\nADD a.py /srv/\n", "DL3020"),
        ("S6584", "FROM debian:12\nRUN apt-get install curl\n", "DL3014"),
        (
            "41c195f4-fc31-4a5c-8a1b-90605538d49f",
            'FROM debian:12\nCMD ["a"]\nCMD ["b"]\n',
            "MultipleInstructionsDisallowed",
        ),
    ],
)
def test_names_of_other_scanners_work_in_settings_and_comments(name: str, source: str, code: str) -> None:
    def found(text: str, config: Config) -> set[str]:
        groups = check(analyse(parse(text)), select(config))
        return {one.code for group in groups for one in group.findings}

    assert code in found(source, Config())
    assert code not in found(source, Config(rules=Table({name: "off"})))
    assert not unknown(Config(rules=Table({name: "off"})))
    first, *rest = source.splitlines(keepends=True)
    for comment in (f"# check=skip={name}\n", f"# hadolint ignore={name}\n"):
        assert code not in found(first + "".join(comment + line for line in rest), Config())


def test_a_name_of_a_part_is_about_that_part() -> None:
    source = 'FROM debian:12\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]\n'
    for name in ("DS-0016", "DS016", "kics/41c195f4-fc31-4a5c-8a1b-90605538d49f"):
        groups = check(analyse(parse(source)), select(Config(rules=Table({name: "off"}))))
        assert "MultipleInstructionsDisallowed" in {one.code for group in groups for one in group.findings}, name
