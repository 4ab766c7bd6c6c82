"""What are the words of a French text?"""
