"""The organisations of the world that an office meets, and the people who hold offices in them."""
