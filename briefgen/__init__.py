"""briefgen turns facts, charts and prose that people edit into decks and briefings."""

__version__ = "0.1.0"
