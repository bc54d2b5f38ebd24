"""The public site: news in every language, written in the newsroom of the office, tied to the records it is about."""
