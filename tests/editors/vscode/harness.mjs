// The real VS Code: code-server on this machine, shown in a headless Chromium, driven as a user would.

import { chromium } from 'playwright-core';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const QUIET = {
  'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false, 'telemetry.telemetryLevel': 'off', 'update.mode': 'none',
  'extensions.autoUpdate': false, 'extensions.autoCheckUpdates': false, 'extensions.ignoreRecommendations': true, 'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true, 'workbench.secondarySideBar.defaultVisibility': 'hidden', 'workbench.tips.enabled': false, 'git.enabled': false,
  'editor.hover.delay': 100, 'editor.minimap.enabled': false, 'workbench.reduceMotion': 'on', 'editor.codeLens': true, 'files.autoSave': 'off',
  'editor.acceptSuggestionOnEnter': 'on', 'editor.quickSuggestionsDelay': 10,
};

const CHROMIUM = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const SHOTS = process.env.SHOTS ?? 'build/screenshots';
export const PATIENCE = { timeout: Number(process.env.PATIENCE ?? 30_000) };

/** Opens `folder` in VS Code with the extension `vsix` (and `others`), in an environment with other `variables`, and gives its page to `use`. */
export async function withVSCode({ place, vsix, folder, settings = {}, others = [], variables = {} }, use) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
  const user = path.join(home, 'user');
  fs.mkdirSync(path.join(user, 'User'), { recursive: true });
  fs.mkdirSync(SHOTS, { recursive: true });
  fs.writeFileSync(path.join(user, 'User', 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, undefined, 2));
  const program = path.join(place, 'cs/node_modules/.bin/code-server');
  const env = { ...process.env, PATH: `${path.join(place, 'bin')}:${process.env.PATH}`, XDG_CONFIG_HOME: path.join(home, 'config'), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...variables };
  const own = ['--user-data-dir', user, '--extensions-dir', path.join(home, 'extensions'), '--disable-telemetry', '--disable-update-check'];
  for (const one of [vsix, ...others]) execFileSync(program, [...own, '--install-extension', one], { env, stdio: 'pipe' });
  const port = await freePort();
  const log = fs.openSync(path.join(home, 'server.log'), 'w');
  const server = spawn(program, [...own, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-workspace-trust', '--disable-getting-started-override', folder], { env, stdio: ['ignore', log, log], detached: true });
  let browser;
  try {
    await answers(`http://127.0.0.1:${port}/healthz`);
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: CHROMIUM });
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(path.resolve(folder))}`);
    if (process.env.KEEP_LOGS) console.log(`# logs: ${user}`);
    return await use({ page, user, settings: path.join(user, 'User', 'settings.json'), pid: server.pid });
  } finally {
    await browser?.close();
    try { process.kill(-server.pid, 'SIGTERM'); } catch { /* it has ended */ }
    await sleep(500);
    if (!process.env.KEEP_LOGS) fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs the steps in their order, prints "ok - name" or "not ok - name" for each, and keeps a picture of each, or of those that fail. */
export async function run(page, steps, only = process.argv[5], pictures = true) {
  for (const [name, step] of Object.entries(steps)) {
    if (only && ![only, 'open', 'squiggle'].includes(name)) continue;
    const began = Date.now();
    try {
      await step();
      if (pictures) await picture(page, name);
      console.log(`ok - ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      await picture(page, `FAILED ${name}`).catch(() => {});
      console.log(`not ok - ${name}\n${String(error.stack ?? error).replace(/^/gm, '  ')}`);
      await calm(page).catch(() => {});
    }
  }
}

export async function picture(page, name) {
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(SHOTS, `${name.replaceAll(' ', '-')}.png`) });
}

export const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));

export async function until(what, condition, time = PATIENCE.timeout) {
  const end = Date.now() + time;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
    await sleep(100);
  }
}

/** Closes menus and pop-ups, so that one failed step does not spoil the next. */
export async function calm(page) {
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape');
  await page.mouse.move(640, 790);
}

/** Rests the mouse on `target` until the card `hasText` is there. The text moves below a resting mouse when a code lens or a panel comes; a person moves it again. */
export async function hovered(page, target, hasText) {
  const card = page.locator('.monaco-hover:visible', { hasText }).first();
  await until(`a card says ${hasText}`, async () => {
    await page.mouse.move(640, 790);
    await target.hover(PATIENCE);
    return card.waitFor({ timeout: 5_000 }).then(() => true, () => false);
  });
  return card;
}

export async function command(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input.input').first();
  await input.waitFor(PATIENCE);
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).first().waitFor(PATIENCE);
  await page.keyboard.press('Enter');
  // The palette is gone where a command asks something of its own: that comes in the same input.
  await until('the palette is gone', async () => !(await input.isVisible()) || !(await input.inputValue()).startsWith('>'));
}

export async function open(page, name) {
  await page.keyboard.press('Control+p');
  const input = page.locator('.quick-input-widget input.input').first();
  await input.waitFor(PATIENCE);
  await input.fill(name);
  const [folder, base] = [name.split('/').slice(0, -1).join('/'), name.split('/').at(-1)];
  // Before the list is filtered, it shows what was open last, and Enter takes the first of that.
  const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: base });
  await row.filter({ hasText: folder }).first().waitFor(PATIENCE);
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[data-resource-name="${name.split('/').at(-1)}"]`).first().waitFor(PATIENCE);
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor(PATIENCE);
}

/** Replaces the whole text of the editor in front. */
export async function write(page, text) {
  await focus(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.evaluate(() => 0);
  await page.keyboard.insertText(text);
}

export async function focus(page) {
  await page.locator('.editor-group-container .monaco-editor .view-lines').first().click({ ...PATIENCE, position: { x: 300, y: 5 } });
}

export async function goTo(page, line, column) {
  await page.keyboard.press('Control+g');
  const input = page.locator('.quick-input-widget input.input').first();
  await input.waitFor(PATIENCE);
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden', ...PATIENCE });
}

/** The text that the editor in front shows, as far as it fits on the screen. */
export async function shown(page) {
  const lines = await page.locator('.editor-group-container.active .monaco-editor .view-lines').first().evaluate((node) =>
    [...node.querySelectorAll('.view-line')].map((line) => [parseFloat(line.style.top), line.textContent]).sort((a, b) => a[0] - b[0]).map(([, text]) => text));
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

async function answers(address) {
  await until(`${address} answers`, async () => { try { return (await fetch(address)).ok; } catch { return false; } });
}

export function freePort() {
  return new Promise((resolve) => {
    const socket = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** The servers that run from the extension under test. */
export function servers() {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return all.filter((row) => row.includes('bundled/run.py') && row.includes('/vscode-')).map((row) => Number(row.trim().split(/\s/)[0]));
}
