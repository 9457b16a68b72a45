// The licences of the npm packages whose code a bundle holds, by what esbuild says went into it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The text of a file of notices for the inputs of an esbuild metafile, whose paths count from `top`. */
export function notices(metafile, top) {
  const packages = new Set(Object.keys(metafile.inputs).filter((path) => path.includes('node_modules/')).map((path) => home(resolve(top, path))));
  return [...packages].sort().map(notice).join(`\n${'-'.repeat(79)}\n\n`);
}

function notice(folder) {
  const { name, version, license } = manifest(folder);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying|thirdpartynotices)/i.test(file)).sort();
  if (!files.some((file) => /^(licen[cs]e|copying)/i.test(file))) {
    throw new Error(`${name} comes without the text of its licence`);
  }
  return `${name} ${version} (${license})\n\n${files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n')}\n`;
}

/** The folder of the package that a file belongs to. */
function home(path) {
  const folder = dirname(path);
  return existsSync(join(folder, 'package.json')) && manifest(folder).version !== undefined ? folder : home(folder);
}

function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
