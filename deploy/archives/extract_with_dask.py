"""An archive through Onrecord's three stages as the map step of Dask: no queue, no database, files in and files out.

python deploy/archives/extract_with_dask.py 'archive/*.jsonl' extracted                     # one process a core, here
python deploy/archives/extract_with_dask.py 's3://bucket/*.jsonl.gz' s3://bucket/extracted --scheduler tcp://head:8786

Each line of the archive is a submission; each line of the result is the article that `onrecord extract` prints, or the
line's uri with the code and reason of its failure. Each file of the archive is one task and becomes one file: when a
process dies, Dask does its task again. Needs `pip install "dask[distributed]"` beside Onrecord on every machine.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before the models are imported: processes are the parallelism


def extract_lines(lines: Iterable[str]) -> Iterator[str]:
    """The map step: one partition's submissions to articles, with models that are loaded once a process."""
    from shared.errors import OnrecordError
    from shared.messages import decode
    from workers.extraction import extract
    from workers.models import load

    for number, line in enumerate(lines):
        if not line.strip():
            continue
        try:
            yield extract(decode(line.encode()), load()).model_dump_json()
        except OnrecordError as error:
            yield _failed(line, number, error.code, str(error))
        except Exception as error:
            # A failure in one article must not stop the others, nor have Dask repeat them.
            yield _failed(line, number, "bug", f"{type(error).__name__}: {error}")


def _failed(line: str, number: int, code: str, reason: str) -> str:
    try:
        uri = json.loads(line).get("uri")
    except (ValueError, AttributeError):
        uri = None
    return json.dumps({"uri": uri, "line": number, "code": code, "reason": reason})


def run(archive: str, target: str, processes: int | None, scheduler: str | None) -> None:
    """Map every file of the archive, on the cluster of that scheduler or on one of this machine."""
    import dask.bag
    from dask.distributed import Client

    local = {"n_workers": processes or os.cpu_count(), "threads_per_worker": 1, "dashboard_address": None}
    with Client(scheduler) if scheduler else Client(**local):
        articles = dask.bag.read_text(archive, encoding="utf-8").map_partitions(extract_lines)
        articles.to_textfiles(f"{target}/*.jsonl.gz", last_endline=True)


def main() -> None:
    """Read the arguments, and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", help="files of submissions, one JSON a line; a glob in quotes")
    parser.add_argument("target", help="folder of the results")
    parser.add_argument("--processes", type=int, help="on this machine; default: one a core")
    parser.add_argument("--scheduler", help="address of a Dask scheduler instead")
    given = parser.parse_args()
    run(given.archive, given.target, given.processes, given.scheduler)


if __name__ == "__main__":
    main()
