"""Bytes → blocks or rows. Knows formats, knows nothing of publishers."""
