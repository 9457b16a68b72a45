import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opensList, withNextList } from '../src/nextList';

test('what leaves something to choose opens the next list', () => {
  for (const text of ['--mount=', 'type=', '--from=', '--chown=', '--interval=', 'COPY ', 'AS ', 'src/', 'skip=']) assert.ok(opensList(text), text);
  for (const text of ['cache', 'TZ', 'node', '"-c"', '["node", "server.js"]', '8080']) assert.ok(!opensList(text), text);
});

test('a command that an item has is kept, and snippets have stops instead', () => {
  const own = { command: 'own', title: '' };
  const snippet = { value: 'x=' } as unknown as string;
  const items: Parameters<typeof withNextList>[0] = [{ label: 'a', insertText: '--from=' }, { label: 'b=', command: own }, { label: 'c', insertText: snippet }, { label: 'd=' }];
  assert.deepEqual(withNextList(items).map((item) => item.command?.command), ['editor.action.triggerSuggest', 'own', undefined, 'editor.action.triggerSuggest']);
});
