// Sizes and numbers as text.

import type { Say } from './words';

export function size(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  let value = bytes;
  let unit = '';
  for (unit of ['kB', 'MB', 'GB', 'TB']) {
    value /= 1000;
    if (value < 999.5) {
      break;
    }
  }
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

export function files(number: number, say: Say): string {
  return number === 1 ? say('1 file') : say('{0} files', number.toLocaleString('en'));
}
