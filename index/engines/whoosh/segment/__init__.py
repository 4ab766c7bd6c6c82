"""How do the arrays lie on the disk?"""
