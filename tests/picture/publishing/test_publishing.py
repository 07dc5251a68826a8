"""Publishing an edition: what is taken, what is refused, and what stays for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.picture.publishing.fabricated import fabricate, resign

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.actions import PublishingRefused, publish_edition, publish_for
from toevlucht.picture.models import Edition, EditionVersion, PublishedFile, Rendition, Series
from toevlucht.picture.publications import frozen_folder, publication_folder
from toevlucht.picture.snapshot.manifest import sha256_of
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR

pytestmark = pytest.mark.django_db


def refusal(built: Path, frozen: Path) -> str:
    """The key of the message with which publishing is refused; nothing may be left behind."""
    before = EditionVersion.objects.count()
    with pytest.raises(PublishingRefused) as refused:
        publish_edition(built, frozen)
    assert EditionVersion.objects.count() == before
    for tag in LANGUAGES:
        assert language(tag).message(refused.value.message)
    return refused.value.message.key.removeprefix("publishing.")


def test_a_built_edition_is_published_with_its_renditions_and_files(
    built: Path, frozen: Path
) -> None:
    version = publish_edition(built, frozen)
    assert str(version) == "ukraine-2022 1 v1"
    assert version.manifest_sha256 == sha256_of(built / "manifest.json")
    assert version.frozen_sha256 == sha256_of(frozen / "manifest.json")
    assert {r.language for r in version.renditions.all()} == set(LANGUAGES)
    pdf = version.files.get(path="uk/edition.pdf")
    assert (pdf.language, pdf.media_type) == ("uk", "application/pdf")
    assert version.files.get(path="edition.css").language == ""


def test_what_an_operator_publishes_is_on_record_once(built: Path, frozen: Path) -> None:
    version = publish_for(OPERATOR, built, frozen)
    assert publish_for(OPERATOR, built, frozen) == version
    line = AuditLine.objects.get()
    assert (line.event, line.kind, line.ids) == ("edition.published", "version", [str(version.pk)])
    assert (line.channel, line.person) == ("command", None)


def test_the_published_folder_is_the_built_folder(built: Path, frozen: Path) -> None:
    publish_edition(built, frozen)
    folder = publication_folder("ukraine-2022", 1, 1)
    kept = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert kept == {p.relative_to(built): p.read_bytes() for p in built.rglob("*") if p.is_file()}
    assert (frozen_folder("ukraine-2022", 1, 1) / "tables/observations.parquet").is_file()


def test_publishing_the_same_again_changes_nothing(built: Path, frozen: Path) -> None:
    first = publish_edition(built, frozen)
    assert publish_edition(built, frozen) == first
    assert EditionVersion.objects.count() == 1


def test_other_content_under_the_same_version_is_refused(
    built: Path, frozen: Path, tmp_path: Path
) -> None:
    publish_edition(built, frozen)
    other = fabricate(tmp_path / "other", words="changed")
    assert refusal(other, frozen) == "other_content"
    kept = publication_folder("ukraine-2022", 1, 1) / "nl" / "body.html"
    assert "changed" not in kept.read_text("utf-8")


def test_a_second_version_corrects_the_first(built: Path, frozen: Path, tmp_path: Path) -> None:
    first = publish_edition(built, frozen)
    second = publish_edition(fabricate(tmp_path / "second", version=2), frozen)
    assert second.corrects == first
    assert second.reason("uk") == "The police found no indications (uk)"


def test_a_second_version_needs_the_first(frozen: Path, tmp_path: Path) -> None:
    assert refusal(fabricate(tmp_path / "second", version=2), frozen) == "no_predecessor"


def test_a_second_version_says_what_it_corrects(built: Path, frozen: Path, tmp_path: Path) -> None:
    publish_edition(built, frozen)
    second = fabricate(tmp_path / "second", version=2)
    edition = json.loads((second / "manifest.json").read_text("utf-8"))["edition"]
    resign(second, edition={**edition, "correction": None})
    assert refusal(second, frozen) == "no_correction"


def test_a_series_never_mixes_real_and_invented(built: Path, frozen: Path, tmp_path: Path) -> None:
    publish_edition(built, frozen)
    generated = fabricate(tmp_path / "generated", kind="generated", number=2)
    assert refusal(generated, frozen) == "other_kind"


def test_a_changed_byte_is_refused(built: Path, frozen: Path) -> None:
    (built / "nl" / "edition.pdf").write_bytes(b"%PDF-1.7 forged")
    assert refusal(built, frozen) == "deviation_changed"


def test_a_missing_file_is_refused(built: Path, frozen: Path) -> None:
    (built / "nl" / "edition.pdf").unlink()
    assert refusal(built, frozen) == "deviation_missing"


def test_a_file_that_the_manifest_does_not_name_is_refused(built: Path, frozen: Path) -> None:
    (built / "nl" / "partners-only.csv").write_text("secret", "utf-8")
    assert refusal(built, frozen) == "deviation_unexpected"


def test_a_link_to_elsewhere_is_refused(built: Path, frozen: Path) -> None:
    (built / "nl" / "shadow.csv").symlink_to("/etc/passwd")
    assert refusal(built, frozen) == "links"


def test_a_changed_snapshot_is_refused(built: Path, frozen: Path) -> None:
    (frozen / "tables" / "observations.parquet").write_bytes(b"something else")
    assert refusal(built, frozen) == "frozen_changed"


def test_a_rendition_for_partners_is_refused(built: Path, frozen: Path) -> None:
    resign(built, rendition="partners")
    assert refusal(built, frozen) == "not_public"


@pytest.mark.parametrize("slug", ["../../etc", "Ukraine", "", "a/b", "a b"])
def test_a_series_that_does_not_fit_an_address_is_refused(
    built: Path, frozen: Path, slug: str
) -> None:
    resign(built, series={"id": slug, "kind": "real", "title": {}})
    assert refusal(built, frozen) == "manifest"


def test_a_language_that_is_missing_is_refused(built: Path, frozen: Path) -> None:
    languages = json.loads((built / "manifest.json").read_text("utf-8"))["languages"]
    del languages["uk"]
    resign(built, languages=languages)
    assert refusal(built, frozen) == "language_missing"


def test_a_folder_without_a_manifest_is_refused(frozen: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty", frozen) == "manifest"


def test_a_kind_of_file_that_readers_should_not_get_is_refused(built: Path, frozen: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    manifest["files"][0]["media_type"] = "application/javascript"
    (built / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert refusal(built, frozen) == "manifest"


def test_what_a_crash_left_behind_is_replaced(built: Path, frozen: Path) -> None:
    leftover = publication_folder("ukraine-2022", 1, 1)
    leftover.mkdir(parents=True)
    (leftover / "half.html").write_text("half", "utf-8")
    publish_edition(built, frozen)
    assert not (leftover / "half.html").exists()
    assert (leftover / "manifest.json").is_file()


def test_no_folder_is_left_half_copied(built: Path, frozen: Path) -> None:
    publish_edition(built, frozen)
    parent = publication_folder("ukraine-2022", 1, 1).parent
    assert [path.name for path in parent.iterdir()] == ["v1"]


def test_the_database_refuses_to_change_what_is_published(built: Path, frozen: Path) -> None:
    publish_edition(built, frozen)
    changes = [
        (Rendition, {"body_html": "forged"}),
        (PublishedFile, {"sha256": "0" * 64}),
        (EditionVersion, {"reason_nl": "another reason"}),
    ]
    for model, change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            model._default_manager.update(**change)


@pytest.mark.parametrize(
    "broken",
    [
        {"version": 0},
        {"version": 2},
        {"period_from": "2022-05-01"},
        {"counting_mode": "guessed"},
        {"manifest_sha256": "short"},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_the_database_refuses_a_version_that_cannot_be(broken: dict[str, object]) -> None:
    series = Series.objects.create(slug="a", kind="real", title_nl="a", title_en="a", title_uk="a")
    sound: dict[str, object] = {
        "edition": Edition.objects.create(series=series, number=1),
        "version": 1,
        "period_from": "2022-02-24",
        "period_to": "2022-03-24",
        "cut_off": "2022-03-24",
        "published_on": "2022-03-24",
        "counting_mode": "cumulative",
        "manifest_sha256": "0" * 64,
        "frozen_sha256": "0" * 64,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionVersion.objects.create(**{**sound, **broken})


@pytest.mark.parametrize("broken", [{"kind": "rumour"}, {"slug": "Not An Address"}])
def test_the_database_refuses_a_series_that_cannot_be(broken: dict[str, str]) -> None:
    sound = {"slug": "a", "kind": "real", "title_nl": "a", "title_en": "a", "title_uk": "a"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.create(**{**sound, **broken})
