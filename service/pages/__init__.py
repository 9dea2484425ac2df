"""Pages for people: rendered on the server, readable without a script, the same in every language of the interface.

state           what the address says ↔ a search
search_page     an answer → what the search page shows
start_page      what a collection holds → what an empty search page shows
passage_page    a record → what its page shows
marking         character spans → marked and unmarked pieces of text
wording         strings/*.json → sentences in the reader's language
rendering       templates/ → HTML with its headers
assets          static/ → files under an address that changes with them
"""
