"""Which words does the archive have, and which did the query mean?"""
