"""The world's institutions and vocabularies as registries publish them: reference data, at hand for choosing."""
