import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Restarts } from '../src/restarts';

test('five times in three minutes, then no more', () => {
  const restarts = new Restarts();
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((second) => restarts.allowed(second * 1000)), [true, true, true, true, true, false]);
});

test('after a while again', () => {
  const restarts = new Restarts();
  for (let time = 0; time < 10; time += 1) {
    restarts.allowed(time);
  }
  assert.ok(restarts.allowed(200_000));
});
