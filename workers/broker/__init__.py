"""The fence around Celery: which messages may reach a worker."""
