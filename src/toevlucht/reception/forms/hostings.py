"""The forms with which guests are matched with a household, heard, and see it end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from toevlucht.layout.said import said
from toevlucht.reception.actions.hostings import Agreed, Ending, Heard
from toevlucht.reception.forms.host_steps import day_field, words_field
from toevlucht.reception.models import Hosting
from toevlucht.reception.models.hostings import (
    ENDINGS,
    FOLLOW_UPS,
    HEARD,
    NEXT_ADDRESSES,
    SIDES,
)
from toevlucht.reception.models.stays import CAME_FROM, SAME_PLACE

FROM = tuple(one for one in CAME_FROM if one != SAME_PLACE)


def _choices(section: str, codes: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(code, said(f"hostings.{section}.{code}")) for code in codes]


class DatedForm(forms.Form):
    """What happened on a day: today, unless somebody says another."""

    on = day_field(said("host_steps.field.on"), initial=timezone.localdate)


class MatchForm(DatedForm):
    family = forms.CharField(
        label=said("hostings.field.family"), help_text=said("hostings.hint.family"), max_length=12
    )


class MoveInForm(DatedForm):
    came_from = forms.ChoiceField(
        label=said("hostings.field.came_from"),
        choices=_choices("came_from", FROM),
    )


class EmergencyForm(forms.Form):
    """Why these guests come here today, although this home is not checked for them."""

    family = MatchForm.base_fields["family"]
    words = words_field(said("hostings.field.emergency"))


class AgreementForm(forms.Form):
    signed_on = day_field(said("hostings.field.signed_on"), initial=timezone.localdate)
    starts_on = day_field(said("hostings.field.starts_on"))
    ends_on = day_field(said("hostings.field.ends_on"), help_text=said("hostings.hint.ends_on"))
    words = words_field(said("hostings.field.agreed"), required=False)

    def __init__(self, hosting: Hosting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts = hosting.agreed_until or hosting.moved_in_on or timezone.localdate()
        self.fields["starts_on"].initial = starts

    def agreed(self) -> Agreed:
        return Agreed(**self.cleaned_data)


class FollowUpForm(DatedForm):
    """With the host, or with the guest and without the host."""

    term = forms.ChoiceField(
        label=said("hostings.field.term"), choices=_choices("term", FOLLOW_UPS)
    )
    side = forms.ChoiceField(
        label=said("hostings.field.side"),
        choices=_choices("side", SIDES),
        widget=forms.RadioSelect,
    )
    is_alone = forms.BooleanField(
        label=said("hostings.field.is_alone"),
        help_text=said("hostings.hint.is_alone"),
        required=False,
    )
    outcome = forms.ChoiceField(
        label=said("host_steps.field.outcome"),
        choices=_choices("heard", HEARD),
        widget=forms.RadioSelect,
    )
    words = words_field(said("hostings.field.heard"), required=False)

    def heard(self) -> Heard:
        return Heard(**self.cleaned_data)


class OwnWayOutForm(forms.Form):
    """By the host: since when it goes wrong, and until when the guests can stay."""

    words = words_field(said("own_home.field.way_out"), hint="own_home.hint.way_out")


class WayOutForm(forms.Form):
    side = forms.ChoiceField(
        label=said("hostings.field.who"),
        choices=_choices("side", SIDES),
        widget=forms.RadioSelect,
    )
    words = words_field(said("hostings.field.why"))


class GoOnForm(forms.Form):
    words = words_field(said("hostings.field.why"))


class EndingForm(DatedForm):
    """The next address may be unknown, and is never left empty."""

    reason = forms.ChoiceField(
        label=said("hostings.field.reason"), choices=_choices("ending", ENDINGS)
    )
    next_address = forms.ChoiceField(
        label=said("hostings.field.next_address"),
        choices=_choices("next_address", NEXT_ADDRESSES),
    )
    why_unknown = words_field(said("hostings.field.why_unknown"), required=False)

    def ending(self) -> Ending:
        return Ending(**self.cleaned_data)
