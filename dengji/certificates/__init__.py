"""证书: answers for what people carry away: who is entitled to one, its number, its issue, what it says today."""
