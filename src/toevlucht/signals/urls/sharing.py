"""The addresses of sharing: on the desk, and of the links that a partner gets."""

from django.urls import path

from toevlucht.signals.pages import (
    corrections,
    emergency,
    partner_links,
    passing_on,
    referrals,
    status_files,
)

desk_urlpatterns = [
    path("reports/<slug:reference>/pass-on/", passing_on.pass_on, name="pass-on"),
    path("reports/<slug:reference>/hand-over/", passing_on.hand_over_report, name="hand-over"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/sent/", referrals.sent_referrals, name="sent-referrals"),
    path("referrals/agreements/", referrals.agreements, name="sharing-agreements"),
    path("referrals/file/", status_files.send_status_file, name="status-file-send"),
    path(
        "referrals/file/template.csv",
        status_files.status_file_template,
        name="status-file-template",
    ),
    path("referrals/<slug:reference>/", referrals.referral, name="referral"),
    path("referrals/<slug:reference>/accept/", referrals.accept, name="referral-accept"),
    path("referrals/<slug:reference>/refuse/", referrals.refuse, name="referral-refuse"),
    path("referrals/<slug:reference>/answer/", referrals.answer, name="referral-answer"),
    path("referrals/<slug:reference>/hand-back/", referrals.hand_back, name="referral-hand-back"),
    path("referrals/<slug:reference>/revoke/", referrals.revoke, name="referral-revoke"),
    path(
        "referrals/<slug:reference>/files/<int:number>/",
        referrals.shared_file,
        name="referral-file",
    ),
    path("referrals/<slug:reference>/link/", referrals.link, name="referral-link"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<slug:reference>/confirm/", corrections.confirm, name="correction-confirm"),
    path("emergency-reports/", emergency.emergency, name="emergency-reports"),
    path("emergency-reports/<slug:code>/", emergency.reports_of, name="emergency-reports-of"),
    path(
        "emergency-reports/<slug:code>/<slug:reference>/",
        emergency.report_of,
        name="emergency-report-of",
    ),
]

urlpatterns = [
    path("partner/<slug:token>/", partner_links.partner_link, name="partner-link"),
    path(
        "partner/<slug:token>/files/<int:number>/",
        partner_links.partner_file,
        name="partner-link-file",
    ),
    path(
        "partner/<slug:token>/answer/",
        partner_links.answer_partner_link,
        name="answer-partner-link",
    ),
    path(
        "partner/<slug:token>/refuse/",
        partner_links.refuse_partner_link,
        name="refuse-partner-link",
    ),
]
