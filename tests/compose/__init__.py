"""The whole service as docker-compose.yml starts it, on a real engine: `make compose-test`."""
