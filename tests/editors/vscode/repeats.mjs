// node repeats.mjs PLACE VSIX FOLDER: beside an extension that serves Compose and Bake files, nothing is offered or said twice there.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PATIENCE, focus, goTo, open, run, sleep, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const files = {
  'Dockerfile': 'FROM alpine:3.20 AS build\nFROM alpine:3.20 AS final\nARG MODE\n',
  'compose.yaml': 'services:\n  web:\n    build:\n      context: .\n      dockerfile: Dockerfile\n      target: build\n',
  'docker-bake.hcl': 'target "app" {\n  dockerfile = "Dockerfile"\n  target = "build"\n}\n',
};
for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
const neighbour = path.join(folder, '..', 'neighbour-docker.vsix');
const vsce = path.resolve('node_modules/.bin/vsce');
const own = fileURLToPath(new URL('neighbour-docker', import.meta.url));
execFileSync(vsce, ['package', '--no-dependencies', '--skip-license', '--allow-missing-repository', '-o', neighbour], { cwd: own, stdio: 'pipe' });

await withVSCode({ place, vsix, folder, others: [neighbour] }, async ({ page }) => {
  const problems = page.locator('.markers-panel .monaco-list-row');
  const says = (text) => problems.filter({ hasText: text });
  const rows = page.locator('.suggest-widget .monaco-list-row .label-name');
  /** A stage that is not there, typed and taken back: both say so, and one of them is heard. */
  const wrong = async (line, column) => {
    await focus(page);
    await page.keyboard.press('Control+Shift+M');
    await goTo(page, line, column);
    await page.keyboard.type('s', { delay: 20 });
    await says('target could not be found').first().waitFor(PATIENCE);
    await until('it is said once', async () => (await says(/has no stage/).count()) === 0);
    await sleep(2_000);
    if ((await says(/has no stage/).count()) > 0) throw new Error('it is said twice');
    await page.keyboard.press('Backspace');
    await until('it is gone', async () => (await says('target could not be found').count()) === 0);
  };
  const once = async (file, line, column) => {
    await open(page, file);
    await goTo(page, line, column);
    await page.keyboard.press('Control+Space');
    await rows.filter({ hasText: /^build$/ }).first().waitFor(PATIENCE);
    await sleep(1_000);
    const offered = await rows.allTextContents();
    if (offered.filter((each) => each === 'build').length !== 1) throw new Error(`offered: ${offered.join(' ')}`);
    await page.keyboard.press('Escape');
  };
  /** One definition is gone to at once; of two, a list is shown. */
  const goes = async (file, line, column) => {
    await open(page, file);
    await goTo(page, line, column);
    await page.keyboard.press('F12');
    await page.locator('.tab.active[data-resource-name="Dockerfile"]').first().waitFor(PATIENCE);
  };
  const known = () => page.locator('.codelens-decoration', { hasText: /Built by/ }).first().waitFor(PATIENCE);

  await run(page, {
    'builds are known': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'Dockerfile');
      await known();
    },
    'one problem in the Compose file': async () => {
      await open(page, 'compose.yaml');
      await wrong(6, 20);
    },
    'one suggestion in the Compose file': () => once('compose.yaml', 6, 20),
    'one definition from the Compose file': () => goes('compose.yaml', 6, 17),
    'one problem in the Bake file': async () => {
      await open(page, 'docker-bake.hcl');
      await wrong(3, 18);
    },
    'one suggestion in the Bake file': () => once('docker-bake.hcl', 3, 18),
    'one definition from the Bake file': () => goes('docker-bake.hcl', 3, 14),
    'what only Dockwright knows is offered': async () => {
      await open(page, 'compose.yaml');
      await goTo(page, 6, 20);
      await page.keyboard.press('End');
      await page.keyboard.type('\nargs:\n', { delay: 20 });
      await page.keyboard.type('  M', { delay: 20 });
      await page.keyboard.press('Control+Space');
      await rows.filter({ hasText: /^MODE$/ }).first().waitFor(PATIENCE);
      await page.keyboard.press('Escape');
    },
  });
});
