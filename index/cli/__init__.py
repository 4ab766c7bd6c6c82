"""How is it asked from a terminal?"""
