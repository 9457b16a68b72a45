// The stage graph with its tools: zoom, pan, search and export. Each of them can be used from the keyboard.

import { fitting, scale, type Picture, type Shown } from './layout';
import { element, say, text } from './page';
import { drawing, standalone, type Colours } from './picture';

const [SMALLEST, LARGEST, STEP] = [0.1, 4, 1.25];
/** The smallest scale at which text is readable. A graph that does not fit at this scale is shown in part. */
const READABLE = 0.85;
const KEY = ['FROM', 'COPY/ADD --from', 'RUN --mount from'];
const LARGEST_PICTURE = 8_192;

export class GraphPanel {
  /** Whether the last click ended a drag. */
  wasDragged = false;
  private picture: Picture = { boxes: [], arrows: [], width: 0, height: 0 };
  private shown: Shown = { stages: [], edges: [] };
  private waits = false;
  private zoom = 1;
  private x = 0;
  private y = 0;
  private found = -1;
  private readonly room = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  private readonly search = element('input', { type: 'search', placeholder: text('Find a stage or image'), 'aria-label': text('Find a stage or image') });
  private readonly count = element('span', { class: 'count', role: 'status' });

  constructor(place: HTMLElement) {
    const tool = (label: string, title: string, action: () => void) => {
      const button = element('button', { title: text(title), 'aria-label': text(title) }, [text(label)]);
      button.addEventListener('click', action);
      return button;
    };
    const tools = element('div', { class: 'tools', role: 'toolbar', 'aria-label': text('Stage graph') }, [
      this.search, this.count,
      tool('\u2212', 'Zoom out (-)', () => { this.zoomBy(1 / STEP); }),
      tool('+', 'Zoom in (+)', () => { this.zoomBy(STEP); }),
      tool('Fit', 'Show all (0)', () => { this.fit(0); }),
      tool('Save SVG', 'Save as SVG', () => { say({ kind: 'save', format: 'svg', data: this.file() }); }),
      tool('Save PNG', 'Save as PNG', () => void this.png().then((data) => { say({ kind: 'save', format: 'png', data }); })),
    ]);
    this.room.setAttribute('class', 'graph');
    this.room.setAttribute('tabindex', '0');
    this.room.setAttribute('role', 'group');
    this.room.setAttribute('aria-label', text('Stage graph. Arrow keys move it, plus and minus zoom, 0 shows all, Tab goes from stage to stage.'));
    const key = element('p', { class: 'key' }, ['base', 'copy', 'mount'].flatMap((kind, index) => [element('i', { class: kind }), ` ${KEY[index] ?? ''}  `]));
    place.append(tools, this.room, key);
    this.search.addEventListener('input', () => { this.find(); });
    this.search.addEventListener('keydown', (event) => { this.searchKey(event); });
    place.addEventListener('keydown', (event) => { this.key(event); });
    this.room.addEventListener('wheel', (event) => { this.wheel(event); }, { passive: false });
    this.room.addEventListener('pointerdown', (event) => { this.drag(event); });
    this.room.addEventListener('focusin', ({ target }) => { if (target instanceof SVGGElement) { this.reveal(target); } });
    new ResizeObserver(() => { this.appeared(); }).observe(this.room);
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.waits = true;
    this.appeared();
  }

  /** Draws the pending graph as soon as the panel has a size. */
  appeared(): void {
    const { width, height } = this.room.getBoundingClientRect();
    if (this.waits && width > 0 && height > 0) {
      this.waits = false;
      const focused = document.activeElement?.closest('.box')?.getAttribute('data-name');
      const before = this.picture;
      this.picture = fitting(this.shown, width, height, text);
      this.room.innerHTML = drawing(this.picture);
      this.find();
      // Keep the position and scale that the user chose while the text is edited.
      if (before.boxes.length !== this.picture.boxes.length) {
        this.fit(READABLE);
      }
      this.move();
      if (focused) {
        this.boxes().find((box) => box.dataset['name'] === focused)?.focus();
      }
    }
  }

  private boxes(): SVGGElement[] {
    return [...this.room.querySelectorAll<SVGGElement>('.box')];
  }

  private fit(least: number): void {
    const { width, height } = this.room.getBoundingClientRect();
    this.zoom = Math.max(least, scale(this.picture, width, height));
    this.x = Math.max(0, (width - this.picture.width * this.zoom) / 2);
    this.y = Math.max(0, (height - this.picture.height * this.zoom) / 2);
    this.move();
  }

  private move(): void {
    this.room.querySelector('.all')?.setAttribute('transform', `translate(${this.x} ${this.y}) scale(${this.zoom})`);
  }

  private zoomBy(factor: number, at?: { x: number; y: number }): void {
    const { width, height } = this.room.getBoundingClientRect();
    const { x, y } = at ?? { x: width / 2, y: height / 2 };
    const next = Math.min(LARGEST, Math.max(SMALLEST, this.zoom * factor));
    this.x = x - ((x - this.x) * next) / this.zoom;
    this.y = y - ((y - this.y) * next) / this.zoom;
    this.zoom = next;
    this.move();
  }

  private pan(x: number, y: number): void {
    this.x += x;
    this.y += y;
    this.move();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const { left, top } = this.room.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) {
      this.zoomBy(Math.exp(-event.deltaY / 200), { x: event.clientX - left, y: event.clientY - top });
    } else {
      this.pan(-event.deltaX, -event.deltaY);
    }
  }

  private drag(down: PointerEvent): void {
    this.wasDragged = false;
    let [x, y] = [down.clientX, down.clientY];
    const move = (event: PointerEvent) => {
      this.wasDragged ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 4;
      if (this.wasDragged) {
        this.pan(event.clientX - x, event.clientY - y);
        [x, y] = [event.clientX, event.clientY];
      }
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', () => { window.removeEventListener('pointermove', move); }, { once: true });
  }

  private key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
      event.preventDefault();
      this.search.focus();
    }
    if (!(event.target instanceof SVGElement) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const line = event.target.dataset['line'];
    const actions: Record<string, () => void> = {
      '+': () => { this.zoomBy(STEP); }, '=': () => { this.zoomBy(STEP); }, '-': () => { this.zoomBy(1 / STEP); }, '0': () => { this.fit(0); },
      '/': () => { this.search.focus(); },
      ArrowLeft: () => { this.pan(40, 0); }, ArrowRight: () => { this.pan(-40, 0); }, ArrowUp: () => { this.pan(0, 40); }, ArrowDown: () => { this.pan(0, -40); },
      ...(line !== undefined && { Enter: () => { say({ kind: 'go', line: Number(line) }); }, ' ': () => { say({ kind: 'go', line: Number(line) }); } }),
    };
    const action = actions[event.key];
    if (action !== undefined) {
      event.preventDefault();
      action();
    }
  }

  private searchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      const matches = this.boxes().filter((box) => box.classList.contains('match'));
      this.found = (this.found + (event.shiftKey ? matches.length - 1 : 1)) % Math.max(matches.length, 1);
      const next = matches[this.found];
      if (next !== undefined) {
        this.reveal(next, true);
      }
    } else if (event.key === 'Escape') {
      this.search.value = '';
      this.find();
      this.room.focus();
    }
  }

  private find(): void {
    const wanted = this.search.value.trim().toLowerCase();
    let count = 0;
    for (const box of this.boxes()) {
      const matches = wanted !== '' && (box.dataset['name'] ?? '').includes(wanted);
      box.classList.toggle('match', matches);
      box.classList.toggle('other', wanted !== '' && !matches);
      count += Number(matches);
    }
    this.found = -1;
    this.count.textContent = wanted === '' ? '' : text('{0} found', count);
  }

  /** Scrolls until a box is visible, or centres it. */
  private reveal(box: SVGGElement, middle = false): void {
    const [room, own] = [this.room.getBoundingClientRect(), box.getBoundingClientRect()];
    const inside = own.left >= room.left && own.right <= room.right && own.top >= room.top && own.bottom <= room.bottom;
    if (middle || (!inside && !box.matches(':active'))) {
      this.pan((room.left + room.right - own.left - own.right) / 2, (room.top + room.bottom - own.top - own.bottom) / 2);
    }
  }

  private file(): string {
    return standalone(this.picture, colours());
  }

  /** The picture as PNG at twice its size, in base64. */
  private async png(): Promise<string> {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.file())}`;
    await image.decode();
    const factor = Math.min(2, LARGEST_PICTURE / Math.max(image.width, image.height, 1));
    const canvas = element('canvas', { width: String(Math.ceil(image.width * factor)), height: String(Math.ceil(image.height * factor)) });
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  }
}

/** The colours of the theme by name; a theme may define only some of them. */
function colours(): Colours {
  const style = getComputedStyle(document.body);
  const colour = (...names: string[]) => names.map((name) => style.getPropertyValue(name.startsWith('--') ? name : `--vscode-${name}`).trim()).find((value) => value !== '') ?? '#888';
  return {
    background: colour('editor-background'), text: colour('foreground'), faint: colour('descriptionForeground', 'foreground'),
    box: colour('editorWidget-background', 'editor-background'), border: colour('contrastBorder', 'editorWidget-border', 'foreground'),
    target: colour('focusBorder', 'foreground'), copy: colour('--copy', 'foreground'), mount: colour('--mount', 'foreground'),
  };
}
