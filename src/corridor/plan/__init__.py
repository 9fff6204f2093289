"""The plan: what should move next, as a linear program over the frozen arrays. Imports nothing of the forecast."""
