// The sections of text: tables of the configuration, and the steps of each stage.

import type { Here, PlanView, Row, Stage, Step } from '../src/protocol';
import { element } from './page';
import { parts } from './places';

export function image(view: PlanView, here: Here | null): Node[] {
  return [
    ...view.problems.map(({ line, message }) => element('p', { class: 'problem', role: 'note' }, ['The build fails: ', ...linked(`line ${line}`), `: ${message}`])),
    element('h2', { id: 'here' }, here ? linked(here.title) : ['At the cursor']),
    ...(here ? [element('pre', { class: 'at' }, [here.text]), table(here.rows)] : [paragraph('Nothing holds above the first instruction.')]),
    element('h2', { id: 'end' }, ['Image at the end']),
    table(view.configuration),
    element('h2', { id: 'start' }, ['What a container starts']),
    element('table', { class: 'start' }, [element('tbody', {}, view.run.map(([command, words]) => element('tr', {}, [
      element('th', { scope: 'row' }, [code(command)]), element('td', { colspan: '2' }, [code(words)]),
    ])))]),
  ];
}

export function build({ stages }: PlanView): Node[] {
  const turn = (stage: Stage) => stage.turn ?? Infinity;
  return [...stages].sort((one, other) => turn(one) - turn(other) || one.index - other.index).flatMap((stage) => [
    element('h2', { class: stage.turn === null ? 'stage unbuilt' : 'stage' }, [
      ...(stage.turn === null ? [] : [element('span', { class: 'turn', title: 'Stages with equal numbers may be built at the same time' }, [`${stage.turn}.`])]),
      go(stage.line, stage.title),
    ]),
    ...(stage.steps.length === 0 ? [] : [element('ol', { class: 'steps' }, stage.steps.map(row))]),
  ]);
}

export function paragraph(text: string): Node {
  return element('p', {}, [text]);
}

function row({ line, text, layer, details }: Step): Node {
  const about = layer ? 'Adds a layer' : 'Changes the configuration alone';
  return element('li', { class: layer ? 'layer' : '', title: about }, [
    element('span', { class: 'place' }, [go(line, String(line))]), code(text),
    ...(details.length === 0 ? [] : [element('ul', {}, details.map((detail) => element('li', {}, linked(detail))))]),
  ]);
}

function table(rows: Row[]): Node {
  return element('table', {}, [element('tbody', {}, rows.map(([name, value, origin], index) => element('tr', {}, [
    element('th', { scope: 'row' }, [rows[index - 1]?.[0] === name ? '' : name]), element('td', {}, [code(value)]), element('td', { class: 'origin' }, linked(origin)),
  ])))]);
}

function code(text: string): Node {
  return element('code', {}, [text]);
}

function linked(text: string): (Node | string)[] {
  return parts(text).map((part) => {
    if (typeof part === 'string') {
      return part;
    }
    return 'code' in part ? code(part.code) : go(part.line, part.text);
  });
}

function go(line: number, text: string): Node {
  return element('button', { class: 'go', 'data-line': String(line), title: `Go to line ${line}` }, [text]);
}
