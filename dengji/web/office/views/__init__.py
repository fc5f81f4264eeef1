"""What the office's desk shows and takes (办公端页面)."""
