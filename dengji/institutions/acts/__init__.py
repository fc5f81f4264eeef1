"""What a body, or its authority for it, enters in its registers (填报机构信息): one function per entry."""
