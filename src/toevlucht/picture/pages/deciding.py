"""The last look before an edition is published: what everybody answered, and what was checked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page
from toevlucht.picture.actions import deciding
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.forms.drafts import DecisionForm
from toevlucht.picture.pages.drafts import any_method, find, overview
from toevlucht.picture.queries.drafts.reading import wrote_in
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer


@any_method
@desk_page("approver", centre=True)
def publish(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = find(viewer, draft, "draft.published")
    if wrote_in(found, viewer.person):
        raise NotAllowed("draft.published", "draft", (str(found.pk),))
    context = overview(viewer, found)
    objected = any(one.standing == "objects" for one in context["positions"])
    form = DecisionForm(request.POST or None, objected=objected, initial={"seen": found.revision})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            deciding.decide(viewer, found, given["seen"], given.get("reason", ""))
            return redirect("draft", draft=found.pk)
        except NotPossible as refusal:
            form.add_error(None, reader_language().message(refusal.message))
    record_read(viewer, "draft.read", "draft", [found.pk])
    can_publish = found.state == "partner_review" and not context["is_stale"]
    can_publish = can_publish and context["build"] and not context["lacks"]
    context |= {"form": form, "can_publish": can_publish and not context["unanswered"]}
    status = 409 if form.errors else 200
    return render(request, "picture/drafts/publish.html", context, status=status)
