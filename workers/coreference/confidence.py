"""How sure an attribution is: a few constants by method and score, counted once (`confidence.toml`)."""

from __future__ import annotations

from functools import lru_cache

from shared.model import AttributionMethod
from workers.language.lexicon import table


@lru_cache(maxsize=1)
def _steps() -> dict[str, list[tuple[float, float]]]:
    return {
        method: sorted(((float(score), share) for score, share in steps.items()), reverse=True)
        for method, steps in table("confidence").items()
    }


def confidence(method: AttributionMethod, score: float) -> float:
    """The share of attributions of this method and at least this score that proved right."""
    steps = _steps().get(method.value, [])
    return next((share for least, share in steps if score >= least), 0.0)
