"""How does stock Whoosh read and write it?"""
