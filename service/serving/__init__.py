"""From an application to processes that listen, and stop when they are told to."""
