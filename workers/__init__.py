"""What happens: the pipeline, its stages and its processes."""
