"""The look of every page: base page, parts, styles, scripts."""
