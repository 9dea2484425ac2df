"""A draft → a brief as a page, a stream or a file. The draft is never written anywhere.

upload      a request → a draft, in memory whatever its size
desk        a few briefs at a time, in threads, which can be called off
whole       the pieces of a brief → the brief
verify      a finished brief that comes back → the same, known to say what the collection says
make        a draft that was sent → the pieces of its brief
sending     the pieces of a brief → a response
excerpts    the beginning of a long answer of management
labels      what pages and files say beside the quotations, in one language
report      a brief → what a file of it says, in one language and in one order
document, document_styles, footnotes, markdown     a report → the bytes of a file
formats     those, by name
"""
