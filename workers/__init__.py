"""The pipeline, its stages and its processes."""

import os
import sys

if "numpy" not in sys.modules:
    # Read when numpy is loaded. The matrices here are small: more threads only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Read when onnxruntime is loaded: it tells its makers nothing, and starts no thread that a fork would lose.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
