// Bundles the extension into dist/extension.js, with the licences of what it holds beside it; with --tests, the unit tests into build/tests/.
import { build } from 'esbuild';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notices } from './licences.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const common = { bundle: true, platform: 'node', target: 'node20', absWorkingDir: top, logLevel: 'warning' };

const { metafile } = await build({ ...common, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', format: 'cjs', external: ['vscode'], minify: true, metafile: true });
writeFileSync(join(top, 'dist/licences.txt'), notices(metafile, top));

if (process.argv.includes('--tests')) {
  rmSync(join(top, 'build/tests'), { recursive: true, force: true });
  const tests = readdirSync(join(top, 'test')).filter((name) => name.endsWith('.test.ts'));
  await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: 'build/tests', format: 'cjs', outExtension: { '.js': '.cjs' } });
}
