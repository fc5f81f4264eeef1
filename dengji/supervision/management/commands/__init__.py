"""Commands of this room (监督命令)."""
