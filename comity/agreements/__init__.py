"""What was concluded in writing, for how long, and whether it still holds."""
