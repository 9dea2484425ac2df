"""Blocks or rows → typed, dated, linked records. Knows publishers, knows nothing of storage."""
