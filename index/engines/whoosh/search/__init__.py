"""Searching the arrays of an index: which documents a query asks for, and how strongly they answer.

query → matching → sets, phrases      which documents of a segment
      → scoring  → topmost, kernel    the best of them, exactly
ranking.py puts the segments together and is the only door.
"""
