"""Runs the server that lies beside this file, with the libraries that lie beside it."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NATIVE = HERE / "native" / f"cp{sys.version_info[0]}{sys.version_info[1]}"

sys.path[:0] = [str(HERE / "libs"), str(NATIVE)]

from dockwright.__main__ import main  # noqa: E402

sys.exit(main())
