"""Does it last, and may it be believed?"""
