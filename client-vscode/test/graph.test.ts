import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitting, layout, type Box, type Shown } from '../webview/layout';
import { drawing, escape, standalone, type Colours } from '../webview/picture';

function stage(index: number, name: string | null, turn: number | null, isTarget = false): Shown['stages'][number] {
  return { index, name, title: '', line: index + 1, turn, isTarget, steps: [] };
}

const shown: Shown = {
  stages: [stage(0, 'build', 1), stage(1, 'test', null), stage(2, null, 2, true)],
  edges: [
    { from: 'golang:1.22', to: 0, kind: 'base' },
    { from: 0, to: 1, kind: 'base' },
    { from: 0, to: 2, kind: 'copy' },
    { from: 0, to: 2, kind: 'mount' },
  ],
};
const colours: Colours = { background: '#fff', text: '#111', faint: '#222', box: '#333', border: '#444', target: '#555', copy: '#666', mount: '#777' };

function named(boxes: Box[], title: string): Box {
  const found = boxes.find((box) => box.title === title);
  assert.ok(found, title);
  return found;
}

test('a box stands behind everything it needs', () => {
  const across = layout(shown, 'LR').boxes;
  const down = layout(shown, 'TB').boxes;
  for (const [one, other] of [['golang:1.22', 'build'], ['build', 'test'], ['build', 'stage 2']] as const) {
    assert.ok(named(across, one).x < named(across, other).x);
    assert.ok(named(down, one).y < named(down, other).y);
  }
});

test('no two boxes overlap', () => {
  const { boxes } = layout(shown, 'LR');
  for (const one of boxes) {
    for (const other of boxes) {
      assert.ok(one === other || Math.abs(one.x - other.x) >= (one.width + other.width) / 2 || Math.abs(one.y - other.y) >= (one.height + other.height) / 2);
    }
  }
});

test('what is taken in two ways has two arrows', () => {
  assert.deepEqual(layout(shown, 'LR').arrows.filter(({ title }) => title.endsWith('stage 2')).map(({ kind }) => kind).sort(), ['copy', 'mount']);
});

test('boxes say what becomes of a stage', () => {
  const { boxes } = layout(shown, 'LR');
  assert.deepEqual(boxes.map(({ title, kind, detail }) => [title, kind, detail]), [
    ['golang:1.22', 'image', 'image'],
    ['build', 'stage', 'line 1'],
    ['test', 'unbuilt', 'line 2, never built'],
    ['stage 2', 'target', 'line 3, the image'],
  ]);
});

test('a narrow room is filled from the top down, a flat one from left to right', () => {
  const chain: Shown = { stages: [0, 1, 2, 3].map((index) => stage(index, null, index)), edges: [0, 1, 2].map((index) => ({ from: index, to: index + 1, kind: 'base' })) };
  const [narrow, flat] = [fitting(chain, 300, 900), fitting(chain, 900, 200)];
  assert.ok(narrow.height > narrow.width && flat.width > flat.height);
});

test('a circle, which a broken file can have, still has a picture', () => {
  const circle: Shown = {
    stages: [stage(0, 'a', 1), stage(1, 'b', 2)],
    edges: [{ from: 1, to: 0, kind: 'copy' }, { from: 0, to: 1, kind: 'copy' }, { from: 0, to: 0, kind: 'copy' }, { from: 7, to: 0, kind: 'copy' }],
  };
  assert.equal(layout(circle, 'LR').boxes.length, 2);
});

test('a file without stages has an empty picture', () => {
  const empty = layout({ stages: [], edges: [] }, 'TB');
  assert.deepEqual([empty.boxes, empty.arrows], [[], []]);
  assert.ok(Number.isFinite(empty.width) && Number.isFinite(empty.height));
});

test('names from a file cannot become markup', () => {
  const hostile = layout({ stages: [stage(0, '<script>alert(1)</script>', 1)], edges: [{ from: '"><img>', to: 0, kind: 'base' }] }, 'LR');
  assert.ok(!/<script|<img/.test(drawing(hostile)));
  assert.equal(escape('<&">'), '&lt;&amp;&quot;&gt;');
});

test('a file carries its colours and needs nothing else', () => {
  const file = standalone(layout(shown, 'LR'), { ...colours, text: '</style><script>' });
  assert.ok(!file.includes('<script>') && !file.includes('var(--') && !file.includes('href'));
  assert.match(standalone(layout(shown, 'LR'), colours), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"[^]*fill="#fff"[^]*<\/svg>\n$/);
});
