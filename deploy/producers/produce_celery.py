"""Submit one article from a Celery application. Run: python produce_celery.py redis://localhost:6379 URI"""

import sys

from celery import Celery

TEXT = "Bridge to close\n\n“We close it for a week,” said Malin Aster, the engineer.\n"

app = Celery(broker=sys.argv[1])
app.send_task("onrecord.submit", [{"uri": sys.argv[2], "text": TEXT}], queue="onrecord")
