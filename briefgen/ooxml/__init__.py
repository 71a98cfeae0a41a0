"""What Office files are made of, in one place: the package, its markup, and the properties of a document.

The writers make their parts as text from values and put them into the house's own package.  python-pptx and python-docx
are not used for that: each holds a document as a tree of proxies, which costs time that grows with the square of the
number of slides, drops what it does not know, and leaves out most of what a reader's program needs (languages, alt
text, footnotes, fields, footers).  Both stay the independent readers of the tests.
"""
