"""`onrecord metrics`: how things stand, for Prometheus."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--listen", "address", default=":9464", show_default=True,
    help="HOST:PORT to listen on; without HOST only this machine can ask. 0.0.0.0:9464 listens on all addresses.",
)  # fmt: skip
def metrics(address: str) -> None:
    """Serve /metrics for Prometheus: all is read from the database and the broker at each scrape.

    It logs in as, or takes, the role onrecord_monitor, which can read counts, but no articles.

    \b
    Example
      onrecord metrics --listen 0.0.0.0:9464
    """
    import signal

    from shared.log import configure
    from shared.settings import settings
    from workers.metrics.process import MetricsProcess
    from workers.metrics.serving import Address

    configure(settings().log_level, settings().log_format, "metrics")
    process = MetricsProcess(Address.parse(address))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, process.stop)
    process.run()
