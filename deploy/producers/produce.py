"""Submit one article from Python and wait for its quotations. Run: python produce.py redis://localhost:6379 URI"""

import sys

from shared.client import Client
from shared.model import Article

TEXT = "Bridge to close\n\n“We close it for a week,” said Malin Aster, the engineer.\n"

with Client(sys.argv[1]) as client:
    answer = client.submit(uri=sys.argv[2], text=TEXT, publisher="Example", wait=True)
    if isinstance(answer, Article):
        for quotation in answer.quotations:
            print(quotation.speaker.name if quotation.speaker else None, quotation.content)  # noqa: T201
    else:
        sys.exit(f"{answer.outcome}: {answer.code}: {answer.reason}")
