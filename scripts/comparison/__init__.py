"""Afterwise beside txtai: quality, speed and memory of both on the same texts, in one run.

material.py   the judged sets and the texts that both engines get
engine.py     an engine as a process of its own, asked line by line
serving.py    the other end of those lines; imports nothing but the standard library
ours.py       Afterwise, answering there
theirs.py     txtai, answering there; runs in an environment of its own
measuring.py  index with each, then ask both in turns
report.py     the table, and whether we keep to what we want to be better in
"""
