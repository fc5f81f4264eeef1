"""The evaluation bodies (评价机构): their people, venues, equipment, rules and fees."""
