// The stage graph as SVG: for the view, which takes colours from the theme, and for a file, which contains its colours.

import { shorten, type Arrow, type Box, type Picture } from './layout';

export interface Colours {
  background: string;
  text: string;
  faint: string;
  box: string;
  border: string;
  target: string;
  copy: string;
  mount: string;
}

/** The content of the `svg` element. */
export function drawing(picture: Picture): string {
  const tip = '<defs><marker id="tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>';
  return `${tip}<g class="all">${picture.arrows.map(arrow).join('')}${picture.boxes.map(box).join('')}</g>`;
}

/** A standalone SVG file, which looks the same in every program. */
export function standalone(picture: Picture, colours: Colours): string {
  const [width, height] = [Math.ceil(picture.width), Math.ceil(picture.height)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>Stages</title>`
    + `<style>${style(colours)}</style><rect width="100%" height="100%" fill="${escape(colours.background)}"/>${drawing(picture)}</svg>\n`;
}

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? mark);
}

function box({ title, detail, about, kind, line, x, y, width, height }: Box): string {
  const words = `${title}, ${about}`;
  const go = line === undefined ? '' : ` data-line="${line}"`;
  return `<g class="box ${kind}" data-name="${escape(title.toLowerCase())}" tabindex="0" role="${line === undefined ? 'img' : 'link'}" aria-label="${escape(words)}"${go}>`
    + `<title>${escape(words)}</title><rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="5"/>`
    + `<text class="title" x="${x}" y="${y - 4}">${escape(shorten(title))}</text><text class="detail" x="${x}" y="${y + 14}">${escape(shorten(detail))}</text></g>`;
}

function arrow({ kind, title, points }: Arrow): string {
  return `<path class="arrow ${kind}" marker-end="url(#tip)" d="${curve(points)}"><title>${escape(title)}</title></path>`;
}

/** A path through points with rounded corners. */
function curve(points: Arrow['points']): string {
  const [first, ...others] = points;
  if (first === undefined) {
    return '';
  }
  const parts = [`M${at(first)}`];
  others.forEach((point, index) => {
    const next = others[index + 1];
    parts.push(next === undefined ? `L${at(point)}` : `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`);
  });
  return parts.join('');
}

function at({ x, y }: { x: number; y: number }): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}

function style(colours: Colours): string {
  const { text, faint, box: inside, border, target, copy, mount } = Object.fromEntries(Object.entries(colours).map(([name, colour]) => [name, escape(colour as string)])) as unknown as Colours;
  return `text{font:13px monospace;fill:${text};text-anchor:middle}.title{font-weight:600}.detail{font-size:11px;fill:${faint}}`
    + `.box rect{fill:${inside};stroke:${border};stroke-width:1.2}.image rect{stroke-dasharray:4 3}.target rect{stroke:${target};stroke-width:2.4}`
    + `.arrow{fill:none;stroke:${text};stroke-width:1.4}.copy,.add{stroke:${copy};stroke-dasharray:6 4}.mount{stroke:${mount};stroke-dasharray:2 4}.tip{fill:${text}}`;
}
