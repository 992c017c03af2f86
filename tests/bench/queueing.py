"""A discrete-event model of the service (simpy): cores, children and the feed's head row, fed with measured times.

An article is taken in, then three stages and its identities wait for a child, one message after the other. A child
holds its place while it computes and while Postgres answers; both need a core for that. The last stage also holds the
head row of the feed until its commit. Nothing else is modelled: no disk, no network, no restarts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click
import simpy

SLICE = 0.005
"""Seconds for which a process keeps a core before the next one gets it."""

STAGES = 3
TASKS = STAGES + 1
"""Messages of an article: its stages, and the identities."""
HOPS = STAGES + 2
"""Of an article, until a reader sees it."""

Steps = Iterator[Any]


class Costs(NamedTuple):
    """Seconds that were measured."""

    pure: Sequence[tuple[float, float, float]]
    """Each article's own time in the three stages; articles take them in turn."""
    beside: float
    """Of a worker, beside the pure stages, for each task."""
    postgres: float
    """Of Postgres, for each task."""
    intake: float
    """Of intake, Postgres for it included, and of the broker, for each article."""
    hop: float = 0.0
    """Without work on any core: from the producer to intake, from one task of a child to its next, from the feed to
    its reader."""
    head: float = 0.001
    """While the commit holds the head row of the feed."""


class World:
    """One machine or many, as one set of cores and children."""

    def __init__(self, costs: Costs, children: int, cores: int) -> None:
        self.env, self.costs = simpy.Environment(), costs
        self.cores = simpy.Resource(self.env, cores)
        self.children = simpy.PriorityResource(self.env, children)
        self.head = simpy.Resource(self.env, 1)
        self.intake = simpy.Resource(self.env, 1)
        self.seen: list[tuple[float, float]] = []

    def compute(self, seconds: float) -> Steps:
        """Work that needs a core, a slice at a time."""
        while seconds > 1e-9:
            with self.cores.request() as core:
                yield core
                yield self.env.timeout(min(SLICE, seconds))
                seconds -= SLICE

    def article(self, number: int, arrives: float) -> Steps:
        """The way of one article."""
        yield self.env.timeout(arrives + self.costs.hop)
        with self.intake.request() as turn:
            yield turn
            yield from self.compute(self.costs.intake)
        for stage, own in enumerate(self.costs.pure[number % len(self.costs.pure)]):
            yield from self.task(own, live=True, shows=stage == STAGES - 1)
        self.seen.append((arrives, self.env.now + self.costs.hop))
        # Behind the stages of all articles, as its queue is.
        yield from self.task(0.0, live=False, shows=False)

    def task(self, own: float, *, live: bool, shows: bool) -> Steps:
        """One message: a child takes it, computes, and has Postgres save the result."""
        with self.children.request(priority=0 if live else 1) as child:
            yield child
            yield self.env.timeout(self.costs.hop)
            yield from self.compute(own + self.costs.beside)
            yield from self.compute(self.costs.postgres)
            if shows:
                with self.head.request() as row:
                    yield row
                    yield self.env.timeout(self.costs.head)


def simulate(costs: Costs, arrivals: Sequence[float], children: int, cores: int) -> list[tuple[float, float]]:
    """When each article came and when readers saw it, in the order in which they saw them."""
    world = World(costs, children, cores)
    for number, arrives in enumerate(arrivals):
        world.env.process(world.article(number, arrives))
    world.env.run()
    return world.seen


def rate(costs: Costs, articles: int, children: int, cores: int) -> float:
    """Articles a second while all of them wait from the start."""
    return articles / simulate(costs, [0.0] * articles, children, cores)[-1][1]


TODAY = Costs([(0.012, 0.052, 0.032)], beside=0.0093, postgres=0.0053, intake=0.005)
"""Of 2026-11-28, two cores (Zen 5): seconds of an article of 850 words."""


def main() -> None:
    """Print what the model says of larger machines."""
    click.echo("| children | cores | articles a second | of that, a core |\n|---|---|---|---|")
    for children, cores in ((2, 2), (8, 8), (32, 32), (128, 128), (192, 192), (256, 256)):
        # Several intakes: one would be the limit.
        found = rate(TODAY._replace(intake=TODAY.intake / max(1, cores // 16)), 20 * children, children, cores)
        click.echo(f"| {children} | {cores} | {found:.0f} | {found / cores:.1f} |")


if __name__ == "__main__":
    main()
