"""Conferences and forums: what was expected, and how many took part."""
