"""`dockwright graph FILE`: the dependencies between the stages of a file, as Mermaid, DOT or SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dockwright.cli import files
from dockwright.cli.arguments import Parser
from dockwright.cli.reports.terminal import tell
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.stage_graph import Edge, Node, stage_graph
from dockwright.text import printable

Nodes = Sequence[Node]
Edges = Sequence[Edge]


def main(arguments: Sequence[str]) -> int:
    """Print the graph of a file; 2 if it cannot be read."""
    options = _parser().parse_args(arguments)
    source = files.read(options.file)
    if source is None:
        return 2
    nodes, edges = stage_graph(Snapshot.of(source))
    if not nodes:
        tell(options.file, "no stage to draw")
        return 2
    return 0 if files.write(options.output, FORMATS[options.format](nodes, edges)) else 2


def mermaid(nodes: Nodes, edges: Edges) -> str:
    """A Mermaid flowchart, from left to right."""
    names = _names(nodes, edges)
    lines = ["flowchart LR"]
    for key, own in names.items():
        label = _label(nodes, key).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        shape = ('(["', '"])') if isinstance(key, str) else ('[["', '"]]') if _is_target(nodes, key) else ('["', '"]')
        lines.append(f"  {own}{shape[0]}{label}{shape[1]}")
    arrows = {"base": "-->", "copy": "-. COPY .->", "mount": "-. mount .->"}
    lines += [f"  {names[edge.source]} {arrows[edge.kind]} {names[edge.to]}" for edge in edges]
    return "\n".join(lines) + "\n"


def dot(nodes: Nodes, edges: Edges) -> str:
    """A Graphviz digraph."""
    names = _names(nodes, edges)
    lines = ["digraph stages {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for key, own in names.items():
        label = _label(nodes, key).replace("\\", "\\\\").replace('"', '\\"')
        look = ", style=rounded" if isinstance(key, str) else ", penwidth=2" if _is_target(nodes, key) else ""
        lines.append(f'  {own} [label="{label}"{look}];')
    styles = {"base": "", "copy": ' [style=dashed, label="COPY"]', "mount": ' [style=dotted, label="mount"]'}
    lines += [f"  {names[edge.source]} -> {names[edge.to]}{styles[edge.kind]};" for edge in edges]
    return "\n".join([*lines, "}"]) + "\n"


def svg(nodes: Nodes, edges: Edges) -> str:
    """An SVG image."""
    from dockwright.ide.stage_picture import picture

    labels = {key: _label(nodes, key) for key in _names(nodes, edges)}
    return picture(labels, edges, next(node.index for node in nodes if node.target))


FORMATS: dict[str, Callable[[Nodes, Edges], str]] = {"mermaid": mermaid, "dot": dot, "svg": svg}


def _names(nodes: Nodes, edges: Edges) -> dict[int | str, str]:
    """The label of each stage (by its index) and each image (by its name)."""
    images = dict.fromkeys(edge.source for edge in edges if isinstance(edge.source, str))
    stages: dict[int | str, str] = {node.index: f"stage{node.index}" for node in nodes}
    return {**{image: f"image{number}" for number, image in enumerate(images)}, **stages}


def _label(nodes: Nodes, key: int | str) -> str:
    return printable(key if isinstance(key, str) else nodes[key].name or f"stage {key}")


def _is_target(nodes: Nodes, key: int | str) -> bool:
    return isinstance(key, int) and nodes[key].target


def _parser() -> Parser:
    parser = Parser("graph", "Draw the stages of a Dockerfile as a graph")
    parser.add_argument(
        "file", nargs="?", default="Dockerfile", help="Dockerfile, or - for standard input (default: Dockerfile)"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="mermaid", help="output format")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="file to write to")
    return parser
