// node ui.mjs PLACE VSIX FOLDER [STEP]: what an author does in a Dockerfile, done in the real editor.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, calm, command, focus, goTo, hovered, open, run, servers, shown, sleep, until, withVSCode, write } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const dockerfile = path.join(folder, 'Dockerfile');

const SAMPLE = `FROM alpine:3.20 AS build
WORKDIR /src
ADD app.py /src/
RUN apk add --no-cache python3
RUN python3 -m compileall /src
FROM alpine:3.20
ENV PORT=8080
COPY --from=build /src /srv
CMD python3 /srv/app.py $PORT
`;

fs.mkdirSync(path.join(folder, 'data'), { recursive: true });
fs.writeFileSync(dockerfile, SAMPLE);
fs.writeFileSync(path.join(folder, 'app.py'), 'print("hello")\n');
fs.writeFileSync(path.join(folder, 'data', 'big.bin'), Buffer.alloc(150_000));
fs.writeFileSync(path.join(folder, '.env'), 'PASSWORD=x\n');
fs.writeFileSync(path.join(folder, 'notes.log'), 'x\n');
fs.writeFileSync(path.join(folder, '.dockerignore'), '*.log\n');

await withVSCode({ place, vsix, folder }, async ({ page }) => {
  const problems = (text) => page.locator('.markers-panel .monaco-list-row', { hasText: text });
  const line = (text) => page.locator('.editor-group-container.active .view-line', { hasText: text }).first();
  const reset = async () => { await calm(page); await write(page, SAMPLE); await page.keyboard.press('Control+Home'); await until('the sample is there', async () => (await shown(page)).includes('CMD python3')); await sleep(500); };
  const menu = (text) => page.locator('.action-widget .monaco-list-row', { hasText: text }).first();

  await run(page, {
    'open': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'Dockerfile');
      assert.match(await page.locator('#status\\.editor\\.mode').innerText(), /Docker/);
    },
    'squiggle': async () => {
      await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-info, .monaco-editor .squiggly-error').first().waitFor(PATIENCE);
      await page.keyboard.press('Control+Shift+M');
      await problems('JSONArgsRecommended').or(problems('DL3025')).first().waitFor(PATIENCE);
    },
    'hover': async () => {
      await hovered(page, line('WORKDIR').locator('span', { hasText: /^WORKDIR$/ }).first(), /WORKDIR/);
    },
    'hover on a program': async () => {
      await calm(page);
      await hovered(page, line('python3 -m').locator('span', { hasText: /^\s*python3$/ }).last(), /python3: from package python3, apk add --no-cache python3 at line 4/);
    },
    'go to what brought a file': async () => {
      await reset();
      await goTo(page, 9, 16);
      await page.keyboard.press('F12');
      const peek = page.locator('.peekview-widget').first();
      await peek.waitFor(PATIENCE);
      await peek.locator('.ref-tree .monaco-list-row', { hasText: 'COPY --from=build /src /srv' }).first().waitFor(PATIENCE);
      await peek.locator('.ref-tree .monaco-list-row', { hasText: 'app.py' }).first().waitFor(PATIENCE);
      await page.keyboard.press('Escape');
      await peek.waitFor({ state: 'hidden', ...PATIENCE });
      await page.keyboard.press('Control+Home');  // the peek has scrolled the text away, and clicks would miss it
    },
    'completion of users': async () => {
      await reset();
      await goTo(page, 8, 1);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('USER no', { delay: 60 });
      await page.locator('.suggest-widget .monaco-list-row', { hasText: 'nobody' }).first().waitFor(PATIENCE);
    },
    'completion': async () => {
      await reset();
      await goTo(page, 8, 1);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('COP', { delay: 40 });
      const row = page.locator('.suggest-widget .monaco-list-row', { hasText: 'COPY' }).first();
      await row.waitFor(PATIENCE);
    },
    'quick fix': async () => {
      await reset();
      await until('ADD is reported', async () => (await problems('DL3020').count()) > 0);
      await goTo(page, 3, 2);
      await until('the menu offers COPY', async () => {
        await page.keyboard.press('Control+.');
        await menu('COPY').waitFor({ timeout: 3000 }).catch(() => page.keyboard.press('Escape'));
        return (await menu('COPY').count()) > 0;
      });
      await page.waitForTimeout(300);
      await page.screenshot({ path: path.join(process.env.SHOTS ?? 'build/screenshots', 'quick-fix-menu.png') });
      await page.keyboard.press('Enter');
      await until('ADD became COPY', async () => /COPY app\.py \/src\//.test(await shown(page)));
      await until('the problem is gone', async () => (await problems('DL3020').count()) === 0);
    },
    'merge RUNs and undo': async () => {
      await reset();
      await focus(page);
      await command(page, 'Dockwright: Merge All RUN Instructions');
      await until('one RUN is left', async () => ((await shown(page)).match(/^RUN/gm) ?? []).length === 1);
      await page.locator('.statusbar-item', { hasText: 'RUN instructions merged in Dockerfile' }).waitFor(PATIENCE);
      await page.screenshot({ path: path.join(process.env.SHOTS ?? 'build/screenshots', 'merged.png') });
      assert.match(await shown(page), /apk add --no-cache python3[^]*&&[^]*python3 -m compileall/);
      await focus(page);
      await page.keyboard.press('Control+z');
      await until('both are back after one undo', async () => ((await shown(page)).match(/^RUN/gm) ?? []).length === 2);
    },
    'rename': async () => {
      await reset();
      await goTo(page, 1, 23);
      await page.keyboard.press('F2');
      const input = page.locator('.rename-box input');
      await input.waitFor(PATIENCE);
      await input.fill('builder');
      await page.keyboard.press('Enter');
      await until('both places are renamed', async () => /AS builder[^]*--from=builder/.test(await shown(page)));
    },
    'outline': async () => {
      await reset();
      await page.keyboard.press('Control+Shift+O');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'build' }).first().waitFor(PATIENCE);
      await page.waitForTimeout(400);
    },
    'settings': async () => {
      await reset();
      await until('ADD is reported', async () => (await problems('DL3020').count()) > 0);
      const file = path.join(folder, '.vscode', 'settings.json');
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify({ 'dockwright.rules': { DL3020: 'off' } }));
      await until('the rule is off', async () => (await problems('DL3020').count()) === 0);
      fs.writeFileSync(file, '{}');
      await until('the rule is on again', async () => (await problems('DL3020').count()) > 0);
    },
    'context view': async () => {
      await reset();
      await command(page, 'Dockwright: Show Build Context');
      const view = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Build Context' }) });
      await view.locator('.monaco-list-row', { hasText: 'data' }).first().waitFor(PATIENCE);
      await view.locator('.monaco-list-row', { hasText: /data.*150 kB/ }).first().waitFor(PATIENCE);
      await view.locator('.monaco-list-row', { hasText: /\.env.*secret/ }).first().waitFor(PATIENCE);
      // The list draws only the rows that can be seen.
      await view.locator('.monaco-list').first().hover();
      await page.mouse.wheel(0, 500);
      await view.locator('.monaco-list-row', { hasText: /notes\.log.*ignored/ }).first().waitFor(PATIENCE);
      await page.locator('.statusbar-item', { hasText: path.basename(folder) }).or(page.locator('#dockwright\\.dockwright\\.dockwright\\.context')).first().waitFor(PATIENCE);
    },
    'colours stay when the server knows more': async () => {
      await reset();
      const file = path.join(folder, '.vscode', 'settings.json');
      const colour = () => line('WORKDIR').locator('span', { hasText: /^WORKDIR$/ }).first().evaluate((word) => getComputedStyle(word).color);
      // What names a stage is coloured by the server alone.
      const name = () => line('FROM').locator('span', { hasText: /^build$/ }).count();
      await until('the server has coloured', async () => (await name()) > 0);
      const known = await colour();
      fs.writeFileSync(file, JSON.stringify({ 'editor.semanticHighlighting.enabled': false }));
      await until('the grammar colours alone', async () => (await name()) === 0);
      assert.equal(await colour(), known);
      fs.writeFileSync(file, '{}');
    },
    'killed and recovering': async () => {
      await reset();
      await until('ADD is reported', async () => (await problems('DL3020').count()) > 0);
      const before = servers();
      assert.equal(before.length, 1, 'one server runs');
      process.kill(before[0], 'SIGKILL');
      await until('another server runs', async () => servers().some((pid) => pid !== before[0]));
      await goTo(page, 3, 1);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('MAINTAINER me\n', { delay: 20 });
      await problems('MaintainerDeprecated').or(problems('DL4000')).first().waitFor(PATIENCE);
    },
  });
});
