"""Passages that say the same in nearly the same words.

minhash.py       which texts may be alike, without comparing every pair
differences.py   whether what two texts differ in could change what they say
little_words.py  the words that this turns on
families.py      every text → the number of those that say the same
"""
