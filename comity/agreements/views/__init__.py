"""The pages of agreements."""

from comity.agreements import offering_signing as offering_signing  # its acts join those that a page offers
