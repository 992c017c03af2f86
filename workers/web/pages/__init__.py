"""Arranges records for the templates: what a page shows, in which order."""
