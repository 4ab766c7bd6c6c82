"""How do programs ask?

`endpoints.py` has what is answered at which address, `parameters.py` what may be said there, and
`openapi.py` makes the document of both.
"""
