"""Documents for others' programs: Word files written and read, PDF printed, signed and verified.

It knows what a document is, and nothing of agreements: whoever has something to write hands over its words.
"""
