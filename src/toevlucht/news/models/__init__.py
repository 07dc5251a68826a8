"""What exists of news: items, drafts of them, and the newsletter with its subscribers."""

from toevlucht.news.models.items import Item, ItemVersion
from toevlucht.news.models.writing import Draft, DraftSave, DraftStep

__all__ = ["Draft", "DraftSave", "DraftStep", "Item", "ItemVersion"]
