// The text sections: tables of the configuration, and the steps of each stage.

import type { Here, PlanView, Row, Stage, Step } from '../src/protocol';
import { element, text } from './page';
import { parts } from './places';

export function image(view: PlanView, here: Here | null): Node[] {
  return [
    ...view.problems.map(({ line, message }) => element('p', { class: 'problem', role: 'note' }, [`${text('The build fails')}: `, ...linked(text('line {0}', line)), `: ${message}`])),
    element('h2', { id: 'here' }, here ? linked(here.title) : [text('At the cursor')]),
    ...(here ? [element('pre', { class: 'at' }, [here.text]), table(here.rows)] : [paragraph(text('Nothing holds above the first instruction.'))]),
    element('h2', { id: 'end' }, [text('Image at the end')]),
    table(view.configuration),
    element('h2', { id: 'start' }, [text('What a container starts')]),
    element('table', { class: 'start' }, [element('tbody', {}, view.run.map(([command, words]) => element('tr', {}, [
      element('th', { scope: 'row' }, [code(command)]), element('td', { colspan: '2' }, [code(words)]),
    ])))]),
  ];
}

export function build({ stages }: PlanView): Node[] {
  const turn = (stage: Stage) => stage.turn ?? Infinity;
  return [...stages].sort((one, other) => turn(one) - turn(other) || one.index - other.index).flatMap((stage) => [
    element('h2', { class: stage.turn === null ? 'stage unbuilt' : 'stage' }, [
      ...(stage.turn === null ? [] : [element('span', { class: 'turn', title: text('Stages with equal numbers may be built at the same time') }, [`${stage.turn}.`])]),
      go(stage.line, stage.title),
    ]),
    ...(stage.steps.length === 0 ? [] : [element('ol', { class: 'steps' }, stage.steps.map(row))]),
  ]);
}

export function paragraph(words: string): Node {
  return element('p', {}, [words]);
}

function row({ line, text: written, layer, details }: Step): Node {
  const about = text(layer ? 'Adds a layer' : 'Changes the configuration alone');
  return element('li', { class: layer ? 'layer' : '', title: about }, [
    element('span', { class: 'place' }, [go(line, String(line))]), code(written),
    ...(details.length === 0 ? [] : [element('ul', {}, details.map((detail) => element('li', {}, linked(detail))))]),
  ]);
}

function table(rows: Row[]): Node {
  return element('table', {}, [element('tbody', {}, rows.map(([name, value, origin], index) => element('tr', {}, [
    element('th', { scope: 'row' }, [rows[index - 1]?.[0] === name ? '' : name]), element('td', {}, [code(value)]), element('td', { class: 'origin' }, linked(origin)),
  ])))]);
}

function code(written: string): Node {
  return element('code', {}, [written]);
}

function linked(said: string): (Node | string)[] {
  return parts(said).map((part) => {
    if (typeof part === 'string') {
      return part;
    }
    return 'code' in part ? code(part.code) : go(part.line, part.text);
  });
}

function go(line: number, label: string): Node {
  return element('button', { class: 'go', 'data-line': String(line), title: text('Go to line {0}', line) }, [label]);
}
