"""The example cooperation: ICESCO and the Leibniz Association, 2020 to 2021, from published sources."""
