"""Other registers, talked to over real connections."""
