"""Workloads that speed is measured with: made data, the same work by other means, and the jobs that are timed."""
