// node hosts.mjs PLACE VSIX FOLDER: a stage is renamed from the Compose file and back, and nothing else is taken over there.

import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, calm, command, focus, goTo, open, run, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const files = {
  'Dockerfile': 'FROM alpine:3.20 AS build\nFROM alpine:3.20\nCOPY --from=build /a /a\n',
  'compose.yaml': 'services:\n  web:\n    build:\n      context: .\n      target: build\n',
  'docker-bake.hcl': 'target "app" {\n  target = "build"\n}\n',
};
/** Written later on, so that the steps before meet one file of each name. */
const more = {
  'inline/jobs.compose.yaml': 'services:\n  job:\n    build:\n      target: base\n      dockerfile_inline: |\n        FROM alpine:3.20 AS base\n        ADD app.py /srv/\n',
  'api/api.Dockerfile': 'FROM alpine:3.20\nCOPY lib/main.py lib/data /srv/\n',
  'api/lib/main.py': '',
  'api/lib/data/a.csv': '',
  'api/api.compose.yaml': 'services:\n  api:\n    build: {context: ., dockerfile: api.Dockerfile}\n',
};
for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);

await withVSCode({ place, vsix, folder }, async ({ page }) => {
  const rename = async (name) => {
    await page.keyboard.press('F2');
    const input = page.locator('.rename-box input');
    await input.waitFor(PATIENCE);
    await input.fill(name);
    await page.keyboard.press('Enter');
  };
  const named = (name) => async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.press('s');
    return Object.entries(files).every(([file, text]) => read(file) === text.replaceAll(/(?<=AS |--from=|target: |target = ")build/g, name));
  };

  await run(page, {
    'a problem in the Compose file': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'compose.yaml');
      await focus(page);
      await page.keyboard.press('Control+Shift+M');
      await goTo(page, 5, 20);
      await page.keyboard.type('s', { delay: 20 });
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'Stage `builds` not found' }).first().waitFor(PATIENCE);
      await page.keyboard.press('Backspace');
      await until('it is gone', async () => (await page.locator('.markers-panel .monaco-list-row', { hasText: 'not found' }).count()) === 0);
    },
    'no formatter for Compose files': async () => {
      await focus(page);
      await command(page, 'Format Document');
      await page.getByText(/There is no formatter/).first().waitFor(PATIENCE);
      await page.keyboard.press('Escape');
    },
    'rename from the Compose file': async () => {
      await focus(page);
      await goTo(page, 5, 17);
      await rename('compile');
      await until('all files are renamed', named('compile'));
    },
    'rename from the Dockerfile': async () => {
      await open(page, 'Dockerfile');
      await goTo(page, 1, 24);
      await rename('build');
      await until('all files are as they were', named('build'));
    },
    'who builds a stage': async () => {
      await page.locator('.codelens-decoration', { hasText: /Built by .*compose\.yaml: web/ }).first().waitFor(PATIENCE);
    },
    'a fix in an inline Dockerfile': async () => {
      for (const [name, text] of Object.entries(more)) {
        fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        fs.writeFileSync(path.join(folder, name), text);
      }
      await open(page, 'inline/jobs.compose.yaml');
      await focus(page);
      await page.keyboard.press('Control+Shift+M');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'DL3020' }).first().waitFor(PATIENCE);
      await focus(page);
      await goTo(page, 7, 10);
      const entry = page.locator('.action-widget .monaco-list-row', { hasText: 'Replace ADD with COPY' }).first();
      await until('the menu is open', async () => {
        await page.keyboard.press('Control+.');
        return entry.waitFor({ timeout: 1500 }).then(() => true, () => calm(page));
      });
      await entry.click(PATIENCE);
      await until('it is fixed, and the indentation kept', async () => {
        await page.keyboard.press('Control+s');
        return read('inline/jobs.compose.yaml') === more['inline/jobs.compose.yaml'].replace('ADD', 'COPY');
      });
    },
    'rename in an inline Dockerfile': async () => {
      await focus(page);
      await goTo(page, 6, 35);
      await rename('first');
      await until('its target is renamed, too', async () => {
        await page.keyboard.press('Control+s');
        return read('inline/jobs.compose.yaml') === more['inline/jobs.compose.yaml'].replace('ADD', 'COPY').replaceAll('base', 'first');
      });
    },
    'a moved folder': async () => {
      await open(page, 'api/api.Dockerfile');
      await command(page, 'File: Focus on Files Explorer').catch(() => command(page, 'View: Show Explorer'));
      const row = (name) => page.locator('.explorer-folders-view .monaco-list-row', { hasText: new RegExp(`^${name}$`) });
      await row('lib').first().click(PATIENCE);
      await page.keyboard.press('F2');
      const input = page.locator('.explorer-folders-view input');
      await input.waitFor(PATIENCE);
      await input.fill('src');
      await page.keyboard.press('Enter');
      // VS Code asks whether an extension may change files with a move.
      await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'OK' }).click(PATIENCE);
      await until('the folder has moved', () => fs.existsSync(path.join(folder, 'api/src/main.py')));
      await focus(page);
      await until('the sources are named anew', async () => {
        await page.keyboard.press('Control+k');
        await page.keyboard.press('s');
        return read('api/api.Dockerfile') === more['api/api.Dockerfile'].replaceAll('lib/', 'src/');
      });
    },
  });
});
