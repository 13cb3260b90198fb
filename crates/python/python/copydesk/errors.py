"""What can go wrong. The messages are those of the command line, the classes say what its exit codes say."""


class Error(Exception):
    """Any failure of copydesk; of this class itself only where nobody foresaw it."""


class UsageError(Error, ValueError):
    """A wrong option or setting."""


class InputError(Error, OSError):
    """An input is missing or cannot be opened; nothing was begun."""


class OutputError(Error, OSError):
    """The output cannot be written: permission, space, place."""


class RefusedError(Error):
    """The output directory holds another run, or another run is writing to it."""


class DamagedError(Error):
    """A file of a run is missing or damaged."""
