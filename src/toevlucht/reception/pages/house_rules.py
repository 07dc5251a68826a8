"""The house rules of a location: read, print, publish, and hand out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions.house_rules import hand_out_rules, publish_rules
from toevlucht.reception.forms.living import HouseRulesForm
from toevlucht.reception.house_rules import default_texts, language_for
from toevlucht.reception.models import HouseRules, Location
from toevlucht.reception.pages.acting import do, tried
from toevlucht.reception.pages.ledgers import kept_location, location_for
from toevlucht.reception.queries.families import find_family, named
from toevlucht.reception.queries.house_rules import current_rules, versions_of, without
from toevlucht.reception.queries.places import find_location
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

MOST_LISTED = 200


@desk_page("coordinator")
def of_location(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """A region reads how many were not given them; who keeps the location also which families."""
    location = location_for(viewer, code)
    current, keeps = current_rules(location), reach_of(viewer).keeps(location)
    waiting = without(current) if current else None
    families = list(waiting.prefetch_related("people__family")[:MOST_LISTED]) if waiting else []
    listed = families if keeps else []
    people = named(viewer, [one.people.all()[0] for one in listed])
    names = [one.name for one in people]
    record_read(viewer, "house_rules.listed", "family", [one.code for one in listed])
    texts = current.texts if current else {}
    shown = {
        "location": location,
        "current": current,
        "versions": list(versions_of(location)),
        "today": timezone.localdate(),
        "keeps": keeps,
        "without": waiting.count() if waiting is not None else 0,
        "families": [
            (one, name, language_for(one.languages, texts))
            for one, name in zip(listed, names, strict=True)
        ],
    }
    return render(request, "reception/living/rules.html", shown)


@desk_page("coordinator")
def publish(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """Begins with the last version, or with the text of this software."""
    location = kept_location(viewer, code)
    last = versions_of(location).first()
    begins_with = last.texts if last else default_texts()
    initial = {f"text_{tag}": text for tag, text in begins_with.items()}
    initial["valid_from"] = timezone.localdate()
    form = HouseRulesForm(request.POST or None, initial=initial)
    if form.is_valid():
        valid_from = form.cleaned_data["valid_from"]
        if tried(form, lambda: publish_rules(viewer, location, form.texts(), valid_from)):
            messages.success(request, said("stays.one.saved"))
            return redirect("house-rules", location.code)
    shown = {"location": location, "form": form, "is_first": last is None}
    return render(request, "reception/living/publish_rules.html", shown)


@desk_page("coordinator", "reporter")
def version(request: HttpRequest, viewer: Viewer, code: str, number: int) -> HttpResponse:
    """To read out and to print, for staff too; in the language asked for where it is there."""
    location = find_location(viewer, code, "coordinator", "reporter")
    if location is None:
        raise missing(viewer, "house_rules.read", "location", code)
    rules = _version(location, number)
    record_read(viewer, "house_rules.read", "location", (location.code,))
    asked = request.GET.get("language", reader_language().tag)
    chosen = language_for([asked], rules.texts)
    shown = {
        "location": location,
        "rules": rules,
        "chosen": chosen,
        "text": rules.texts[chosen.language],
        "others": [tag for tag in rules.texts if tag != chosen.language],
    }
    return render(request, "reception/living/rules_version.html", shown)


@require_POST
@desk_page("coordinator")
def hand_out(request: HttpRequest, viewer: Viewer, code: str, family: str) -> HttpResponse:
    location = kept_location(viewer, code)
    found = find_family(viewer, family)
    if found is None:
        raise missing(viewer, "house_rules.handed_out", "family", family)
    back = ("house-rules", location.code)
    return do(request, lambda: hand_out_rules(viewer, location, found), back)


def _version(location: Location, number: int) -> HouseRules:
    rules = HouseRules.objects.filter(location=location, number=number).first()
    if rules is None:
        raise Http404
    return rules
