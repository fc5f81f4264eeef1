"""Who evaluates and who watches (考评员、督导员): registers, rosters, groups, draws by lot, badges."""
