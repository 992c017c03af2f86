"""The processes of one machine: embedded servers, the supervisor, restarts, work in parallel processes."""
