"""What can go wrong with an export."""

from __future__ import annotations

from shared.errors import OnrecordError


class ParquetMissing(OnrecordError):
    """Parquet needs pyarrow, which is not installed."""

    code = "parquet_missing"
    cure = "Install it (pip install 'pyarrow>=17', the extra `parquet`), or export as jsonl or csv."
    exit_code = 78


class ExportDiffers(OnrecordError):
    """The folder holds another export."""

    code = "export_differs"
    cure = "Go on with it by naming the folder alone, or take a new folder."
    exit_code = 78


class ExportNotFollowed(OnrecordError):
    """The change feed does not tell when identities change: a merge by hand is no change of an article."""

    code = "export_not_followed"
    cure = "Export them whole, each time, to standard output: without --since and --to."
    exit_code = 2


class ExportBusy(OnrecordError):
    """Another export writes into this folder."""

    code = "export_busy"
    cure = "Wait until it has ended, or take another folder."
    exit_code = 73
