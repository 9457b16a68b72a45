// node record.mjs PLACE VSIX FOLDER: the first minute with Dockwright, as frames that client-vscode/scripts/pictures.py puts together.
// A frame is shown as long as its name says, however slow this machine is.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, SHOTS, command, goTo, hovered, open, run, shown, until, withVSCode } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);
const FRAMES = path.join(SHOTS, 'recording');
const LOOK = {
  'editor.fontSize': 17, 'editor.lineHeight': 27, 'editor.cursorBlinking': 'solid', 'editor.renderLineHighlight': 'none', 'editor.padding.top': 12,
  'workbench.activityBar.location': 'hidden', 'workbench.statusBar.visible': false, 'breadcrumbs.enabled': false, 'window.menuBarVisibility': 'hidden',
  'window.commandCenter': false, 'workbench.layoutControl.enabled': false, 'editor.scrollbar.vertical': 'hidden',
  'editor.overviewRulerBorder': false, 'editor.hideCursorInOverviewRuler': true, 'editor.guides.indentation': false,
};

fs.mkdirSync(path.join(folder, 'app'), { recursive: true });
fs.writeFileSync(path.join(folder, 'Dockerfile'), '\n');
fs.writeFileSync(path.join(folder, 'requirements.txt'), 'flask\n');
fs.writeFileSync(path.join(folder, 'app', '__main__.py'), 'print("hello")\n');
fs.rmSync(FRAMES, { recursive: true, force: true });
fs.mkdirSync(FRAMES, { recursive: true });

await withVSCode({ place, vsix, folder, settings: LOOK }, async ({ page }) => {
  let count = 0;
  /** What is on the screen, to be shown for so many milliseconds. */
  const frame = async (time) => {
    count += 1;
    await page.screenshot({ path: path.join(FRAMES, `${String(count).padStart(4, '0')}-${time}.png`) });
  };
  const type = async (text, time = 70) => {
    for (const key of text) {
      if (key === '\n') await page.keyboard.press('Enter');
      else await page.keyboard.type(key);
      await frame(time);
    }
  };
  const squiggles = () => page.locator('.monaco-editor .view-overlays [class*="squiggly-"]');
  const menu = page.locator('.action-widget .monaco-list-row.action');
  /** The menu of the light bulb, and its first entry. */
  const mend = async () => {
    await page.keyboard.press('Control+.');
    await menu.first().waitFor(PATIENCE);
    await page.waitForTimeout(500);
    await frame(1800);
    await page.keyboard.press('Enter');
    await menu.first().waitFor({ state: 'hidden', ...PATIENCE });
    await page.waitForTimeout(800);
    await frame(1300);
  };

  await run(page, {
    'recording: open': async () => {
      await page.setViewportSize({ width: 860, height: 400 });
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'Dockerfile');
      await page.keyboard.press('Control+b');
      await goTo(page, 1, 1);
      await page.mouse.move(850, 390);
      await page.waitForTimeout(2000);
      await frame(500);
    },
    'recording: type': async () => {
      await type('FROM python:3.13-slim', 45);
      await page.keyboard.press('Escape');
      await type('\nWORKDIR /srv', 45);
      await page.keyboard.press('Escape');
      await type('\nADD ', 70);
      await page.keyboard.press('Control+Space');
      const suggestion = page.locator('.suggest-widget .monaco-list-row', { hasText: 'requirements.txt' }).first();
      await suggestion.waitFor(PATIENCE);
      await page.waitForTimeout(300);
      await frame(1100);
      await page.keyboard.press('Enter');
      await until('the name is there', async () => (await shown(page)).includes('ADD requirements.txt'));
      await frame(300);
      await type(' .', 70);
      await page.keyboard.press('Escape');
      await type('\nRUN pip install -r requirements.txt', 35);
      await page.keyboard.press('Escape');
      await type('\nRUN apt-get update\nRUN apt-get install curl', 35);
      await page.keyboard.press('Escape');
      await type('\nCMD python -m app', 35);
      await page.keyboard.press('Escape');
      await frame(200);
    },
    'recording: squiggle': async () => {
      await goTo(page, 3, 2);
      await until('each mistake is underlined', async () => (await squiggles().count()) >= 4);
      await page.waitForTimeout(1000);
      await frame(900);
      await hovered(page, page.locator('.editor-group-container.active .view-line', { hasText: 'apt-get install' }).first().locator('span', { hasText: 'install' }).last(), /./);
      await page.waitForTimeout(600);
      await frame(2400);
      await page.mouse.move(850, 390);
      await page.waitForTimeout(600);
    },
    'recording: light bulb and fix': async () => {
      await goTo(page, 3, 2);
      await page.waitForTimeout(600);
      await frame(500);
      await mend();
      assert.match(await shown(page), /COPY requirements.txt \./);
    },
    'recording: another': async () => {
      await goTo(page, 5, 14);
      await page.waitForTimeout(600);
      await frame(500);
      await mend();
    },
    'recording: fix all': async () => {
      await command(page, 'Fix All');
      await until('what is safe is mended', async () => (await shown(page)).includes('--no-cache-dir'));
      await page.waitForTimeout(1500);
      await frame(3000);
      console.log(`# ${(await shown(page)).replaceAll('\n', '\n# ')}`);
    },
  }, undefined, false);
});
