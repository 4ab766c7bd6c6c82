"""Which words does the archive have, and which were meant?"""
