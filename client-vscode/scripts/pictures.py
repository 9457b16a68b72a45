"""Makes the pictures of the README out of what the tests in the real editor took; needs Pillow.

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


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for shot, (name, part) in WANTED.items():
        with Image.open(SHOTS / f"{shot}.png") as image:
            image.convert("RGB").crop(part).quantize(64).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
