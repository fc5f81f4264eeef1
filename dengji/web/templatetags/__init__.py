"""Words of templates (模板用语)."""
