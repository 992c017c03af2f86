"""Holds the records, messages, errors, settings and the store, for every service. Imports no workers, Celery or NLP."""
