// node look.mjs FOLDER: a built site in a real browser, light, dark, on a phone and in Korean. Prints "ok - NAME" or "not ok - NAME";
// pictures are in build/screenshots.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [folder] = process.argv.slice(2);
const SHOTS = process.env.SHOTS ?? 'build/screenshots';
const BASE = '/somewhere/';
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.gif': 'image/gif', '.webp': 'image/webp', '.xml': 'text/xml' };

/** Serves the folder below a path, as it is for the pages of a project. */
const server = http.createServer((request, response) => {
  const asked = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  let file = path.join(folder, asked.slice(BASE.length));
  if (asked.startsWith(BASE) && fs.existsSync(file) && fs.statSync(file).isDirectory()) file = path.join(file, 'index.html');
  const found = asked.startsWith(BASE) && fs.existsSync(file);
  response.writeHead(found ? 200 : 404, { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
  response.end(found ? fs.readFileSync(file) : '');
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const address = `http://127.0.0.1:${server.address().port}${BASE}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
fs.mkdirSync(SHOTS, { recursive: true });

const DESK = { viewport: { width: 1280, height: 860 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** Opens a page and gives it to `use`; it must load without errors, fetch nothing from elsewhere, and not be wider than the screen. */
async function look(name, at, screen, use = async () => {}) {
  const context = await browser.newContext(screen);
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith(address) && !request.url().startsWith('data:')) wrong.push(`fetched ${request.url()}`); });
  page.on('response', (response) => { if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`); });
  try {
    await page.goto(address + at, { waitUntil: 'load' });
    await use(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(SHOTS, `site-${name.replaceAll(' ', '-')}.png`) });
    const [wide, screenWidth] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= screenWidth, `the page is ${wide} wide, the screen ${screenWidth}`);
    assert.deepEqual(wrong, []);
    console.log(`ok - ${name}`);
  } catch (error) {
    console.log(`not ok - ${name}\n${String(error.stack ?? error).replace(/^/gm, '  ')}`);
  } finally {
    await context.close();
  }
}

/** Opens the search by its key, which does nothing until the page has loaded it, and types. */
async function search(page, words) {
  const input = page.locator('input[aria-autocomplete=list]:focus');
  while (!await input.isVisible()) {
    await page.keyboard.press('/');
    await page.waitForTimeout(500);
  }
  await input.fill(''); // a key may have arrived when it was open already
  await page.keyboard.type(words, { delay: 30 });
}

const rows = (page) => page.locator('table.rules tbody tr:visible');

const LOOKS = {
  'home': ['', DESK],
  'home dark': ['', { ...DESK, colorScheme: 'dark' }],
  'home phone': ['', PHONE],
  'home ko': ['ko/', DESK],
  'home ko phone': ['ko/', PHONE],
  'rule': ['rules/DL3020/', DESK, async (page) => {
    assert.ok(await page.locator('.highlight .told b', { hasText: '^' }).count(), 'carets stand out');
  }],
  'rule dark': ['rules/DL3020/', { ...DESK, colorScheme: 'dark' }],
  'rule phone': ['rules/package-list-typo/', PHONE],
  'rule ko phone': ['ko/rules/DL3020/', PHONE],
  'lesson ko dark phone': ['ko/learn/02-run-and-layers/', { ...PHONE, colorScheme: 'dark' }],
  'settings': ['settings/', DESK],
  'settings phone': ['settings/', PHONE],
  'rules': ['rules/', DESK, async (page) => {
    const all = await rows(page).count();
    await page.locator('select[name=tool]').selectOption('checkov');
    const some = await rows(page).count();
    assert.ok(some > 0 && some < all, `${some} of ${all} rules are known to checkov`);
    await page.locator('select[name=level]').selectOption('off');
    assert.ok(await rows(page).count() < some);
    await page.reload();
    assert.equal(await page.locator('select[name=tool]').inputValue(), 'checkov', 'the address holds what is chosen');
    await page.goto(`${address}rules/`);
    await page.locator('input[name=fix]').check();
    await page.locator('input[name=name]').fill('curl');
    for (const text of await rows(page).allInnerTexts()) assert.match(text, /✓/);
    await page.goto(`${address}rules/`);
    assert.equal(await rows(page).count(), all);
  }],
  'rules dark': ['rules/?family=security', { ...DESK, colorScheme: 'dark' }],
  'rules phone': ['rules/', PHONE],
  'rules ko': ['ko/rules/', DESK],
  'rules ko phone': ['ko/rules/', PHONE],
  'the other language': ['rules/DL3020/', DESK, async (page) => {
    const other = page.locator('header a[hreflang=ko]');
    assert.equal(await other.evaluate((link) => link.href), `${address}ko/rules/DL3020/`);
    await page.goto(`${address}ko/rules/DL3020/`);
    assert.equal(await page.locator('header a[hreflang=en]').evaluate((link) => link.href), `${address}rules/DL3020/`);
  }],
  'search': ['', DESK, async (page) => {
    await search(page, 'DL3020');
    await page.locator('a[role=option][href*="rules/DL3020"]').first().waitFor();
  }],
  'search ko': ['ko/', DESK, async (page) => {
    await search(page, '레이어');
    await page.locator('a[role=option]', { hasText: '레이어' }).first().waitFor();
  }],
};

const only = process.argv[3];
for (const [name, [at, screen, use]] of Object.entries(LOOKS)) if (!only || name === only) await look(name, at, screen, use);
await browser.close();
server.close();
