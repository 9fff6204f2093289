"""The entry point, also as `python -m corridor`: an interrupt while the command line is loaded is one message, too."""

import sys


def main() -> None:
    """Run the command line; 130 if it is interrupted before it could begin."""
    try:
        from corridor.cli.main import main as run  # noqa: PLC0415  (loading it takes a moment)

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
