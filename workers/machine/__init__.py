"""The processes of one machine: servers, supervisor, restarts, processes side by side."""
