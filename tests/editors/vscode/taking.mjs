// node taking.mjs PLACE VSIX FOLDER [STEP]: what is typed after a suggestion was taken, or left alone, and what is said meanwhile.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, calm, command, focus, goTo, open, picture, run, servers, shown, sleep, until, withVSCode, write } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const START = 'FROM node:22 AS build\nARG NODE_VERSION=22\nENV PORT=3000\nCOPY package.json ./\nCMD ["node", "src/server.js"]\n';

for (const name of ['docs/a.md', 'docs-old/a.md', 'node_modules/a/index.js', 'src/server.js', 'app/package.json']) {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), 'x\n');
}
fs.writeFileSync(path.join(folder, 'package.json'), '{"scripts": {"start": "node src/server.js", "lint": "eslint ."}}\n');
fs.writeFileSync(path.join(folder, 'README.md'), 'x\n');
fs.writeFileSync(path.join(folder, '.env.local'), 'x\n');
fs.writeFileSync(path.join(folder, 'Dockerfile'), START);
fs.writeFileSync(path.join(folder, '.dockerignore'), '');
fs.writeFileSync(path.join(folder, '.gitignore'), '');
fs.writeFileSync(path.join(folder, 'compose.yaml'), 'services:\n  one: {build: .}\n  two: {build: {context: app, dockerfile: ../Dockerfile}}\n');

await withVSCode({ place, vsix, folder }, async ({ page }) => {
  const row = (text) => page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text }).first();
  const listed = () => page.locator('.suggest-widget.visible .monaco-list-row').allTextContents();
  const red = () => page.locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning').count();
  const front = async (name) => {
    const tab = page.locator(`.tab[data-resource-name="${name}"]`);
    await (await tab.count() > 0 ? tab.click(PATIENCE) : open(page, name));
  };
  const saved = async (name) => {
    await page.keyboard.press('Control+s');
    await until('the file is saved', async () => (await page.locator('.tab.active.dirty').count()) === 0);
    return fs.readFileSync(path.join(folder, name), 'utf8');
  };
  const begin = async (text) => { await calm(page); await write(page, text); await page.keyboard.press('Control+End'); await sleep(1500); };
  const take = async (text) => { await row(text).waitFor(PATIENCE); await sleep(150); await page.keyboard.press('Tab'); await sleep(150); };
  const context = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Build Context' }) }).locator('.monaco-list-row');

  await run(page, {
    'open': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await front('Dockerfile');
      await focus(page);
      await page.locator('.pane-header', { hasText: 'Build Context' }).waitFor(PATIENCE);
      await sleep(500);
      await command(page, 'Dockwright: Show Build Context');
      await context.filter({ hasText: 'package.json' }).first().waitFor(PATIENCE);
    },
    'the names of symbols': async () => {
      await focus(page);
      await page.keyboard.press('Control+Shift+O');
      for (const name of ['FROM node:22 AS build', 'ARG NODE_VERSION', 'ENV PORT', 'COPY package.json ./']) await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor(PATIENCE);
      await page.keyboard.type('NODE');
      await sleep(500);
      await picture(page, 'symbols-found');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'ARG NODE_VERSION' }).first().waitFor(PATIENCE);
    },
    'the context stays beside an ignore file and the output': async () => {
      await calm(page);
      await front('.dockerignore');
      await sleep(1500);
      assert.match(await page.locator('#status\\.editor\\.mode').innerText(), /Docker Ignore/);
      assert.ok(await context.count() > 0, 'beside the ignore file');
      await picture(page, 'context-beside-ignore-file');
      await front('Dockerfile');
      await command(page, 'Dockwright: Show Output');
      await page.locator('.output-view-container .view-lines, .part.panel .view-lines').first().click(PATIENCE);
      await sleep(1500);
      assert.ok(await context.count() > 0, 'beside the output');
      await picture(page, 'context-beside-output');
      await page.keyboard.press('Control+j');
      await front('README.md');
      await until('a file that is none of a build has no context', async () => (await context.count()) === 0);
      await front('Dockerfile');
      await until('it is back', async () => (await context.count()) > 0);
    },
    'an ignore file is what was typed': async () => {
      await calm(page);
      await front('.dockerignore');
      await focus(page);
      const lines = ['# what is not sent', 'node_modules', 'docs', '*.md', '.env', '!docs/', 'src/', 'README', '**/node_modules', 'dist', ''];
      for (const [number, line] of lines.entries()) {
        if (number > 0) { await sleep(500); await page.keyboard.press('Enter'); }
        await page.keyboard.type(line, { delay: 40 });
      }
      assert.equal(await saved('.dockerignore'), lines.join('\n'));
      await page.keyboard.type('nod', { delay: 40 });
      await take('node_modules');
      assert.match(await saved('.dockerignore'), /\nnode_modules$/);
    },
    'another ignore file keeps the words of the editor': async () => {
      await front('.gitignore');
      await focus(page);
      await page.keyboard.type('something\nsome', { delay: 60 });
      await row('something').waitFor(PATIENCE);
    },
    'names are taken and their values typed': async () => {
      await front('Dockerfile');
      await begin('FROM node:22\n');
      await page.keyboard.type('LAB', { delay: 40 });
      await take('LABEL');
      await row('org.opencontainers').waitFor(PATIENCE);
      await page.keyboard.type('org.opencontainers.image.ti', { delay: 40 });
      await take('image.title');
      await page.keyboard.type('="web app"', { delay: 40 });
      await page.keyboard.press('Enter');
      await page.keyboard.type('ENV LAN', { delay: 40 });
      await take('LANG');
      await page.keyboard.type('=', { delay: 40 });
      await take('C.UTF-8');
      await page.keyboard.press('Enter');
      await page.keyboard.type('CM', { delay: 40 });
      await take('CMD');
      await row('src/server.js').waitFor(PATIENCE);
      await picture(page, 'start-of-the-project');
      await page.keyboard.type('["node", "x.js"]', { delay: 40 });
      await page.keyboard.press('Enter');
      await page.keyboard.type('SHELL ["/bin/bash", ', { delay: 40 });
      await take('-o');
      await page.keyboard.type(', "pipefail", "-c"]', { delay: 40 });
      assert.equal(await saved('Dockerfile'), 'FROM node:22\nLABEL org.opencontainers.image.title="web app"\nENV LANG=C.UTF-8\nCMD ["node", "x.js"]\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]');
    },
    'what leaves a value to choose opens the next list': async () => {
      await begin('FROM node:22 AS build\nFROM node:22\n');
      await page.keyboard.type('RUN --mo', { delay: 40 });
      await take('--mount=');
      await take('type=');
      await take('cache');
      await page.keyboard.type(',tar', { delay: 40 });
      await take('target=');
      await row('/root/').waitFor(PATIENCE);
      await picture(page, 'next-list');
      assert.equal(await red(), 0, 'nothing is blamed meanwhile');
      await begin('FROM node:22 AS build\nFROM node:22\nCOPY --fr');
      await page.keyboard.press('Control+Space');
      await take('--from=');
      await row('build').waitFor(PATIENCE);
      await begin('FROM node:22 AS build\nHEALTHCHECK --inte');
      await page.keyboard.press('Control+Space');
      await take('--interval=');
      await row('30s').waitFor(PATIENCE);
    },
    'nothing is blamed while a list is open': async () => {
      const lines = ['FROM node:', 'COPY package.json ', 'RU', 'LABEL org.opencontainers.image.ti', 'HEALTHCHECK --retries=3 '];
      for (const [number, line] of lines.entries()) {
        await begin('FROM node:22\nWORKDIR /app\n');
        await page.keyboard.type(line, { delay: 40 });
        await sleep(2500);
        assert.equal(await red(), 0, line);
        await picture(page, `thinking-${number}`);
      }
      await page.keyboard.press('Escape');
      await goTo(page, 1, 1);
      await until('what is wrong is said once the cursor is elsewhere', async () => (await red()) > 0);
    },
    'what the project says comes first': async () => {
      await begin('FROM node:22\nENV PORT=3000\nEXPOSE');
      await page.keyboard.type(' ');
      await row('3000').waitFor(PATIENCE);
      assert.match((await listed())[0], /3000/);
      await begin('FROM node:22\nRUN npm run');
      await page.keyboard.type(' ');
      await row('lint').waitFor(PATIENCE);
      await picture(page, 'scripts');
    },
    'a word that is typed while the server is busy stays': async () => {
      const text = 'FROM node:22\n';
      for (const [listed, rest] of [['EXPOSE ', '3000'], ['USER ', 'fred'], ['COPY . ', '/opt'], ['COPY . ', './'], ['STOPSIGNAL ', 'SIGWHAT'], ['W', 'X']]) {
        await begin(text);
        await page.keyboard.type(listed, { delay: 40 });
        await row('').waitFor(PATIENCE);
        await sleep(500);
        servers().forEach((pid) => process.kill(pid, 'SIGSTOP'));
        await page.keyboard.type(rest, { delay: 40 });
        await sleep(300);
        await page.keyboard.press('Enter');
        servers().forEach((pid) => process.kill(pid, 'SIGCONT'));
        assert.equal(await saved('Dockerfile'), `${text}${listed}${rest}\n`);
      }
    },
    'a list that comes late is shown': async () => {
      await begin('FROM node:22\n');
      await page.keyboard.type('CO', { delay: 40 });
      await row('COPY').waitFor(PATIENCE);
      servers().forEach((pid) => process.kill(pid, 'SIGSTOP'));
      await page.keyboard.type('P');
      await row('COPY').waitFor({ state: 'hidden', ...PATIENCE });
      servers().forEach((pid) => process.kill(pid, 'SIGCONT'));
      await take('COPY');
      assert.equal(await saved('Dockerfile'), 'FROM node:22\nCOPY ');
    },
    'a heredoc is what was typed': async () => {
      await begin('FROM alpine:3.20\n');
      const lines = ['RUN <<EOF', 'apk add curl', 'EOF', 'COPY <<END /etc/a', 'a=b', 'END', 'RUN for f in a b; do echo $f', ''];
      for (const [number, line] of lines.entries()) {
        if (number > 0) { await sleep(500); await page.keyboard.press('Enter'); }
        await page.keyboard.type(line, { delay: 60 });
      }
      assert.equal(await saved('Dockerfile'), `FROM alpine:3.20\n${lines.join('\n')}`);
    },
    'Enter indents what goes on and goes back after it': async () => {
      await begin('FROM debian:12\n');
      const lines = ['RUN apt-get update \\', '&& apt-get install -y curl \\', 'git', 'ENV A=1 \\', '# why', 'B=2 \\', 'C=3', 'WORKDIR /app'];
      for (const line of lines) { await page.keyboard.type(`${line}`, { delay: 20 }); await page.keyboard.press('Escape'); await page.keyboard.press('Enter'); await sleep(150); }
      assert.equal((await shown(page)).trimEnd(), ['FROM debian:12', 'RUN apt-get update \\', '    && apt-get install -y curl \\', '    git',
        'ENV A=1 \\', '    # why', '    B=2 \\', '    C=3', 'WORKDIR /app'].join('\n'));
    },
    'a line that goes on is continued by its first fix': async () => {
      await begin('FROM alpine:3.20\nRUN true\n&& echo b\nCMD ["sh"]\n');
      await goTo(page, 3, 2);
      await until('it is blamed', async () => (await red()) > 0);
      const entries = page.locator('.action-widget .monaco-list-row');
      await until('the menu is open', async () => {
        await page.keyboard.press('Control+.');
        return entries.first().waitFor({ timeout: 1500 }).then(() => true, () => calm(page));
      });
      await picture(page, 'goes-on');
      await page.keyboard.press('Enter');
      await until('the line above goes on', async () => /^RUN true \\\s*$/m.test(await shown(page)));
      assert.equal(await saved('Dockerfile'), 'FROM alpine:3.20\nRUN true \\\n&& echo b\nCMD ["sh"]\n');
    },
    'the page of a rule is read, not edited': async () => {
      await begin('FROM alpine:3.20\nRUN apk add --no-cache curl\nUSER ghost\nCMD ["sh"]\n');
      await goTo(page, 3, 7);
      await until('it is blamed', async () => (await red()) > 0);
      const entries = page.locator('.action-widget .monaco-list-row');
      await until('the menu is open', async () => {
        await page.keyboard.press('Control+.');
        return entries.first().waitFor({ timeout: 1500 }).then(() => true, () => calm(page));
      });
      const titles = (await entries.allInnerTexts()).map((title) => title.trim());
      assert.deepEqual(titles.filter((title) => /^(Create|Open|Ignore)/.test(title)).map((title) => title.split(' ')[0]), ['Create', 'Open', 'Ignore', 'Ignore']);
      await entries.filter({ hasText: 'Open documentation' }).first().click(PATIENCE);
      await page.locator('.tab', { hasText: 'Preview user-unknown.md' }).first().waitFor(PATIENCE);
      const shownPage = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
      await shownPage.locator('h1', { hasText: 'Unknown user or group' }).waitFor(PATIENCE);
      await shownPage.locator('p', { hasText: 'With its fixes:' }).first().waitFor(PATIENCE);
      await picture(page, 'page-of-a-rule');
      await front('Dockerfile');
      await command(page, 'View: Close Editors in Other Groups');
    },
    'a chosen context is dropped with the file that names it': async () => {
      await begin(START);
      await command(page, 'Dockwright: Choose Build Context');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'app' }).first().click(PATIENCE);
      const item = page.locator('#dockwright\\.dockwright\\.dockwright\\.context');
      await until('app is chosen', async () => /app/.test(await item.innerText()));
      fs.rmSync(path.join(folder, 'compose.yaml'));
      await until('it is so no longer', async () => !/app/.test(await item.innerText()));
      await picture(page, 'context-dropped');
    },
  });
});
