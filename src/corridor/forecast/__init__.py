"""The forecast: the law of the day in two engines, and the ensemble that runs them."""
