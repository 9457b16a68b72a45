// node files.mjs PLACE VSIX FOLDER [STEP]: files that are read-only, that move, and that hold settings.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, calm, open, run, shown, sleep, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const file = (name) => path.join(folder, name);
const SAMPLE = `FROM alpine:3.20
WORKDIR /srv
ADD app.py /srv/
RUN apk add --no-cache python3
RUN python3 -m compileall /srv
CMD ["python3", "/srv/app.py"]
`;
const USES_SOURCES = 'FROM python:3.12\nWORKDIR /srv\nCOPY sources/app.py .\nCMD ["python", "app.py"]\n';

for (const name of ['held', 'api/sources', 'api/build', 'web']) fs.mkdirSync(file(name), { recursive: true });
for (const name of ['held/Dockerfile', 'Dockerfile']) fs.writeFileSync(file(name), SAMPLE);
for (const name of ['app.py', 'held/app.py', 'api/sources/app.py']) fs.writeFileSync(file(name), 'print("hello")\n');
fs.writeFileSync(file('api/build/Dockerfile'), USES_SOURCES);
fs.writeFileSync(file('compose.yaml'), 'services:\n  api:\n    build:\n      context: api\n      dockerfile: build/Dockerfile\n  web:\n    build:\n      context: .\n      dockerfile: web/Dockerfile\n');
fs.writeFileSync(file('web/Dockerfile'), 'FROM nginx:1.27\nCOPY web/index.html /usr/share/nginx/html/\n');
fs.writeFileSync(file('web/index.html'), '<!doctype html>\n');

await withVSCode({ place, vsix, folder, settings: { 'files.readonlyInclude': { 'held/**': true }, 'explorer.compactFolders': false } }, async ({ page }) => {
  const rows = page.locator('.explorer-folders-view .monaco-list-row');
  const offered = async () => {
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget input.input').first();
    await input.waitFor(PATIENCE);
    await input.fill('>Dockwright: ');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Dockwright: Compare with HEAD' }).first().waitFor(PATIENCE);
    const titles = await page.locator('.quick-input-list .monaco-list-row').evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(process.env.SHOTS ?? 'build/screenshots', `commands-${titles.length}.png`) });
    await calm(page);
    return titles.join('\n');
  };
  const problem = async () => page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-info, .monaco-editor .squiggly-error').first().waitFor(PATIENCE);
  const renamed = async (name, next) => {
    await rows.filter({ hasText: new RegExp(`^${name}$`) }).first().click(PATIENCE);
    await page.keyboard.press('F2');
    const input = page.locator('.explorer-folders-view .monaco-inputbox input');
    await input.waitFor(PATIENCE);
    await input.fill(next);
    await page.keyboard.press('Enter');
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'OK' }).click({ timeout: 10_000 });
  };

  await run(page, {
    'commands that edit': async () => {
      await rows.first().waitFor(PATIENCE);
      await open(page, 'Dockerfile');
      await problem();
      const titles = await offered();
      assert.match(titles, /Merge All RUN/);
      assert.match(titles, /Fix All Safe/);
    },
    'commands that edit and a file that is read-only': async () => {
      await open(page, 'held/Dockerfile');
      await problem();
      assert.doesNotMatch(await offered(), /Merge All RUN|Fix All Safe/);
    },
    'files that change because a folder is renamed are saved': async () => {
      await rows.filter({ hasText: /^api$/ }).first().click(PATIENCE);
      await rows.filter({ hasText: /^sources$/ }).first().waitFor(PATIENCE);
      await renamed('sources', 'app');
      await until('the Dockerfile on disk names the new folder', () => fs.readFileSync(file('api/build/Dockerfile'), 'utf8').includes('COPY app/app.py .'));
    },
    'a file that moves and changes is saved': async () => {
      await renamed('web', 'page');
      await until('it is there', () => fs.existsSync(file('page/Dockerfile')));
      await until('it names its folder', () => fs.readFileSync(file('page/Dockerfile'), 'utf8').includes('COPY page/index.html'));
      await until('so does what builds it', () => fs.readFileSync(file('compose.yaml'), 'utf8').includes('page/Dockerfile'));
    },
    'what is wrong in a settings file': async () => {
      fs.writeFileSync(file('dockwright.toml'), '# a comment\nprofile = "stict"\n\n[rules]\nDL3020 = "off"\nDL301 = "off"\n');
      await open(page, 'Dockerfile');
      await page.keyboard.press('Control+Shift+M');
      const rows = page.locator('.markers-panel .monaco-list-row');
      await rows.filter({ hasText: 'dockwright.toml' }).first().waitFor(PATIENCE);
      await rows.filter({ hasText: 'rules.DL301: unknown rule or group' }).click(PATIENCE);
      await until('the line is shown', async () => /Ln 6, Col 6 .5 selected/.test(await page.locator('#status\\.editor\\.selection').innerText()));
      await page.locator('.editor-group-container.active .squiggly-warning').nth(1).waitFor(PATIENCE);
      await page.screenshot({ path: path.join(process.env.SHOTS ?? 'build/screenshots', 'settings-problems.png') });
      await page.keyboard.press('Control+1');
      await page.keyboard.press('Control+.');
      await page.locator('.action-widget .monaco-list-row', { hasText: 'Change to DL3061' }).first().waitFor(PATIENCE);
      await page.keyboard.press('Enter');
      await until('the name is corrected', async () => /^DL3061 = "off"$/m.test(await shown(page)));
      await page.keyboard.press('Control+s');
      await rows.filter({ hasText: 'rules.DL301' }).first().waitFor({ state: 'hidden', ...PATIENCE });
      fs.writeFileSync(file('dockwright.toml'), 'profile = "strict"\n');
      await until('nothing is wrong', async () => (await rows.filter({ hasText: 'dockwright.toml' }).count()) === 0);
    },
  });
});
