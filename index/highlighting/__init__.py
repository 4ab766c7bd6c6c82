"""Where does a text match a query?"""
