"""Commands of this room (自动处理命令)."""
