"""Who signs in, with which role, and which signed links open something to a person without an account."""
