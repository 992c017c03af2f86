"""The only place with SQL that writes: tables, engine, and one module for each thing that is done with them."""
