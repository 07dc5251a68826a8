"""Handbooks on the desk: what changed since one read them, and what to do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.guidance.actions.acting import answer_change, mark_read
from toevlucht.guidance.forms.acting import AnswerForm
from toevlucht.guidance.models import Version
from toevlucht.guidance.queries import acting as queries
from toevlucht.guidance.queries.drafts import open_drafts
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@require_safe
@desk_page()
def mine(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    tasks = queries.tasks_of(viewer)
    requirements = queries.requirements_of(tasks)
    rows = [(task, requirements[task.change.pk]) for task in tasks]
    record_read(viewer, "handbook_changes.listed", "handbook_change", [t.change.pk for t in tasks])
    context = {
        "readings": queries.readings_of(viewer),
        "open_tasks": [row for row in rows if row[0].answer is None],
        "answered_tasks": [row for row in rows if row[0].answer is not None],
        "today": timezone.localdate(),
        "may_write": viewer.is_centre_with("editor"),
        "drafts": open_drafts(viewer),
    }
    return render(request, "guidance/mine.html", context)


@require_POST
@desk_page()
def read(request: HttpRequest, viewer: Viewer, handbook: str, number: int) -> HttpResponse:
    version = Version.objects.filter(handbook__code=handbook, number=number).first()
    if version is None:
        raise Http404
    mark_read(viewer, version)
    messages.success(request, said("handbooks.mine.marked"))
    return redirect("my-handbooks")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("coordinator")
def task(request: HttpRequest, viewer: Viewer, change: int) -> HttpResponse:
    found = queries.find_task(viewer, change)
    if found is None:
        raise missing(viewer, "handbook_changes.listed", "handbook_change", change)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_change(viewer, change, **form.cleaned_data)
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, said("handbooks.task.answered"))
            return redirect("my-handbooks")
    record_read(viewer, "handbook_changes.listed", "handbook_change", (change,))
    context = {"form": form, "task": found, "one": queries.requirements_of([found])[change]}
    status = 400 if form.errors else 200
    return render(request, "guidance/task.html", context, status=status)
