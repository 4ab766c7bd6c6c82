"""BRING IN: what came in?

Files are found (`paths`), bytes become text (`decoding`), text becomes items (`readers`), items become
documents (`bulletin`), and documents stream into an engine (`pipeline`). A report lists all that was odd or
left out (`report`).
"""
