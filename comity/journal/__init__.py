"""What happened to what, by whom and when; what came from what; and what is to follow from it."""
