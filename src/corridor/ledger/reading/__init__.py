"""Reading a text by rules: spans of times, quantities, names and speech. It only proposes; a person accepts."""
