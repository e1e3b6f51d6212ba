"""What can go wrong with a list taken out or an act on many, each with words for the person."""


class ListRefused(Exception):
    """An expected refusal; its text is shown to the person."""
