"""SHOW: how is it shown?

A Flask application factory, one module per page, templates and static files.
"""
