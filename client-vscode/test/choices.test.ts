import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Memento, Uri } from 'vscode';
import { Choices } from '../src/choices';

const uri = { toString: () => 'file:///w/Dockerfile' } as unknown as Uri;

function memory(): Memento {
  const held = new Map<string, unknown>();
  return { keys: () => [...held.keys()], get: (key: string, other?: unknown) => held.get(key) ?? other, update: (key: string, value: unknown) => Promise.resolve(void held.set(key, value)) } as Memento;
}

test('what was chosen is told to the next server, once', async () => {
  const place = memory();
  const told: string[] = [];
  const tell = (_: Uri, folder: string) => Promise.resolve(told.push(folder) > 0);
  await new Choices(place, tell).choose(uri, 'app');
  const after = new Choices(place, tell);
  await after.recall(uri);
  await after.recall(uri);
  assert.deepEqual(told, ['app', 'app']);
  after.forgotten();
  await after.recall(uri);
  assert.equal(told.length, 3);
});

test('a folder that the server does not take is not remembered', async () => {
  const place = memory();
  await assert.rejects(new Choices(place, () => Promise.resolve(false)).choose(uri, '/elsewhere'), /outside the workspace/);
  const told: string[] = [];
  await new Choices(place, (_, folder) => Promise.resolve(told.push(folder) > 0)).recall(uri);
  assert.deepEqual(told, []);
});

test('what the server drops is not told to the next one', async () => {
  const place = memory();
  const told: string[] = [];
  const choices = new Choices(place, (_, folder) => Promise.resolve(told.push(folder) > 0));
  await choices.choose(uri, 'app');
  await choices.dropped(uri);
  choices.forgotten();
  await choices.recall(uri);
  assert.deepEqual(told, ['app']);
});
