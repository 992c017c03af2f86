"""What is true: records, messages, errors, settings and the store. Never imports workers, Celery or NLP."""
