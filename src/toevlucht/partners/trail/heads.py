"""Give the heads of the audit trail away, so that others can hold us to them.

An administrator fetches all of them. The newest of the hours before is public: it holds no
personal data, a partner's machine can fetch it each day without a password, and it covers
everything before it. Only full hours are shown, so that it does not tell who works when.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from toevlucht.layout.pages import public_page
from toevlucht.partners.access import desk_page
from toevlucht.records.actions import record_read
from toevlucht.records.heads import exported, written
from toevlucht.records.models import AuditSegment
from toevlucht.records.viewer import Viewer

TYPE = "application/jsonl; charset=utf-8"


@require_safe
@desk_page("administrator")
def all_heads(request: HttpRequest, viewer: Viewer) -> StreamingHttpResponse:
    record_read(viewer, "audit.exported", "audit", ["heads"])
    attachment = {"Content-Disposition": 'attachment; filename="audit-heads.jsonl"'}
    return StreamingHttpResponse(_heads(), content_type=TYPE, headers=attachment)


@public_page
def newest_head(request: HttpRequest) -> HttpResponse:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    segment = AuditSegment.objects.filter(sealed_at__lt=hour).order_by("-number").first()
    head = exported(segment) if segment else None
    if head is None:
        raise Http404
    return HttpResponse(written(head) + "\n", content_type=TYPE)


def _heads() -> Iterator[str]:
    for segment in AuditSegment.objects.order_by("number").iterator(chunk_size=2_000):
        if head := exported(segment):
            yield written(head) + "\n"
