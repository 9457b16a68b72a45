// Bundles the extension into dist/extension.js and its view into dist/plan.js and plan.css, with the licences of what they hold; with --tests, the unit tests into build/tests/.
import { build } from 'esbuild';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notices } from './licences.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const common = { bundle: true, platform: 'node', target: 'node20', absWorkingDir: top, logLevel: 'warning' };

const extension = await build({ ...common, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', format: 'cjs', external: ['vscode'], minify: true, metafile: true });
const view = await build({ ...common, platform: 'browser', target: 'chrome122', entryPoints: { plan: 'webview/main.ts' }, outdir: 'dist', format: 'iife', minify: true, metafile: true });
await build({ ...common, entryPoints: ['webview/plan.css'], outdir: 'dist', minify: true });
writeFileSync(join(top, 'dist/licences.txt'), notices({ inputs: { ...extension.metafile.inputs, ...view.metafile.inputs } }, top));

if (process.argv.includes('--tests')) {
  rmSync(join(top, 'build/tests'), { recursive: true, force: true });
  const tests = readdirSync(join(top, 'test')).filter((name) => name.endsWith('.test.ts'));
  await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: 'build/tests', format: 'cjs', outExtension: { '.js': '.cjs' } });
}
