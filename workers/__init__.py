"""The pipeline, its stages and its processes."""

import os
import sys

if "numpy" not in sys.modules:
    # Read when numpy is loaded. The matrices here are small: more threads only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
