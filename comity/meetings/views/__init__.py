"""The pages and acts of sessions."""
