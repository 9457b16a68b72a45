import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidates, complaint, find, parseAnswer, type Candidate } from '../src/python';
import { words } from '../src/words';

const say = words.bind(null, 'en');

const commands = (all: readonly Candidate[]) => all.map(({ command }) => command.join(' '));

test('the setting comes first, then the Python extension, then the PATH', () => {
  const all = candidates({ setting: ' /opt/py ', chosen: '/venv/bin/python', platform: 'linux' });
  assert.deepEqual(commands(all).slice(0, 4), ['/opt/py', '/venv/bin/python', 'python3', 'python']);
});

test('Windows has its launcher', () => {
  assert.equal(commands(candidates({ setting: '', chosen: undefined, platform: 'win32' }))[0], 'py -3');
});

test('what is too old, missing or no Python is passed over, and named', async () => {
  const answers: Record<string, string> = { old: '3.10', strange: 'hello', future: "3.15 No module named 'orjson'", new: '3.13' };
  const all = ['missing', 'old', 'strange', 'future', 'new', 'newer'].map((name) => ({ command: [name], origin: 'a test' }));
  const { found, refused } = await find(all, ([name = '']) => {
    const answer = answers[name];
    return answer === undefined ? Promise.reject(new Error(`spawn ${name} ENOENT`)) : Promise.resolve(answer);
  }, say);
  assert.deepEqual(found, { command: ['new'], origin: 'a test', version: [3, 13] });
  assert.equal(refused.length, 4);
  assert.match(refused[0]?.reason ?? '', /missing .* failed to run: spawn missing ENOENT/);
  assert.match(refused[1]?.reason ?? '', /Python 3\.10, older than 3\.11/);
  assert.match(refused[3]?.reason ?? '', /Python 3\.15, for which this extension has no libraries \(No module named 'orjson'\)/);
  assert.match(complaint(refused, say), /^Dockwright needs Python 3\.11 or newer: old .*3\.10.*; future .*3\.15.*\.$/);
  assert.match(complaint(refused.slice(0, 1), say), /none found in the settings/);
  assert.match(complaint(refused, words.bind(null, 'ko')), /^Dockwright에는 Python 3\.11 이상이 필요합니다\. old .*3\.10.*\.$/);
});

test('none at all', async () => {
  const { found } = await find([{ command: ['python'], origin: 'x' }], () => Promise.reject(new Error('no')), say);
  assert.equal(found, undefined);
});

test('answers', () => {
  assert.deepEqual(parseAnswer('3.9'), [[3, 9], undefined]);
  assert.deepEqual(parseAnswer('3.15 wrong: so'), [[3, 15], 'wrong: so']);
  assert.deepEqual(parseAnswer('Python 3.9'), [undefined, undefined]);
});
