"""The pages of the registry (登记管理页面), one module for each kind of work."""
