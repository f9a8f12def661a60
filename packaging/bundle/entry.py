"""What the frozen program starts with. Its children (worker, decoders) start here too."""

from visionquery.__main__ import main

if __name__ == "__main__":
    main()
