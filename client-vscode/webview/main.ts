// The view of the image plan: the state at the cursor, the final image, the steps of its build, and the stage graph.

import type { Section, ToView } from '../src/viewMessages';
import { GraphPanel } from './graphPanel';
import { build, image, paragraph } from './rows';
import { element, say, state, keep, text } from './page';

const SECTIONS: Record<Section, string> = { image: 'Image', build: 'Build', stages: 'Stages' };

const file = element('h1', { class: 'file' }, [text('Image plan')]);
const message = element('span', { class: 'message', role: 'status' });
const copy = element('button', { class: 'copy', title: text('Copy the plan and what holds at the cursor as JSON') }, [text('Copy as JSON')]);
copy.addEventListener('click', () => { say({ kind: 'copy' }); });
const tabs = new Map<Section, HTMLElement>();
const panels = new Map<Section, HTMLElement>();
for (const [section, title] of Object.entries(SECTIONS) as [Section, string][]) {
  const tab = element('button', { role: 'tab', id: `tab-${section}`, 'aria-controls': section }, [text(title)]);
  tab.addEventListener('click', () => { choose(section); });
  tabs.set(section, tab);
  panels.set(section, element('section', { role: 'tabpanel', id: section, 'aria-labelledby': `tab-${section}` }));
}
const list = element('div', { role: 'tablist', 'aria-label': text('Sections') }, [...tabs.values()]);
list.addEventListener('keydown', (event) => {
  const names = [...tabs.keys()];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step !== undefined) {
    const next = names[(names.indexOf(state().section) + step + names.length) % names.length] ?? 'image';
    choose(next);
    tabs.get(next)?.focus();
  }
});
document.body.append(element('header', {}, [file, list, message, copy]), element('main', {}, [...panels.values()]));
const graph = new GraphPanel(panels.get('stages') ?? document.body);
choose(state().section);

/** The data that each section shows. A section with unchanged data is not drawn again, which keeps focus and selection. */
const made = new Map<Section, string>();
let fading: number | undefined;

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  if (data.kind === 'section') {
    choose(data.section);
    if (data.part !== undefined) {
      document.getElementById(data.part)?.scrollIntoView();
    }
  } else if (data.kind === 'message') {
    message.textContent = data.text;
    clearTimeout(fading);
    fading = setTimeout(() => (message.textContent = ''), 4_000);
  } else {
    show(data);
  }
});
document.addEventListener('click', ({ target }) => {
  const line = target instanceof Element ? target.closest<HTMLElement>('[data-line]')?.dataset['line'] : undefined;
  if (line !== undefined && !graph.wasDragged) {
    say({ kind: 'go', line: Number(line) });
  }
});
say({ kind: 'ready' });

function show({ file: name, view, here }: Extract<ToView, { kind: 'show' }>): void {
  file.textContent = name;
  file.title = name;
  const nothing = (): Node[] => [paragraph(text('This file has no stage: it needs a FROM.'))];
  renew('image', { view: view && { ...view, stages: undefined, edges: undefined }, here }, () => (view ? image(view, here) : nothing()));
  renew('build', view?.stages, () => (view ? build(view) : nothing()));
  const drawn = JSON.stringify([view?.stages.map((stage) => ({ ...stage, steps: [] })), view?.edges]);
  if (made.get('stages') !== drawn) {
    made.set('stages', drawn);
    graph.show(view ?? { stages: [], edges: [] });
  }
}

function renew(section: Section, from: unknown, content: () => Node[]): void {
  const now = JSON.stringify(from);
  const panel = panels.get(section);
  if (panel !== undefined && made.get(section) !== now) {
    made.set(section, now);
    const links = () => [...panel.querySelectorAll<HTMLElement>('button')];
    const focused = links().indexOf(document.activeElement as HTMLElement);
    panel.replaceChildren(...content());
    links()[focused]?.focus({ preventScroll: true });
  }
}

function choose(section: Section): void {
  for (const [name, tab] of tabs) {
    tab.setAttribute('aria-selected', String(name === section));
    tab.tabIndex = name === section ? 0 : -1;
    panels.get(name)?.toggleAttribute('hidden', name !== section);
  }
  keep({ section });
  graph.appeared();
}
