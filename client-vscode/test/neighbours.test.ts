import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSaidBy, leavesOut, present, shouldAsk, type Remark } from '../src/neighbours';

const remark = (code: string, line: number, start: number, end: number): Remark => ({ code, source: 'x', place: { line, start, end } });

test('the same code on the same line is said twice, however it is written', () => {
  assert.ok(isSaidBy(remark('json-args-recommended', 3, 0, 3), [remark('JSONArgsRecommended', 3, 4, 20)]));
});

test('the same place is the same matter', () => {
  assert.ok(isSaidBy(remark('DL3006', 0, 5, 11), [remark('', 0, 5, 11)]));
});

test('another line, or another place with another code, is not', () => {
  assert.ok(!isSaidBy(remark('DL3006', 0, 5, 11), [remark('DL3006', 1, 5, 11), remark('DL3007', 0, 0, 4)]));
});

test('two remarks without a code are not the same for that', () => {
  assert.ok(!isSaidBy(remark('', 0, 5, 11), [remark('', 0, 0, 4)]));
});

test('who is there, and when to ask', () => {
  const here = present((id) => id === 'docker.docker');
  assert.deepEqual(here, ['docker.docker']);
  assert.ok(shouldAsk('ask', here, []));
  assert.ok(!shouldAsk('ask', here, here), 'once');
  assert.ok(!shouldAsk('share', here, []), 'it was answered');
  assert.ok(!shouldAsk('ask', [], []), 'nobody is there');
});

test('while the question is open, nothing is said twice', () => {
  assert.ok(leavesOut('ask', ['docker.docker']));
  assert.ok(!leavesOut('alone', ['docker.docker']));
  assert.ok(!leavesOut('ask', []));
});
