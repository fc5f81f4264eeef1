"""The trail: written in order, held by the database, and proven unbroken."""
