"""Whole views as files: once as a snapshot, then only what changed. Needs psycopg and pydantic; Parquet also pyarrow.

from shared.export import Format, Wanted, What, into_folder
wanted = Wanted(format=Format.PARQUET, what=(What.ARTICLES, What.QUOTATIONS))
into_folder("postgresql://onrecord_reader@localhost/onrecord", Path("export"), wanted)

Every row is one of its view, with three columns more. `position`: where in the change feed it was told. `change`: the
kind of that change, null in a snapshot. `gone`: true if the row only says that the article has no such rows any more.
Hence one rule for who keeps a copy: of each article, the rows at its greatest position count, unless they are gone.
"""

from shared.export.folder import Wanted, into_folder
from shared.export.formats import Format
from shared.export.records import Exported
from shared.export.stream import into_file, row_schema
from shared.export.tables import What

__all__ = ["Exported", "Format", "Wanted", "What", "into_file", "into_folder", "row_schema"]
