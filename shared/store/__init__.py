"""Holds all SQL that writes, for all processes: tables, engine, and one module for each operation."""
