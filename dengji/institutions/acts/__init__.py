"""What a body, or its authority for it, enters about itself (填报机构信息)."""
