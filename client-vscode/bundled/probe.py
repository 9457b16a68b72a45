"""Says this Python's version, and after a blank what keeps it from running the server; any old Python can read this."""

import os
import sys

VERSION = "%d.%d" % sys.version_info[:2]  # noqa: UP031
HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
NATIVE = "cp" + VERSION.replace(".", "")

sys.path[:0] = [os.path.join(HERE, "libs"), os.path.join(HERE, "native", NATIVE)]  # noqa: PTH118
wrong = ""
try:
    import orjson  # noqa: F401
    import tree_sitter  # noqa: F401
    import tree_sitter_bash  # noqa: F401
    import yaml  # noqa: F401
except Exception as error:
    wrong = " " + str(error or type(error).__name__).splitlines()[0]
print(VERSION + wrong)
