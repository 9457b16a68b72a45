import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Punctual } from '../src/punctual';

/** An answer that comes when it is told to. */
function later(): { asking: Promise<string[]>; come: (answer: string[]) => void } {
  let come: (answer: string[]) => void = () => { /* set below */ };
  return { asking: new Promise((resolve) => { come = resolve; }), come: (answer) => { come(answer); } };
}

test('an answer in time is given', async () => {
  const punctual = new Punctual<string[]>([], () => { assert.fail('it is not late'); });
  assert.deepEqual(await punctual.answer('1:8', true, () => Promise.resolve(['3000'])), ['3000']);
});

test('where no list is shown, an answer may take its time', async () => {
  const punctual = new Punctual<string[]>([], () => { assert.fail('it is not late'); }, 0);
  const { asking, come } = later();
  const answer = punctual.answer('1:8', false, () => asking);
  setTimeout(() => { come(['3000']); }, 20);
  assert.deepEqual(await answer, ['3000']);
});

test('a list that is late is closed, and what comes then is given where it was asked for, once', async () => {
  const reopened: string[] = [];
  const punctual = new Punctual<string[]>([], (place) => { reopened.push(place); }, 0);
  const { asking, come } = later();
  assert.deepEqual(await punctual.answer('1:8', true, () => asking), []);
  come(['3000']);
  await asking;
  assert.deepEqual(reopened, ['1:8']);
  assert.deepEqual(await punctual.answer('1:8', false, () => Promise.reject(new Error('it is known'))), ['3000']);
  assert.deepEqual(await punctual.answer('1:8', false, () => Promise.resolve(['80'])), ['80']);
});

test('what came late for a place is not given at another', async () => {
  const punctual = new Punctual<string[]>([], () => { /* the cursor is elsewhere */ }, 0);
  const { asking, come } = later();
  await punctual.answer('1:8', true, () => asking);
  come(['3000']);
  await asking;
  assert.deepEqual(await punctual.answer('1:9', false, () => Promise.resolve(['80'])), ['80']);
});
