"""`python -m service.cli`, the command `afterwise` without its script."""

from service.cli import main

main()
