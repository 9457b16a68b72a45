// node neighbours.mjs PLACE VSIX FOLDER: beside an extension that checks Dockerfiles too, nothing is said twice unless asked for.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PATIENCE, focus, open, run, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
fs.writeFileSync(path.join(folder, 'Dockerfile'), 'FROM alpine:3.20\nADD app.py /srv/\nMAINTAINER me\n');
fs.writeFileSync(path.join(folder, 'app.py'), 'pass\n');
const neighbour = path.join(folder, '..', 'neighbour.vsix');
const vsce = path.resolve('node_modules/.bin/vsce');
const own = fileURLToPath(new URL('neighbour', import.meta.url));
execFileSync(vsce, ['package', '--no-dependencies', '--skip-license', '--allow-missing-repository', '-o', neighbour], { cwd: own, stdio: 'pipe' });

await withVSCode({ place, vsix, folder, others: [neighbour] }, async ({ page, settings }) => {
  const said = (source) => page.locator('.markers-panel .monaco-list-row', { hasText: new RegExp(`${source}.*DL3020`) });
  const question = page.locator('.notification-list-item', { hasText: 'hadolint also checks Dockerfiles' });

  await run(page, {
    'leaves out repeats': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'Dockerfile');
      await page.keyboard.press('Control+Shift+M');
      await said('hadolint').first().waitFor(PATIENCE);
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'MaintainerDeprecated' }).first().waitFor(PATIENCE);
      await focus(page);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('# typed', { delay: 20 });
      await until('what both say is said once', async () => (await said('dockwright').count()) === 0);
    },
    'asks once': async () => {
      if (!(await question.isVisible())) await page.locator('#status\\.notifications').click(PATIENCE);
      await question.waitFor(PATIENCE);
      await question.locator('.monaco-button', { hasText: 'Show Everything' }).click(PATIENCE);
      await until('the answer is kept', () => fs.readFileSync(settings, 'utf8').includes('"dockwright.neighbours": "alone"'));
      await focus(page);
      await page.keyboard.type(' more', { delay: 20 });
      await said('dockwright').first().waitFor(PATIENCE);
      await said('hadolint').first().waitFor(PATIENCE);
    },
  });
});
