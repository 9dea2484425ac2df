"""What a collection says of its own words: what acronyms stand for, how words are written, what can be suggested."""
