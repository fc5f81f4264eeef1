"""The demonstration (演示): a world of authorities, bodies and cases, made by the acts of the rooms from data."""
