// node typing.mjs PLACE VSIX FOLDER: the files of FOLDER/../typed.json are typed key by key, with suggestions on and nothing accepted on purpose.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, calm, command, open, run, sleep, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const files = JSON.parse(fs.readFileSync(path.join(folder, '..', 'typed.json'), 'utf8'));
for (const name of ['app.py', 'index.js', 'main.go', 'package.json', 'requirements.txt', 'test.html']) fs.writeFileSync(path.join(folder, name), 'x\n');
for (const { name } of files) {
  fs.mkdirSync(path.join(folder, name));
  fs.writeFileSync(path.join(folder, name, 'Dockerfile'), '');
}

// The blanks at the start of a line are typed, as those within it are. Nothing else is unlike what a user has who has set nothing.
const settings = { 'editor.autoIndent': 'none', 'editor.quickSuggestionsDelay': 10 };
await withVSCode({ place, vsix, folder, settings }, async ({ page }) => {
  const type = async (text, delay) => {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) {
        // Time for a suggestion to stand there when Enter is pressed.
        await sleep(120);
        await page.keyboard.press('Enter');
      }
      await page.keyboard.type(line, { delay });
    }
  };
  const problems = () => page.locator('.markers-panel .monaco-list-row').allTextContents();

  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
  await page.keyboard.press('Control+Shift+M');
  const typed = async ({ name, text, delay }) => {
    const file = path.join(folder, name, 'Dockerfile');
    await calm(page);
    // The list shows the problems of all open files, as many as fit: what stood there for the file before is not what this one flashed.
    await command(page, 'View: Close All Editors');
    await until('the list of problems is empty', async () => (await problems()).every((row) => !found(row)));
    await open(page, `${name}/Dockerfile`);
    await page.evaluate(() => {
      globalThis.seen = new Set();
      clearInterval(globalThis.watch);
      globalThis.watch = setInterval(() => { for (const row of document.querySelectorAll('.markers-panel .monaco-list-row')) globalThis.seen.add(row.textContent); }, 30);
    });
    await type(text, delay);
    await sleep(2500);
    const left = (await problems()).map(found);
    const flashed = new Set((await page.evaluate(() => [...globalThis.seen])).map(found).filter((each) => each && !left.includes(each)));
    console.log(`# flashed: ${name}: ${[...flashed].sort().join(' ')}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+s');
    await until('the file is saved', async () => (await page.locator('.tab.active.dirty').count()) === 0);
    assert.equal(fs.readFileSync(file, 'utf8'), text);
  };
  await run(page, Object.fromEntries(files.map((each) => [each.name, () => typed(each)])), undefined, false);
});

/** The code and the line of a row of the list of problems. */
function found(row) {
  const match = /dockwright\(?([A-Za-z][\w-]*)\)?\[Ln (\d+)/.exec(row);
  return match ? `${match[1]}@${match[2]}` : '';
}
