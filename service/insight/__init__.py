"""What the page for those who run the service shows: use, coverage, sources.

coverage     a collection → how many records there are of one value and another
drawing      numbers → the geometry of pictures, which templates write as SVG
gather       all of it for one page
"""
