"""Why a file isn't kept."""


class FileRefused(Exception):
    """The file is not kept; the words say what is wrong and what is expected."""
