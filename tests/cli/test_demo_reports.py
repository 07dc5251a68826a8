"""The places, agreements and reports of the demo: made up, saying so, and worked on."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from pytest_django.fixtures import Settings

from toevlucht.cli.demo_accounts import make_accounts
from toevlucht.cli.demo_reports import fill_reports
from toevlucht.language import language
from toevlucht.partners.models import Agreement, Organisation
from toevlucht.reception.models import HostHousehold, Location
from toevlucht.signals.models import DeskEntry, Report
from toevlucht.signals.routing import channels_without_anybody

WRITTEN = tomllib.loads(
    files("toevlucht.content").joinpath("demo", "reports.toml").read_text("utf-8")
)


def test_everything_that_is_shown_says_that_it_is_of_the_demo() -> None:
    named = [
        row["name"] for kind in ("locations", "households", "contacts") for row in WRITTEN[kind]
    ]
    told = [row["facts"] for row in WRITTEN["reports"]]
    assert all("demo" in text.lower() or "демо" in text.lower() for text in (*named, *told))


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_demo_has_reports_on_desks(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TOEVLUCHT_DEMO = True
    make_accounts(language("nl"))
    assert "Gemeente Utrecht" in capsys.readouterr().out
    assert list(fill_reports()) == ["places", "reports"]
    assert Report.objects.count() == len(WRITTEN["reports"])
    assert Location.objects.count() == len(WRITTEN["locations"])
    assert HostHousehold.objects.count() == len(WRITTEN["households"])
    assert Agreement.objects.count() == len(WRITTEN["agreements"])
    assert not Report.objects.filter(handler="unclaimed").exists()
    assert set(Report.objects.values_list("rung", flat=True)) >= {"rumour", "report", "signal"}
    assert DeskEntry.objects.filter(organisation="nla", ground="referral").count() == 3
    assert "gm0307" in channels_without_anybody()  # so that the alarm can be seen
    assert Organisation.objects.filter(is_independent_contact=True).count() == 1
