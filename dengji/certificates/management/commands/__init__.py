"""Commands of this room (证书命令)."""
