"""Numbers for Prometheus. Every label has a small, known set of values."""
