"""From files to a published generation: reading, annotating, chunking, encoding, storing."""
