"""What people are told (通知消息): in the site, by e-mail and by short message, each thing once."""
