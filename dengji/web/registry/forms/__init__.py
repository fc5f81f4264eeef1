"""What people type at the registry's desk (登记管理表单), one module for each kind of work."""
