"""Every path on which a report could be found or changed, for the matrix of roles and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from tests.signals.sharing import offered

OTHER, RUMOUR = "bbbbbbbbbbbb", "dddddddddddd"  # what everybody at the desk may find
FIRST = {"number": 1}


@dataclass(frozen=True)
class Path:
    """A name of an address. ``{}`` stands for the reference, in what it takes and in a query."""

    name: str
    query: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)  # what is sent to it

    def __call__(self, reference: str) -> str:
        values = {name: _filled(value, reference) for name, value in self.values.items()}
        return reverse(self.name, kwargs=values) + self.query.format(reference)

    def typed(self, reference: str) -> dict[str, str]:
        return {name: value.format(reference) for name, value in self.given.items()}

    def tells(self, reference: str) -> bool:
        """Whether whoever asks says the reference themselves."""
        return reference in self(reference) or reference in self.typed(reference).values()


def _filled(value: str | int, reference: str) -> str | int:
    return value.format(reference) if isinstance(value, str) else value


def _of(name: str, given: Mapping[str, str] | None = None, **values: str | int) -> Path:
    return Path(name, values={"reference": "{}", **values}, given=given or {})


def _at(name: str, query: str = "", **values: str | int) -> Path:
    return Path(name, query, values)


def _send(name: str, **given: str) -> Path:
    return Path(name, given=given)


PATHS: dict[str, Path] = {
    "list of open reports": _at("reports"),
    "list of reports taken by nobody": _at("reports", "?name=unassigned"),
    "list of held reports": _at("reports", "?name=held"),
    "list of closed reports": _at("reports", "?name=closed"),
    "list with filters": _at("reports", "?situation=recruiting&rung=report"),
    "search": _at("reports-find", "?reference={}"),
    "search by a part": _at("reports-find", "?reference={:.5}"),
    "page of a report": _of("report"),
    "who reads a report": _of("report-readers"),
    "history of a report": _of("report-history"),
    "assessing": _of("report-assess"),
    "reports alike": _of("report-alike"),
    "reports alike another": _of("report-alike", reference=OTHER),
    "signal": _of("signal"),
    "keeping from an organisation": _of("report-keep-from-organisation"),
    "file of a report": _of("report-file", number=1),
    "original of a file": _of("report-original", number=1),
    "file of a referral": _of("referral-file", number=1),
    "passing on": _of("pass-on"),
    "handing over": _of("hand-over"),
    "referrals": _at("referrals"),
    "referrals that were sent": _at("sent-referrals"),
    "referral": _of("referral"),
    "agreements": _at("sharing-agreements"),
    "file of steps": _at("status-file-send"),
    "template of steps": _at("status-file-template"),
    "one-time link, by a reference": Path("partner-link", values={"token": "{}"}),
    "corrections": _at("corrections"),
    "figures of follow-up": _at("follow-up"),
    "rumours": _at("rumours"),
    "rumours of a state": _at("rumours", "?state=collecting"),
    "rumour that the report tells": _at("rumour", reference=RUMOUR),
    "new rumour": _at("rumour-new"),
    "rumour heard again": _at("rumour-heard", reference=RUMOUR),
    "check of a rumour": _at("rumour-check", reference=RUMOUR),
    "answer to a rumour": _at("rumour-answer", reference=RUMOUR),
    "retention": _at("retention"),
    "destroyed reports": _at("destroyed-csv"),
    "emergencies": _at("emergency-reports"),
    "emergency reading": _at("emergency-reports-of", code="gm0344"),
    "report in an emergency": _of("emergency-report-of", code="gm0344"),
    "reporting at the desk": _at("report-at-desk"),
    "file of reports": _at("report-file-send"),
    "template of reports": _at("report-file-template"),
    "own reports": _at("my-reports"),
    "own report": _of("my-report"),
    "public form": _at("public-report"),
    "words of a receipt": _at("report-return"),
    "address of the public form": _at("melden"),
    "audit trail": _at("audit-trail"),
    "audit trail of the record": _at("audit-trail", "?kind=report&record={}"),
    "audit trail of the referral": _at("audit-trail", "?kind=referral&record={}"),
    "audit trail of lists": _at("audit-trail", "?event=reports.listed"),
    "export of the audit trail": _at("audit-export"),
    "export of the record's trail": _at("audit-export", "?kind=report&record={}"),
    "who saw my data": _at("my-audit"),
    "desk": _at("desk"),
}
PROGRAMS: dict[str, Path] = {
    "reports by a program": _at("api:reports"),
    "reports older than one, by a program": _at("api:reports", "?before={}"),
    "a report by a program": _of("api:report"),
    "referrals by a program": _at("api:referrals"),
    "a referral by a program": _of("api:referral"),
    "a file of a referral by a program": _of("api:referral_file", number=1),
}
STEPS_BY_PROGRAMS: dict[str, Path] = {
    "a step of a referral": _of("api:take_step", {"state": "accepted"}),
}
_PASSED_ON = {
    "what": "referral:police:public_task",
    "purpose": "investigate",
    "consent": "not_asked",
    "handling": "amber",
    "parts": "facts",
    "expires_on": offered().expires_on.isoformat(),
}
CHANGES: dict[str, Path] = {
    name: _of(name)
    for name in (
        "report-take",
        "report-assign",
        "report-keep-from",
        "report-keep-from-organisation",
        "report-due",
        "report-start",
        "report-assess",
        "report-close",
        "report-reopen",
        "report-acknowledge",
        "report-write",
        "report-tell",
        "report-unlink",
        "report-same-teller",
        "hand-over",
        "my-report",
        "referral-accept",
        "referral-refuse",
        "referral-answer",
        "referral-hand-back",
        "referral-revoke",
        "referral-link",
        "correction-confirm",
    )
}
CHANGES |= {
    "marks of personal data": _of("pass-on", _PASSED_ON),
    "passing on": _of("pass-on", {**_PASSED_ON, "confirmed": "yes"}),
    "hold": _of("report-hold", {"hold_reason": "A court asked for it."}),
    "end of a hold": _of("report-hold", {"hold_reason": "It is over.", "lift": "yes"}),
    "judging it beside another": _of("report-judge", {"other": OTHER, "judgement": "yes"}),
    "judging another beside it": _of(
        "report-judge", {"other": "{}", "judgement": "yes"}, reference=OTHER
    ),
    "taking a judgement back": _of("report-take-back", {"other": OTHER}),
    "taking another's judgement back": _of("report-take-back", {"other": "{}"}, reference=OTHER),
    "letting held reports go": _send("reports-held", chosen="{}", release="yes"),
    "keeping a filter": _send("reports-keep"),
    "removing a filter": _send("reports-forget", title="{}"),
    "dropping a rumour": Path("rumour-drop", values={"reference": RUMOUR}),
    "withdrawing an answer": Path("rumour-withdraw", values={"reference": RUMOUR}),
    "coming back without words": _send("report-return", words="{}"),
    "words without a receipt": _send("report-check", words="{}"),
    "opening a one-time link": Path("partner-link", values={"token": "{}"}),
    "file of a one-time link": Path("partner-link-file", values={"token": "{}", **FIRST}),
    "answer by a one-time link": Path("answer-partner-link", values={"token": "{}"}),
    "refusal by a one-time link": Path("refuse-partner-link", values={"token": "{}"}),
}
# What no row can show, and where it is proven instead.
PROVEN_ELSEWHERE: dict[str, str] = {}
