"""The first pages: the public home with the thread at its scale, and the officer's desk with what needs them."""
