"""What comes of it (成绩): rules of a score, rolls, sheets signed by examiners, one's own scores."""
