"""What the service says of its work: a line for each request, and lines for what goes wrong.

No text of anybody is in it: no query, no address, no header but a well-formed request id.
"""
