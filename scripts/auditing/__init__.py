"""Known vulnerabilities of the pinned packages, and the wheel and sdist that are given away.

advisories     pip-audit over constraints.txt
distributions  wheel and sdist: built, complete, and the same from each other
fresh          an environment with nothing but the wheel, in which the sample is indexed, searched and served
"""
