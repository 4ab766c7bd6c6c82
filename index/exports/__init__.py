"""How are results taken away?"""
