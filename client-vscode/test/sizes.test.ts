import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, size } from '../src/sizes';
import { words } from '../src/words';

test('sizes', () => {
  assert.deepEqual(
    [0, 999, 1000, 9949, 9960, 999_499, 999_600, 1_500_000, 3_000_000_000].map(size),
    ['0 B', '999 B', '1.0 kB', '9.9 kB', '10 kB', '999 kB', '1.0 MB', '1.5 MB', '3.0 GB'],
  );
});

test('counts', () => {
  assert.deepEqual([0, 1, 1200].map((number) => files(number, words.bind(null, 'en'))), ['0 files', '1 file', '1,200 files']);
  assert.deepEqual([1, 1200].map((number) => files(number, words.bind(null, 'ko'))), ['파일 1개', '파일 1,200개']);
});
