"""BRING IN: what came in?

A file is found (`paths`), its bytes become text (`decoding`), the text becomes items (`items`, `webpage`,
`jsonlines`), the items become documents (`bulletin`), and the documents stream into an engine (`pipeline`),
with a report of all that was odd or left out (`report`).
"""
