"""Exports views as files: first a snapshot, then only the changes. Needs psycopg and pydantic, and pyarrow for Parquet.

from shared.export import Format, Wanted, What, into_folder
wanted = Wanted(format=Format.PARQUET, what=(What.ARTICLES, What.QUOTATIONS))
into_folder("postgresql://onrecord_reader@localhost/onrecord", Path("export"), wanted)

Every row is a row of its view with three more columns. `position`: the position in the change feed at which it was
read. `change`: the kind of that change, null in a snapshot. `gone`: true if the row only says that the article no
longer has such rows. A reader who keeps a copy needs one rule: of each article, keep the rows with the greatest
position, unless they are gone.
"""

from shared.export.annotations import annotations_into_file
from shared.export.folder import Wanted, into_folder
from shared.export.formats import Format
from shared.export.records import Exported
from shared.export.stream import into_file, row_schema
from shared.export.tables import What

__all__ = ["Exported", "Format", "Wanted", "What", "annotations_into_file", "into_file", "into_folder", "row_schema"]
