"""What Prometheus reads: a survey as metrics, behind `onrecord metrics`."""
