"""Work that waits: what is to be taken in or withdrawn, kept durably until it is done.

model.py    a task (what was asked) and a job (a task with what became of it)
inbox.py    the bytes of uploaded files, by their SHA-256
queue.py    the jobs, in the catalog
steps.py    what one task does to the catalog
worker.py   one turn: all that is due, in one build
watch.py    a folder whose files become jobs
"""
