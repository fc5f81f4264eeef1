"""What is done from the command line (监督命令)."""
