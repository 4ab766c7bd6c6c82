"""Which documents, and which are best?

query → matching → doc_sets, phrases   which documents of a segment
      → scoring  → top_k, kernel       the best of them, exactly
`searcher` puts the segments together and is the only door.
"""
