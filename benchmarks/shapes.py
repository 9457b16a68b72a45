"""Large files as somebody makes them to try a program out: the same lines again and again."""

from __future__ import annotations

from collections.abc import Callable

BLOCK = """\
# syntax check
ARG VERSION=1.2
ENV APP_HOME=/app PATH=/app/bin:$PATH
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends curl git \\
    && rm -rf /var/lib/apt/lists/*
COPY package.json requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY src ./src
LABEL version=$VERSION
RUN useradd -m app && chown -R app /app
USER app
EXPOSE 8080
RUN echo "done" > /tmp/x && rm /tmp/x
"""


def _lines(line: str) -> Callable[[int], str]:
    """A stage of one line, with the number of the line where it says `%d`."""
    if "%d" in line:
        return lambda lines: "FROM debian:12\n" + "".join(f"{line}\n" % number for number in range(lines))
    return lambda lines: "FROM debian:12\n" + f"{line}\n" * lines


def _stages(lines: int) -> str:
    parts = ["FROM debian:12 AS s0\n"]
    body = BLOCK.replace("\\\n", "").splitlines(keepends=True)[:9]
    for number in range(lines // 10):
        if number:
            parts.append(f"FROM {'debian:12' if number % 3 else f's{number - 1}'} AS s{number}\n")
        parts += body[:-1] if number else body
        parts.append(f"COPY --from=s{number - 1} /app /b\n" if number else "")
    return "".join(parts)


SHAPES: dict[str, Callable[[int], str]] = {
    "a block of 14 lines": lambda lines: "FROM debian:12\n" + BLOCK * (lines // 14),
    "RUN echo N": _lines("RUN echo %d"),
    "RUN echo hello": _lines("RUN echo hello"),
    "RUN apt-get install": _lines("RUN apt-get install -y curl"),
    "RUN rm": _lines("RUN touch /a/%d && rm /a/1"),
    "ENV A=B": _lines("ENV A=B"),
    "ENV AN=B": _lines("ENV A%d=B"),
    "ARG A": _lines("ARG A"),
    "ARG AN=1": _lines("ARG A%d=1"),
    "LABEL a=b": _lines("LABEL a=b"),
    "LABEL aN=b": _lines("LABEL a%d=b"),
    "EXPOSE 80": _lines("EXPOSE 80"),
    "EXPOSE N": _lines("EXPOSE %d"),
    "COPY x y": _lines("COPY src y"),
    "COPY x yN": _lines("COPY package.json y%d"),
    "WORKDIR a": _lines("WORKDIR a"),
    "USER app": _lines("USER app"),
    "comments": _lines("# a comment"),
    "one RUN continued": lambda lines: "FROM debian:12\nRUN " + "echo a && \\\n  " * (lines - 2) + "echo b\n",
    "one install continued": lambda lines: (
        "FROM debian:12\nRUN apt-get update && apt-get install -y \\\n"
        + "".join(f"  package{number} \\\n" for number in range(lines - 2))
        + "  curl\n"
    ),
    "one heredoc": lambda lines: "FROM debian:12\nRUN <<EOF\n" + "echo a\n" * (lines - 2) + "EOF\n",
    "one COPY heredoc": lambda lines: "FROM debian:12\nCOPY <<EOF /a\n" + "echo a\n" * (lines - 2) + "EOF\n",
    "stages of 10 lines": _stages,
}
