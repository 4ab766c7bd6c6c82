"""How does one machine keep an archive and search it?"""
