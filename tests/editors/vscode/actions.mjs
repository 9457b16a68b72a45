// node actions.mjs PLACE VSIX FOLDER: each case of FOLDER/../cases.json is chosen from the menu of actions, looked at, and undone.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PATIENCE, calm, freePort, open, run, sleep, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const cases = JSON.parse(fs.readFileSync(path.join(folder, '..', 'cases.json'), 'utf8'));
const dockerfile = path.join(folder, 'Dockerfile');
fs.writeFileSync(dockerfile, 'FROM alpine:3.20\n');
const hand = path.join(folder, '..', 'hand.vsix');
const source = fileURLToPath(new URL('hand', import.meta.url));
execFileSync(path.resolve('node_modules/.bin/vsce'), ['package', '--no-dependencies', '--skip-license', '--allow-missing-repository', '-o', hand], { cwd: source, stdio: 'pipe' });
const port = await freePort();
const tell = async (what = {}) => {
  const answer = await (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify(what) })).json();
  assert.equal(answer.error, undefined);
  return answer;
};

// The menu holds what can be done alone: what is asked for by its kind is run as a key that is bound to it would.
await withVSCode({ place, vsix, folder, settings: { 'dockwright.context.enable': false }, others: [hand], variables: { HAND_PORT: String(port) } }, async ({ page }) => {
  const rows = page.locator('.action-widget .monaco-list-row');
  const focused = page.locator('.action-widget .monaco-list-row.focused');

  /** Takes an entry of the menu by its title; what the menu has instead, where it is not there. */
  const choose = async ({ title, text, start, end }) => {
    // What the server says of the new text, a moment later, closes a menu that is opened meanwhile.
    await until('the menu is open', async () => {
      await tell({ path: dockerfile, text, start, end });
      await page.keyboard.press('Control+.');
      return rows.first().waitFor({ timeout: 1500 }).then(() => true, () => calm(page));
    });
    const titles = new Map();
    for (let index = await focused.getAttribute('data-index'); !titles.has(index); index = await focused.getAttribute('data-index')) {
      titles.set(index, (await focused.innerText()).trim());
      if (titles.get(index) === title) {
        await page.keyboard.press('Enter');
        return undefined;
      }
      await page.keyboard.press('ArrowDown');
    }
    return [...titles.values()];
  };

  const one = async (what) => {
    const { text, start, end, title, kind, after } = what;
    await calm(page);
    if (kind) {
      await tell({ path: dockerfile, text, start, end });
      await sleep(500);
      await tell({ run: 'editor.action.codeAction', argument: { kind, apply: 'first' } });
    } else {
      const seen = await choose(what);
      assert.equal(seen, undefined, `"${title}" is not among\n${seen?.join('\n')}`);
    }
    await until('the text is changed', async () => (await tell()).text !== text, 5000);
    assert.equal((await tell()).text, after);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await until('one undo brings the text back', async () => (await tell()).text === text, 3000);
  };

  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
  await open(page, 'Dockerfile');
  await until('the hand answers', () => tell().catch(() => undefined));
  await until('the server runs', async () => (await page.locator('.statusbar-item', { hasText: path.basename(folder) }).count()) > 0);
  await run(page, Object.fromEntries(cases.map((each) => [each.name, () => one(each)])), undefined, false);
});
