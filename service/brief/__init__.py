"""A draft → a brief as a page, a stream or a file. The draft is never written anywhere.

upload      a request → a draft, in memory whatever its size
desk        a few briefs at a time, in threads, which can be called off
whole       the pieces of a brief → the brief
verify      a finished brief that comes back → the same, known to say what the collection says
report      a brief → what pages and files say of it, in one language
document, document_styles, footnotes, markdown     a report → the bytes of a file
formats     those, by name
"""
