"""Does each figure that the documentation states still come out of its command?

expected.py   eval_sets/expected.yaml: figures, their commands, what is expected of each
commands.py   run a command, and find a value in the JSON that it prints
checking.py   prepare, run, compare; a figure whose data are absent is skipped
rewriting.py  put what was seen into the file
table.py      expected beside seen
"""
