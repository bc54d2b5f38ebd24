"""What visitors think of the pages of the public site, and what the office makes of it."""
