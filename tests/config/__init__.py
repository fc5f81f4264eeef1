"""Settings, the `dengji` command and the generated pages."""
