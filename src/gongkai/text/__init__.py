"""Chinese text as plain Python: cleaning, numbers of documents, numerals, dates, tokens, HTML, decoding.

Nothing here knows Django or the database; import the module that you need.
"""
