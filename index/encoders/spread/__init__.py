"""Bulk encoding by more processes than this one, on this machine or on others.

base.py       what a worker does with a piece of work, and the protocol of an executor
encoder.py    an encoder whose pieces an executor encodes
processes.py  an executor: worker processes of this machine
dask.py       an executor: the workers of a Dask scheduler, on any number of machines
choose.py     settings → an executor, or none

A worker that dies costs the piece that it was at, which another one encodes. Each piece comes back once; what came
back is kept in the cache of vectors by this process alone.
"""
