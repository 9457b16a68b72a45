"""The announced capabilities, stored as pygls derives them from the registered features, so that it is not loaded
first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from dockwright import __version__

if TYPE_CHECKING:
    from dockwright.lsp.client import Client

FILE = Path(__file__).with_suffix(".json")
"""For a client with all capabilities, so that it includes everything that depends on the client."""


def initialize_result(client: Client) -> dict[str, Any]:
    """The result of `initialize`."""
    announced = orjson.loads(FILE.read_bytes())
    announced["positionEncoding"] = client.encoding
    if not client.prepares_rename:
        announced["renameProvider"] = True
    told = announced["workspace"]["fileOperations"]
    announced["workspace"]["fileOperations"] = {name: told[name] for name in client.tells_of_files}
    return {"capabilities": announced, "serverInfo": {"name": "dockwright", "version": __version__}}
