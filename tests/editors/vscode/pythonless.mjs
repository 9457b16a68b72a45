// node pythonless.mjs PLACE VSIX FOLDER: where no Python can run the server, the editor says why, with a button that helps.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, open, run, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
fs.writeFileSync(path.join(folder, 'Dockerfile'), 'FROM alpine:3.20\nADD app.py /srv/\n');

// Names that the extension looks for stand for Pythons that are too old, of a future version, or not there.
const python = execFileSync('sh', ['-c', 'command -v python3'], { encoding: 'utf8' }).trim();
const programs = path.join(folder, '..', 'programs');
const program = (name, script) => fs.writeFileSync(path.join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
fs.mkdirSync(programs, { recursive: true });
program('python3', 'echo 3.9');
program('python', 'echo "3.15 No module named \'orjson\'"');
for (const version of ['3.11', '3.12', '3.13', '3.14']) program(`python${version}`, 'exit 127');
program('shell', 'exit 1'); // a login shell would put the real ones first again
const variables = { PATH: `${programs}:${path.join(place, 'bin')}:${process.env.PATH}`, SHELL: path.join(programs, 'shell') };

await withVSCode({ place, vsix, folder, variables }, async ({ page }) => {
  const message = page.locator('.notification-list-item', { hasText: 'Dockwright needs Python 3.11 or newer' });

  await run(page, {
    'no Python': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'Dockerfile');
      await message.waitFor(PATIENCE);
      const text = await message.innerText();
      assert.match(text, /python3 \(from the PATH\) is Python 3\.9, older than 3\.11/);
      assert.match(text, /python \(from the PATH\) is Python 3\.15, for which this extension has no libraries/);
      assert.deepEqual(await message.locator('.monaco-button').allInnerTexts(), ['Select Python...', 'Get Python']);
      await page.locator('.statusbar-item', { hasText: 'Dockwright' }).first().waitFor(PATIENCE);
    },
    'Python chosen': async () => {
      fs.mkdirSync(path.join(folder, '.vscode'));
      fs.writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'dockwright.interpreter': python }));
      await page.locator('.monaco-editor .squiggly-info, .monaco-editor .squiggly-warning').first().waitFor(PATIENCE);
    },
  });
});
