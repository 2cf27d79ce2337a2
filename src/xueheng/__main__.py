"""`python -m xueheng`: the command line."""

from xueheng.cli.main import main

if __name__ == "__main__":
    main()
