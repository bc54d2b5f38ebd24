"""Comity keeps the thread of international cooperation, from the sentence said to the tangible result."""
