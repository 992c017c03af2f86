"""`python -m workers.cli`: the same command, for the processes that the supervisor starts."""

from workers.cli import main

main()
