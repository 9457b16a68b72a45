// node many.mjs PLACE VSIX FOLDER: a workspace of 1,000 Dockerfiles, in which one is edited.

import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { PATIENCE, command, focus, open, run, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
for (let number = 0; number < 1000; number += 1) {
  const own = path.join(folder, `service${Math.floor(number / 50)}`, `app${number}`);
  fs.mkdirSync(own, { recursive: true });
  fs.writeFileSync(path.join(own, 'Dockerfile'), `FROM alpine:3.20 AS build${number}\nRUN echo ${number}\nADD main.py /srv/\n`);
  fs.writeFileSync(path.join(own, 'main.py'), 'pass\n');
}

await withVSCode({ place, vsix, folder }, async ({ page }) => {
  await run(page, {
    'open among 1,000': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'service7/app399/Dockerfile');
      await page.keyboard.press('Control+Shift+M');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'DL3020' }).first().waitFor(PATIENCE);
    },
    'edit among 1,000': async () => {
      await focus(page);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('MAINTAINER me\n', { delay: 20 });
      const began = Date.now();
      await page.locator('.markers-panel .monaco-list-row', { hasText: /MaintainerDeprecated|DL4000/ }).first().waitFor(PATIENCE);
      console.log(`# reported ${Date.now() - began} ms after typing`);
    },
    'switch among 1,000': async () => {
      for (const number of [12, 640, 999]) {
        await open(page, `service${Math.floor(number / 50)}/app${number}/Dockerfile`);
        await page.locator('.markers-panel .monaco-list-row', { hasText: 'DL3020' }).first().waitFor(PATIENCE);
      }
      await command(page, 'Dockwright: Show Build Context');
      await until('the context is shown', async () => (await page.locator('.monaco-list-row', { hasText: 'main.py' }).count()) > 0);
      const rows = execFileSync('ps', ['-eo', 'rss=,args='], { encoding: 'utf8' }).split('\n').filter((row) => row.includes('bundled/run.py'));
      console.log(`# server: ${Math.round(Number(rows[0]?.trim().split(/\s/)[0] ?? 0) / 1024)} MB`);
    },
  });
});
