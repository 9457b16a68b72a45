import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latest, type Token } from '../src/latest';
import { understood } from '../src/viewMessages';
import { words } from '../src/words';
import { parts } from '../webview/places';

test('lines that a text names are links', () => {
  assert.deepEqual(parts('line 3'), [{ text: 'line 3', line: 3 }]);
  assert.deepEqual(parts('deletes /a, which the layer of line 12 still holds'), ['deletes /a, which the layer of ', { text: 'line 12', line: 12 }, ' still holds']);
  assert.deepEqual(parts('After line 5 of stage build'), ['After ', { text: 'line 5', line: 5 }, ' of stage build']);
  assert.deepEqual(parts('스테이지 a의 12번 줄 뒤, 7'), ['스테이지 a의 ', { text: '12번 줄', line: 12 }, ' 뒤, 7']);
  assert.deepEqual(parts('12'), ['12']);
  assert.deepEqual(parts('from the base image'), ['from the base image']);
  assert.deepEqual(parts('pipeline 3, line 0, lines 4'), ['pipeline 3, line 0, lines 4']);
  assert.deepEqual(parts('on `a:1`, of line 2'), ['on ', { code: 'a:1' }, ', of ', { text: 'line 2', line: 2 }]);
  assert.deepEqual(parts('a `` b'), ['a `` b']);
  assert.deepEqual(parts(''), []);
});

test('the view speaks the language of the editor', () => {
  assert.equal(words('en', 'Go to line {0}', 3), 'Go to line 3');
  assert.equal(words('fr', 'Go to line {0}', 3), 'Go to line 3');
  assert.equal(words('ko', 'Go to line {0}', 3), '3번 줄로 가기');
  assert.equal(words('ko-KR', 'Saved as {0}.', '{0} a'), '{0} a(으)로 저장했습니다.');
});

test('what the view says is taken only where it makes sense', () => {
  assert.deepEqual(understood({ kind: 'go', line: 3 }), { kind: 'go', line: 3 });
  assert.deepEqual(understood({ kind: 'save', format: 'svg', data: 'x' }), { kind: 'save', format: 'svg', data: 'x' });
  assert.deepEqual(understood({ kind: 'ready', more: 1 }), { kind: 'ready' });
  for (const wrong of [undefined, null, 3, 'go', {}, { kind: 'go' }, { kind: 'go', line: 0 }, { kind: 'go', line: 1.5 }, { kind: 'save', format: 'exe', data: 'x' }, { kind: 'run' }]) {
    assert.equal(understood(wrong), undefined);
  }
});

test('of many changes the last one is worked on, once', async () => {
  let runs = 0;
  const latest = new Latest(() => { runs += 1; return Promise.resolve(); }, 5);
  for (let times = 0; times < 10; times += 1) {
    latest.soon();
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(runs, 1);
});

test('work under way is cancelled by a change', async () => {
  const tokens: Token[] = [];
  let cancelled = 0;
  const latest = new Latest(async (token, onCancel) => {
    tokens.push(token);
    await new Promise<void>((resolve) => {
      onCancel(() => { cancelled += 1; resolve(); });
      if (tokens.length > 1) {
        resolve();
      }
    });
  }, 1);
  const first = latest.now();
  await latest.now();
  await first;
  assert.deepEqual(tokens.map((token) => token.cancelled), [true, false]);
  assert.equal(cancelled, 1);
});
