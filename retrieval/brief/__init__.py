"""A draft of a project → the lessons that bear on each part of it, cited."""
