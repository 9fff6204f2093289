"""Plans put to work: making them, following them, holding them against other policies. Uses both engines."""
