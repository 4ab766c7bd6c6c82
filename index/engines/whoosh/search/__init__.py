"""Which documents, and which are best?

query → matching → doc_sets, phrases   which documents of a segment
      → scoring  → top_k, kernel       the best of them, exactly
`searcher` merges the answers of the segments and is the only entry point.
"""
