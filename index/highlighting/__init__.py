"""Where does a text answer?"""
