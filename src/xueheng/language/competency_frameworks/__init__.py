"""Standards out to other programs and theirs in, as CFPackages of CASE 1.0."""
