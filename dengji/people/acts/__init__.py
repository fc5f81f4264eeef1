"""What is done about people and authorities (人员与机关事项): accounts, posts, experts, divisions."""
