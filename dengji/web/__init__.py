"""What people see: one desk for each audience, the body, the office, the expert and the public."""
