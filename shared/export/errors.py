"""Defines the errors of exports."""

from __future__ import annotations

from shared.errors import OnrecordError


class ParquetMissing(OnrecordError):
    """Parquet needs pyarrow, which is not installed."""

    code = "parquet_missing"
    cure = "Install it (pip install 'pyarrow>=17', the extra `parquet`), or export to jsonl or csv."
    exit_code = 78


class ExportDiffers(OnrecordError):
    """The folder holds another export."""

    code = "export_differs"
    cure = "To continue that export, name the folder and nothing else. For another export, use a new folder."
    exit_code = 78


class ExportNotFollowed(OnrecordError):
    """The change feed does not report changes of identities, such as a merge by hand."""

    code = "export_not_followed"
    cure = "Export all identities each time, to standard output, without --since and --to."
    exit_code = 2


class ExportBusy(OnrecordError):
    """Another export is writing into this folder."""

    code = "export_busy"
    cure = "Wait until it ends, or use another folder."
    exit_code = 73
