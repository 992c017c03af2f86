"""Reads the views of `onrecord_v1` for the pages, as `onrecord_reader`, and returns records."""
