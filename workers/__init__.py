"""The pipeline, its stages and its processes.

from workers import extract

`extract` is imported at first use; the language models are loaded at its first call.
"""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.at_hand import extract

__all__ = ["extract"]

if "numpy" not in sys.modules:
    # Read when numpy is loaded. The matrices here are small: more threads only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Read when onnxruntime is loaded: it tells its makers nothing, and starts no thread that a fork would lose.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if not TYPE_CHECKING:  # a type checker reads the import above

    def __getattr__(name: str) -> object:
        if name != "extract":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from workers.at_hand import extract

        return extract
