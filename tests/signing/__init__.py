"""Keys and what they sign."""
