"""`make contract`: writes what follows from the views anew, from a new database: their snapshot, and dbt's sources."""

from __future__ import annotations

import json
import runpy
import tempfile
from pathlib import Path

import psycopg

from shared.store import migrate
from tests.contract.test_views import COLUMNS, SNAPSHOT
from workers.machine.local import LocalServers

DBT = Path(__file__).parents[2] / "deploy" / "consumers" / "dbt"


def main() -> None:
    """Write both files."""
    with tempfile.TemporaryDirectory(prefix="onrecord-contract-") as folder, LocalServers(Path(folder)) as local:
        url = local.servers.database_url
        migrate.upgrade(url)
        found: dict[str, list[list[str]]] = {}
        with psycopg.connect(url) as connection:
            for view, column, kind in connection.execute(COLUMNS):
                found.setdefault(view, []).append([column, kind])
        SNAPSHOT.write_text(_one_line_each(found), "utf-8")
        (DBT / "models" / "sources.yml").write_text(runpy.run_path(str(DBT / "generate.py"))["sources"](url), "utf-8")


def _one_line_each(views: dict[str, list[list[str]]]) -> str:
    """JSON with one column a line, so that a difference shows it."""
    columns = {view: ",\n".join(f"    {json.dumps(column)}" for column in found) for view, found in views.items()}
    return "{\n" + ",\n".join(f"  {json.dumps(view)}: [\n{lines}\n  ]" for view, lines in columns.items()) + "\n}\n"


if __name__ == "__main__":
    main()
