"""OneRoster: rosters that other programs give us as CSV files in a zip, and ours for them."""
