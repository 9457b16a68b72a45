// node plan.mjs PLACE VSIX FOLDER [STEP]: the view of the image plan, beside an editor in which somebody works.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PATIENCE, calm, command, goTo, open, run, shown, until, withVSCode, write } from './harness.mjs';

const [place, vsix, folder] = process.argv.slice(2);

const SAMPLE = `ARG VARIANT=bookworm
FROM golang:1.22-$VARIANT AS build
WORKDIR /src
COPY app.go go.mod ./
RUN go build -o /out/app .

FROM build AS lint
RUN go vet ./...

FROM alpine:3.20 AS certs
RUN apk add --no-cache ca-certificates

FROM debian:12
ARG PORT=8080
ENV PORT=$PORT
USER nobody
WORKDIR /srv
COPY --from=certs /etc/ssl /etc/ssl
COPY --from=build /out/app .
EXPOSE 8080
ENTRYPOINT ["/srv/app"]
CMD ["--serve"]
`;

fs.writeFileSync(path.join(folder, 'Dockerfile'), SAMPLE);
fs.writeFileSync(path.join(folder, 'app.go'), 'package main\n');
fs.writeFileSync(path.join(folder, 'go.mod'), 'module app\n');
const git = (...words) => execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { stdio: 'pipe' });
git('init', '-q');
git('add', '.');
git('commit', '-q', '-m', 'a');

await withVSCode({ place, vsix, folder }, async ({ page }) => {
  const frame = page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  const edit = async () => { await command(page, 'View: Focus First Editor Group'); await page.keyboard.press('Control+Home'); };
  const reset = async () => { await calm(page); await edit(); await write(page, SAMPLE); await page.keyboard.press('Control+Home'); await until('the sample is there', async () => (await shown(page)).includes('CMD ["--serve"]')); };
  const alone = async () => { await edit(); await command(page, 'View: Close Editors in Other Groups'); await page.locator('iframe.webview').first().waitFor({ state: 'detached', ...PATIENCE }); };
  const row = (name, value, origin) => frame.locator('tr', { hasText: value }).filter({ hasText: name }).filter({ hasText: origin });
  const heading = (text) => frame.locator('h2', { hasText: text });
  const hasFocus = () => page.locator('.editor-group-container.active .monaco-editor.focused').count();
  const cursor = async () => page.locator('#status\\.editor\\.selection').innerText();
  const themed = async (name, theme, kind) => {
    fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    fs.writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme, 'window.autoDetectHighContrast': false }));
    await until(`the theme is ${theme}`, async () => (await frame.locator('body').getAttribute('data-vscode-theme-kind')) === kind);
    await page.waitForTimeout(600);
    const key = await frame.locator('.key i').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).borderTopColor));
    assert.ok(key.every((colour) => !/, 0\)$|transparent/.test(colour)), `all lines of the graph can be seen: ${key}`);
    for (const section of ['Image', 'Build', 'Stages']) {
      await frame.getByRole('tab', { name: section }).click(PATIENCE);
      await page.waitForTimeout(300);
      await page.screenshot({ path: path.join(process.env.SHOTS ?? 'build/screenshots', `plan-${section.toLowerCase()}-${name}.png`) });
    }
  };

  await run(page, {
    'open': async () => {
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor(PATIENCE);
      await open(page, 'Dockerfile');
      await goTo(page, 17, 1);
      await command(page, 'Dockwright: Show Image Plan');
      await heading('Before line 17 of stage 3').waitFor(PATIENCE);
      assert.equal(await hasFocus(), 1, 'the editor keeps the focus');
      await row('User', 'nobody', 'line 16').first().waitFor(PATIENCE);
      await row('', 'PORT=8080', 'line 15').first().waitFor(PATIENCE);
      await frame.locator('tr', { hasText: 'docker run IMAGE' }).filter({ hasText: '/srv/app --serve' }).waitFor(PATIENCE);
      await row('Entrypoint', '["/srv/app"]', 'line 21').waitFor(PATIENCE);
    },
    'no name is written over a value, however narrow the view': async () => {
      const width = await frame.locator('body').evaluate(() => window.innerWidth);
      assert.ok(width <= 480, `the view is narrow here: ${width}`);
      const over = await frame.locator('th').evaluateAll((names) => names.filter((name) => {
        const own = document.createRange();
        own.selectNodeContents(name);
        return own.getBoundingClientRect().right > name.nextElementSibling.getBoundingClientRect().left;
      }).map((name) => name.textContent));
      assert.deepEqual(over, []);
    },
    'it follows the cursor': async () => {
      await goTo(page, 3, 1);
      await heading('Before line 3 of stage build').waitFor(PATIENCE);
      await page.keyboard.press('ArrowDown');
      await heading('Before line 4 of stage build').waitFor(PATIENCE);
      await page.keyboard.press('Control+Home');
      await heading('Before line 1').waitFor(PATIENCE);
      assert.equal(await hasFocus(), 1);
    },
    'it follows what is typed': async () => {
      await goTo(page, 16, 12);
      await page.keyboard.press('End');
      await page.keyboard.type('-else', { delay: 30 });
      await row('User', 'nobody-else', 'line 16').first().waitFor(PATIENCE);
      assert.match(await shown(page), /^USER nobody-else$/m);
      assert.equal(await hasFocus(), 1);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('USER again', { delay: 30 });
      await heading('Before line 23 of stage 3').waitFor(PATIENCE);
      await row('User', 'again', 'line 23').waitFor(PATIENCE);
    },
    'an origin is gone to': async () => {
      await reset();
      await row('WorkingDir', '/srv', 'line 17').getByRole('button', { name: 'line 17' }).first().click(PATIENCE);
      await until('the cursor is on it', async () => /Ln 17,/.test(await cursor()));
      assert.equal(await hasFocus(), 1);
    },
    'how it is built': async () => {
      await frame.getByRole('tab', { name: 'Build' }).click(PATIENCE);
      await heading('stage build from golang:1.22-bookworm, in parallel with certs').waitFor(PATIENCE);
      await heading('stage lint: never built').waitFor(PATIENCE);
      await frame.locator('.steps > li', { hasText: 'COPY app.go go.mod ./' }).filter({ hasText: 'copies app.go of the context: 1 file' }).waitFor(PATIENCE);
      await frame.locator('.steps > li', { hasText: 'installs ca-certificates with apk' }).waitFor(PATIENCE);
    },
    'stages': async () => {
      await alone();
      await command(page, 'Dockwright: Show Stage Graph');
      await frame.locator('.box.target').waitFor(PATIENCE);
      assert.equal(await hasFocus(), 1);
      assert.equal(await frame.locator('.arrow.copy').count(), 2);
      assert.deepEqual((await frame.locator('.box.image').evaluateAll((boxes) => boxes.map((box) => box.dataset.name))).sort(), ['alpine:3.20', 'debian:12', 'golang:1.22-bookworm']);
      assert.equal(await frame.locator('.box.unbuilt').count(), 1);
      const sizes = await frame.locator('.box').evaluateAll((boxes) => boxes.map((box) => [box.querySelector('rect').getBoundingClientRect(), ...[...box.querySelectorAll('text')].map((text) => text.getBoundingClientRect())]));
      for (const [box, ...texts] of sizes) assert.ok(texts.every((text) => text.left > box.left && text.right < box.right && text.height > 7), 'a text fits its box, and can be read');
      const rows = () => frame.locator('.tools > button').evaluateAll((all) => new Set(all.map((one) => one.getBoundingClientRect().top)).size);
      for (const width of [880, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await until(`the buttons are in one row at ${width}`, async () => (await rows()) === 1);
        await page.screenshot({ path: path.join(process.env.SHOTS ?? 'build/screenshots', `stages-${width}.png`) });
      }
      await frame.locator('.box[data-line="7"]').click(PATIENCE);
      await until('the cursor is on its FROM', async () => /Ln 7,/.test(await cursor()));
    },
    'stages by the keyboard': async () => {
      const transform = () => frame.locator('.all').getAttribute('transform');
      await frame.locator('.graph').focus();
      const before = await transform();
      await page.keyboard.press('+');
      const zoomed = await transform();
      assert.notEqual(zoomed, before);
      await page.keyboard.press('ArrowLeft');
      assert.notEqual(await transform(), zoomed);
      await page.keyboard.press('/');
      await page.keyboard.type('cert');
      assert.deepEqual(await frame.locator('.box.match').evaluateAll((boxes) => boxes.map((box) => box.dataset.name)), ['certs']);
      await page.keyboard.press('Escape');
      await page.keyboard.press('0');
      await page.keyboard.press('Tab');
      await frame.locator('.box[data-line="10"]').focus();
      await page.keyboard.press('Enter');
      await until('the cursor is on its FROM', async () => /Ln 10,/.test(await cursor()));
    },
    'stages as files': async () => {
      for (const [label, name, start] of [['Save as SVG', 'stages.svg', '<svg'], ['Save as PNG', 'stages.png', '\x89PNG']]) {
        await frame.getByRole('button', { name: label }).click(PATIENCE);
        const input = page.locator('.quick-input-widget input.input').first();
        await input.waitFor(PATIENCE);
        await page.keyboard.press('Enter');
        const file = path.join(folder, name);
        await until(`${name} is written`, async () => fs.existsSync(file) && fs.readFileSync(file, 'latin1').startsWith(start));
        fs.copyFileSync(file, path.join(process.env.SHOTS ?? 'build/screenshots', `exported-${name}`));
      }
    },
    'themes': async () => {
      await edit();
      await goTo(page, 17, 1);
      for (const [name, theme, kind] of [['light', 'Light Modern', 'vscode-light'], ['dark', 'Dark Modern', 'vscode-dark'], ['contrast', 'Default High Contrast', 'vscode-high-contrast'], ['contrast-light', 'Default High Contrast Light', 'vscode-high-contrast-light']]) await themed(name, theme, kind);
    },
    'effective environment': async () => {
      await alone();
      await goTo(page, 15, 1);
      await command(page, 'Dockwright: Show Effective Environment Here');
      await heading('Before line 15 of stage 3').waitFor(PATIENCE);
      await row('Arg', 'PORT=8080', 'line 14').waitFor(PATIENCE);
      await alone();
    },
    'compare with HEAD': async () => {
      await reset();
      await goTo(page, 16, 1);
      await page.keyboard.press('End');
      await page.keyboard.type('-else');
      await command(page, 'Dockwright: Compare with HEAD');
      await frame.locator('strong', { hasText: 'The image changes.' }).waitFor(PATIENCE);
      await frame.getByText('+ User: nobody-else').waitFor(PATIENCE);
      assert.equal(await hasFocus(), 1, 'the editor keeps the focus');
      await page.keyboard.type('-2');
      await until('what is typed goes into the text', async () => /^USER nobody-else-2$/m.test(await shown(page)));
    },
  });
});
