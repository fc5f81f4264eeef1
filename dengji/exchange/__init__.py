"""Other people's registers (信息核验): the ministry's network and public registers, each with a fake."""
