"""What exists of news: items, drafts of them, and the newsletter with its subscribers."""

from toevlucht.news.models.issues import Bounce, Delivery, Issue, IssueItem, IssueSave
from toevlucht.news.models.items import Item, ItemVersion
from toevlucht.news.models.subscribers import (
    Asking,
    Forgotten,
    FormMail,
    Subscriber,
    Subscription,
    SubscriptionStep,
)
from toevlucht.news.models.writing import Draft, DraftSave, DraftStep

__all__ = [
    "Asking",
    "Bounce",
    "Delivery",
    "Draft",
    "DraftSave",
    "DraftStep",
    "Forgotten",
    "FormMail",
    "Issue",
    "IssueItem",
    "IssueSave",
    "Item",
    "ItemVersion",
    "Subscriber",
    "Subscription",
    "SubscriptionStep",
]
