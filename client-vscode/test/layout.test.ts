import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escape, layout, svg } from '../src/layout';
import type { StageGraph } from '../src/protocol';

const graph: StageGraph = {
  stages: [
    { index: 0, name: 'build', base: 'golang:1.22', line: 0 },
    { index: 1, name: 'test', base: 'build', line: 4 },
    { index: 2, name: null, base: 'scratch', line: 8 },
  ],
  edges: [
    { from: 'golang:1.22', to: 0, kind: 'base' },
    { from: 0, to: 1, kind: 'base' },
    { from: 0, to: 2, kind: 'copy' },
    { from: 0, to: 2, kind: 'copy' },
    { from: 1, to: 2, kind: 'copy' },
  ],
};

test('a box stands right of everything it needs', () => {
  const columns = Object.fromEntries(layout(graph).boxes.map((box) => [box.title, box.column]));
  assert.deepEqual(columns, { 'golang:1.22': 0, build: 1, test: 2, 'stage 2': 3 });
});

test('no two boxes stand at one place', () => {
  const places = layout(graph).boxes.map((box) => `${box.column}/${box.row}`);
  assert.equal(new Set(places).size, places.length);
});

test('equal edges are one arrow that counts them', () => {
  const arrow = layout(graph).arrows.find(({ from, to }) => from === 'stage 0' && to === 'stage 2');
  assert.equal(arrow?.times, 2);
});

test('the last stage is the target unless the server says otherwise', () => {
  assert.deepEqual(layout(graph).boxes.filter((box) => box.kind === 'target').map((box) => box.title), ['stage 2']);
});

test('a circle, which a broken file can have, still has a picture', () => {
  const circle: StageGraph = {
    stages: [{ index: 0, name: 'a', base: 'b', line: 0 }, { index: 1, name: 'b', base: 'a', line: 1 }],
    edges: [{ from: 1, to: 0, kind: 'copy' }, { from: 0, to: 1, kind: 'copy' }, { from: 0, to: 0, kind: 'copy' }],
  };
  assert.match(svg(layout(circle)), /^<svg[^]*<\/svg>$/);
});

test('an empty file has an empty picture', () => {
  assert.match(svg(layout({ stages: [], edges: [] })), /^<svg[^]*<\/svg>$/);
});

test('names from a file cannot become markup', () => {
  const hostile: StageGraph = { stages: [{ index: 0, name: '<script>alert(1)</script>', base: '"><img>', line: 0 }], edges: [] };
  const picture = svg(layout(hostile));
  assert.ok(!/<script|<img/.test(picture));
  assert.equal(escape('<&">'), '&lt;&amp;&quot;&gt;');
});
