"""What is kept, under which id, in which build?"""
