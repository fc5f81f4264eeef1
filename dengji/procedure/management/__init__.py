"""Commands of the procedure (办案命令)."""
