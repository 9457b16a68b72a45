import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidates, find, parseVersion, type Candidate } from '../src/python';

const commands = (all: readonly Candidate[]) => all.map(({ command }) => command.join(' '));

test('the setting comes first, then the Python extension, then the PATH', () => {
  const all = candidates({ setting: ' /opt/py ', chosen: '/venv/bin/python', platform: 'linux' });
  assert.deepEqual(commands(all).slice(0, 4), ['/opt/py', '/venv/bin/python', 'python3', 'python']);
});

test('Windows has its launcher', () => {
  assert.equal(commands(candidates({ setting: '', chosen: undefined, platform: 'win32' }))[0], 'py -3');
});

test('what is too old, missing or no Python is passed over, and named', async () => {
  const answers: Record<string, string> = { old: '3.10', strange: 'hello', new: '3.13' };
  const all = ['missing', 'old', 'strange', 'new', 'newer'].map((name) => ({ command: [name], origin: 'a test' }));
  const { found, refused } = await find(all, ([name = '']) => {
    const answer = answers[name];
    return answer === undefined ? Promise.reject(new Error(`spawn ${name} ENOENT`)) : Promise.resolve(answer);
  });
  assert.deepEqual(found, { command: ['new'], origin: 'a test', version: [3, 13] });
  assert.equal(refused.length, 3);
  assert.match(refused[0] ?? '', /missing .* does not run: spawn missing ENOENT/);
  assert.match(refused[1] ?? '', /3\.10, older than 3\.11/);
});

test('none at all', async () => {
  const { found } = await find([{ command: ['python'], origin: 'x' }], () => Promise.reject(new Error('no')));
  assert.equal(found, undefined);
});

test('versions', () => {
  assert.deepEqual(parseVersion('3.9'), [3, 9]);
  assert.equal(parseVersion('Python 3.9'), undefined);
});
