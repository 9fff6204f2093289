"""Speed and memory as ratios within one run; never a test. `python -m benchmarks` measures and prints."""
