"""How is each kind of source read?"""
