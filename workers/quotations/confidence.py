"""How sure an attribution is: a few constants by method and score, counted once (data/confidence.toml)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from shared.model import AttributionMethod


@lru_cache(maxsize=1)
def _table() -> dict[str, list[tuple[float, float]]]:
    data = tomllib.loads(files("workers.quotations").joinpath("data/confidence.toml").read_text("utf-8"))
    return {
        method: sorted(((float(score), share) for score, share in steps.items()), reverse=True)
        for method, steps in data.items()
    }


def confidence(method: AttributionMethod, score: float) -> float:
    """The share of attributions of this method and at least this score that proved right."""
    steps = _table().get(method.value, [])
    return next((share for least, share in steps if score >= least), 0.0)
