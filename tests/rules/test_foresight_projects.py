"""What is foreseen of the scripts and folders of a project in the build context, and the look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreseen import said

NODE = "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\n"
SERVED = "FROM nginx:1.30\nCOPY --from=build /app/{} /usr/share/nginx/html\n"
VITE = {"package.json": '{"scripts": {"build": "tsc -b && vite build"}}', "vite.config.ts": "export default {}\n"}
NEXT = {"package.json": '{"scripts": {"build": "next build"}}', "app/page.js": ""}
LOCKED = {**VITE, "package-lock.json": "{}"}
HOOKED = {"package.json": NEXT["package.json"].replace("}}", ', "postbuild": "x"}}')}
NGINX = """FROM debian:12
RUN apt-get update && apt-get install -y nginx
COPY start.sh /start.sh
CMD ["sh", "/start.sh"]
"""
BUILT = f"{NODE}RUN npm install && npm run build\n"


@pytest.mark.parametrize(
    ("dockerfile", "files", "code", "words"),
    [
        (f"{BUILT}{SERVED.format('build')}", VITE, "copied-path-missing", "`vite build` makes `dist`"),
        (f"{BUILT}{SERVED.format('public')}", NEXT, "copied-path-missing", "`next build` makes `.next`"),
        (f'{BUILT}CMD ["npm", "start"]\n', VITE, "package-script-missing", "has no script `start`"),
        (
            f"{NODE}RUN npm ci && npm run -s lint\n",
            {**VITE, "package-lock.json": "{}"},
            "package-script-missing",
            "`lint`",
        ),
        (
            "FROM python:3.13-slim\nWORKDIR /code\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\n"
            'COPY . .\nCMD ["python", "manage.py"]\n',
            {"requirements.txt": "django\n", "site/manage.py": ""},
            "start-file-elsewhere",
            "`/code/site/manage.py` is",
        ),
        (
            'FROM python:3.13-slim\nWORKDIR /code\nCOPY . .\nRUN pip install gunicorn\nCMD ["gunicorn", "wsgi:app"]\n',
            {"app.py": ""},
            "start-file-elsewhere",
            "no file in the build context has this name",
        ),
        (
            NGINX,
            {"start.sh": "#!/bin/sh\nset -e\nmkdir -p /run/x\nservice nginx start\n"},
            "ends-at-once",
            "`/start.sh` only runs `service`",
        ),
        (
            'FROM python:3.13-slim\nCOPY a.sh /\nRUN chmod +x /a.sh\nENTRYPOINT ["/a.sh"]\nCMD ["python", "-V"]\n',
            {"a.sh": "#!/bin/sh\necho ready\n"},
            "entrypoint-ignores-cmd",
            "never uses its arguments",
        ),
    ],
)
def test_it_is_told(tmp_path: Path, dockerfile: str, files: dict[str, str], code: str, words: str) -> None:
    found = said(tmp_path, dockerfile, files)
    assert words in found.get(code, f"no {code}, but {found}")


@pytest.mark.parametrize(
    ("dockerfile", "files"),
    [
        (f"{BUILT}{SERVED.format('build')}", {**VITE, "vite.config.ts": "export default {build: {outDir: 'build'}}\n"}),
        (f"{BUILT}{SERVED.format('dist')}", VITE),
        (f"{BUILT}RUN mv dist build\n{SERVED.format('build')}", VITE),
        (f"{NODE}RUN mkdir -p public && npm install && npm run build\n{SERVED.format('public')}", NEXT),
        (f"{BUILT}{SERVED.format('public')}", {**NEXT, "public/a.svg": ""}),
        (
            f"{BUILT}{SERVED.format('public')}",
            HOOKED,
        ),
        (f'{BUILT}CMD ["npm", "start"]\n', {**VITE, "server.js": ""}),
        (f"{NODE}RUN npm pkg set scripts.lint=eslint && npm run lint && npm run other --if-present\n", VITE),
        (f'{NODE}RUN pnpm run "/^lint:.*/"\n', VITE),
        (f"{NODE}RUN npm --prefix web run lint && yarn lint && npm run lint -w web\n", VITE),
        ('FROM node:22\nWORKDIR /app\nVOLUME /app\nCOPY . .\nCMD ["npm", "start"]\n', VITE),
        (
            NGINX,
            {"start.sh": "#!/bin/sh\nservice nginx start\nexec tail -F /var/log/nginx/access.log\n"},
        ),
    ],
)
def test_look_alikes(tmp_path: Path, dockerfile: str, files: dict[str, str]) -> None:
    codes = {"copied-path-missing", "package-script-missing", "ends-at-once", "entrypoint-ignores-cmd"}
    assert not codes & set(said(tmp_path, dockerfile, files))
