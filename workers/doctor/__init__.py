"""The doctor: looks at an installation from its settings to its rows, and tells what is wrong and what cures it."""
