"""The compiled law of the day, in parts: `lanes` (eight members as one number), the stages, the loop, the tables.

Only `corridor.forecast.kernel` may import what lives here. Nothing of it is imported until a compiled run is asked for.
"""
