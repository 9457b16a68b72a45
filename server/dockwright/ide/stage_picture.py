"""The stages of a file as an SVG image: a column per level above the base images, an arrow per dependency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from dockwright.ide.stage_graph import Edge

_WIDTH, _HEIGHT = 180, 40
_GAP_X, _GAP_Y, _MARGIN = 70, 24, 16
_LETTERS = 22
"""Maximum number of letters in a box."""

_STYLE = (
    "text{font:13px sans-serif;fill:currentColor;text-anchor:middle}rect{fill:none;stroke:currentColor}"
    "path{fill:none;stroke:currentColor}.image{stroke-dasharray:2 3}.target{stroke-width:2.5}"
    ".copy{stroke-dasharray:6 3}.mount{stroke-dasharray:2 3}.tip{fill:currentColor;stroke:none}"
)


def picture(labels: Mapping[int | str, str], edges: Sequence[Edge], target: int) -> str:
    """An SVG document; `labels` has stages by index and images by name, `target` is the stage that is built."""
    column = _columns(list(labels), edges)
    rows: dict[int, int] = {}
    place: dict[int | str, tuple[int, int]] = {}
    for key in labels:
        row = rows.get(column[key], 0)
        rows[column[key]] = row + 1
        place[key] = (_MARGIN + column[key] * (_WIDTH + _GAP_X), _MARGIN + row * (_HEIGHT + _GAP_Y))
    width = (max(column.values()) + 1) * (_WIDTH + _GAP_X) - _GAP_X + 2 * _MARGIN
    height = max(rows.values()) * (_HEIGHT + _GAP_Y) - _GAP_Y + 2 * _MARGIN
    boxes = "".join(_box(key, label, place[key], key == target) for key, label in labels.items())
    arrows = "".join(_arrow(place[edge.source], place[edge.to], edge.kind) for edge in edges)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        f"<title>Stages</title><style>{_STYLE}</style>\n"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>\n{arrows}{boxes}</svg>\n'
    )


def _columns(keys: Sequence[int | str], edges: Sequence[Edge]) -> dict[int | str, int]:
    """The length of the longest path to each; a stage only depends on images and earlier stages."""
    found: dict[int | str, int] = dict.fromkeys(keys, 0)
    for key in keys:
        sources = [found[edge.source] for edge in edges if edge.to == key and edge.source != key]
        found[key] = 1 + max(sources) if sources else 0
    return found


def _box(key: int | str, label: str, place: tuple[int, int], target: bool) -> str:
    x, y = place
    look = "target" if target else "image" if isinstance(key, str) else "stage"
    shown = label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}\N{HORIZONTAL ELLIPSIS}"
    return (
        f'<g><title>{escape(label)}</title><rect class="{look}" x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'rx="6"/><text x="{x + _WIDTH // 2}" y="{y + 25}">{escape(shown)}</text></g>\n'
    )


def _arrow(start: tuple[int, int], end: tuple[int, int], kind: str) -> str:
    x, y = start[0] + _WIDTH, start[1] + _HEIGHT // 2
    to_x, to_y = end[0], end[1] + _HEIGHT // 2
    bend = max(abs(to_x - x) // 2, 20)
    way = f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
    return f'<path class="{kind}" marker-end="url(#tip)" d="{way}"/>\n'
