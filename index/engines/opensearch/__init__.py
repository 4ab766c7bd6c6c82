"""How does a cluster keep an archive and search it?"""
