"""The addresses of the site: everything a person reads stands under a language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from toevlucht.partners.trail.heads import newest_head
from toevlucht.signals.pages import reporting
from toevlucht.signals.urls import sharing
from toevlucht.site import accessibility_pages, desk_pages, dictionary_pages, fixed_places, pages
from toevlucht.site.api import api
from toevlucht.site.plain_pages import PAGES

urlpatterns: list[URLPattern | URLResolver] = [
    # For machines: in no language.
    path("audit/head.jsonl", newest_head, name="audit-head"),
    path("api/v1/", api.urls),
    *fixed_places.ADDRESSES,
    # What people tell each other: it asks the browser which language to go to.
    path("melden", reporting.melden),
    path("melden/", reporting.melden, name="melden"),
]
urlpatterns += i18n_patterns(
    path("", pages.home, name="home"),
    path("picture/", include("toevlucht.picture.urls")),
    path("", include("toevlucht.picture.open_data_urls")),
    path("desk/", desk_pages.desk, name="desk"),
    path("desk/", include("toevlucht.partners.trail.urls")),
    path("desk/", include("toevlucht.partners.desk_urls")),
    path("desk/", include("toevlucht.guidance.desk_urls")),
    path("desk/", include("toevlucht.reception.urls.desk")),
    path("desk/", include("toevlucht.reception.urls.stays")),
    path("desk/", include("toevlucht.reception.urls.living")),
    path("desk/", include("toevlucht.reception.urls.coordination")),
    path("desk/", include("toevlucht.learning.desk_urls")),
    path("desk/", include("toevlucht.picture.contributing_urls")),
    path("desk/", include("toevlucht.picture.desk_urls")),
    path("desk/", include("toevlucht.picture.release_urls")),
    path("desk/", include("toevlucht.signals.urls.answering")),
    path("desk/", include("toevlucht.signals.urls.follow_up")),
    path("desk/", include("toevlucht.signals.urls.retention")),
    path("desk/", include("toevlucht.signals.urls.rumours")),
    path("desk/", include(sharing.desk_urlpatterns)),
    path("", include("toevlucht.signals.urls.sharing")),
    path("desk/", include("toevlucht.signals.urls.worklists")),
    path("desk/", include("toevlucht.signals.urls.own_reports")),
    path("desk/", include("toevlucht.signals.urls.reports")),
    path("desk/", include("toevlucht.news.desk_urls")),
    path("", include("toevlucht.news.urls")),
    path("handbooks/", include("toevlucht.guidance.urls")),
    path("route-cards/", include("toevlucht.reception.urls.public")),
    path("", include("toevlucht.learning.urls")),
    path("report/", include("toevlucht.signals.urls.reporting")),
    path("account/", include("toevlucht.partners.account_urls")),
    path("data-dictionary/", dictionary_pages.data_dictionary, name="data-dictionary"),
    path(
        "data-dictionary/contribution.toml",
        dictionary_pages.manifest_template,
        name="contribution-template",
    ),
    path(
        "data-dictionary/<slug:table>.csv", dictionary_pages.table_template, name="table-template"
    ),
    path("accessibility/", accessibility_pages.accessibility, name="accessibility"),
    *[path(f"{name}/", pages.plain, {"name": name}, name="plain") for name in PAGES],
)

handler400 = "toevlucht.layout.errors.bad_request"
handler403 = "toevlucht.layout.errors.forbidden"
handler404 = "toevlucht.layout.errors.not_found"
handler500 = "toevlucht.layout.errors.server_error"
handler429 = "toevlucht.layout.errors.too_many_requests"
