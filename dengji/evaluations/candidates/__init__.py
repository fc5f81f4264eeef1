"""Who is evaluated (考生): what is told of a person, the sheet it comes by, entry conditions, the list."""
