"""Makes the pictures and the recording of the READMEs out of what the tests in the real editor took; needs Pillow.

Run `pytest tests/editors/test_vscode.py` first; look at what this writes before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

CLIENT = Path(__file__).resolve().parents[1]
SHOTS = CLIENT.parent / "build" / "screenshots"
PICTURES = CLIENT / "images" / "pictures"

EDITOR = (352, 36, 1276, 505)
ALL = (0, 36, 1276, 768)
WANTED = {
    "quick-fix-menu": ("quick-fix", EDITOR),
    "plan-stages-light": ("stage-graph", ALL),
    "plan-image-light": ("image-plan", ALL),
    "context-view": ("context-view", ALL),
}
"""The name of a screenshot, the name of its picture, and the part of it in pixels: left, top, right, bottom."""

FRAMES = SHOTS / "recording"
"""What `record.mjs` took: the name of each frame ends with the milliseconds that it is shown."""


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for shot, (name, part) in WANTED.items():
        with Image.open(SHOTS / f"{shot}.png") as image:
            image.convert("RGB").crop(part).quantize(64).save(PICTURES / f"{name}.png", optimize=True)
    recording()


def recording() -> None:
    """All frames as one animation, in the colours of the fullest."""
    paths = sorted(FRAMES.glob("*.png"))
    times = [int(path.stem.partition("-")[2]) for path in paths]
    frames = [Image.open(path).convert("RGB") for path in paths]
    colours = max(frames, key=lambda frame: len(frame.getcolors(1 << 24) or ())).quantize(64)
    first, *rest = (frame.quantize(palette=colours, dither=Image.Dither.NONE) for frame in frames)
    first.save(PICTURES / "recording.gif", save_all=True, append_images=rest, duration=times, loop=0, optimize=True)


if __name__ == "__main__":
    main()
