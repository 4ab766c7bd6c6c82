"""How does a spool become a segment?"""
