"""News items as published. A published version never changes: the database refuses it."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from toevlucht.news.written import WrittenItem, item_from


class Item(models.Model):
    """One piece of news under an address that stays, also when it is in the archive."""

    slug = models.SlugField(max_length=60, unique=True)
    newest = models.OneToOneField(
        "news.ItemVersion", models.PROTECT, null=True, related_name="newest_of"
    )
    archived_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.slug


class ItemVersion(models.Model):
    """As readers got it from a day on; a later one corrects it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    on = models.DateField()  # the day that the news is of
    published_on = models.DateField()  # here
    content = models.JSONField()
    # How each thing that it refers to stood when this was published, by name.
    marks = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["item", "number"], name="news_version_once"),
            CheckConstraint(condition=Q(number__gte=1), name="news_version_from_one"),
        ]
        indexes = [Index(fields=["-on", "-id"], name="news_latest_first")]

    def __str__(self) -> str:
        return f"{self.item} {self.number}"

    @property
    def is_newest(self) -> bool:
        return self.item.newest_id == self.pk

    @cached_property
    def written(self) -> WrittenItem:
        return item_from(self.content)
