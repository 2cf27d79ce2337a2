"""The password of everybody in the worlds of these tests."""

PASSWORD = "cloud-over-river-7"
