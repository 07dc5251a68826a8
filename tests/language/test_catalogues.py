"""Every text stands in all three languages, is asked for by the source, and can be filled in."""

from __future__ import annotations

import re

import pytest
from tests.language.catalogues import (
    CATALOGUES,
    FILES,
    KEY,
    KEYS,
    composed,
    forms,
    literals,
    placeholders,
    words,
)

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES, language
from toevlucht.records.events import EVENTS

# Keys that the source puts together, as a pattern, and from what. `{}` is one word or more.
PUT_TOGETHER = {
    "accessibility.criterion.{}": "criteria of WCAG, without their dots",
    "accessibility.done.{}": "ways to test",
    "accessibility.fails.{}": "criteria of WCAG, without their dots",
    "accessibility.how.{}": "what is known of a criterion",
    "accessibility.left.{}": "ways to test",
    "accessibility.status.{}": "statuses of the statement",
    "accessibility.why.{}": "statuses of the statement",
    "analysing.because.{}": "why there is no estimate",
    "analysing.problem.{}": "what is wrong with a cell",
    "analysing.reason.{}": "reasons of a verdict",
    "analysing.spread.{}.{}": "what an estimate is compared with",
    "analysing.verdict.{}": "verdicts on an estimate",
    "api.detail_{}": "HTTP statuses",
    "api.title_{}": "HTTP statuses",
    "api.wrong.{}": "kinds of mistake in a call",
    "assessing.information_3x5x2.{}": "grades, named in content/signals/grading.toml",
    "assessing.reason.{}": "why a report is suggested",
    "assessing.source_3x5x2.{}": "grades, named in content/signals/grading.toml",
    "assessing.step.{}": "steps of the work on a report, named in a template",
    "audit.event.{}.{}": "events of the audit trail",
    "audit.found.{}": "what a verification finds",
    "audit.ground.{}": "grounds of events",
    "audit.outcome.{}": "outcomes of events",
    "audit.purpose.{}": "purposes of events",
    "audit.reason.{}": "reasons to break the glass",
    "audit.role.{}": "roles",
    "checking.kind.{}": "kinds of value in contribution.toml",
    "checking.place.{}": "file, sheet, row and column of a problem",
    "checking.wanted.{}": "types of columns",
    "checking.{}.mend": "codes of problems",
    "checking.{}.what": "codes of problems",
    "cli.{}": "kinds of deviation that verify finds",
    "codes.{}.{}": "code lists and their codes",
    "releases.audience.{}": "for whom a table is, named in a template",
    "releases.column.{}": "columns of tables for others",
    "releases.done.{}": "what was done with a table for others",
    "releases.name.{}": "tables for others",
    "releases.refused.{}": "why a table does not go out",
    "releases.row.{}": "rows of tables for others that are no region",
    "releases.table.{}": "tables for others",
    "releases.what.{}": "tables for others, named in a template",
    "code_lists.note.{}": "code lists that need an explanation",
    "code_lists.source.{}": "where code lists come from",
    "codes_help.{}.{}": "code lists and their codes, where a label needs a word more",
    "codes_of_reports.act.{}": "acts of sharing",
    "codes_of_reports.situation.{}": "what a report is about",
    "codes_of_reports.{}.{}": "code lists of reports, by the field that holds them",
    "contributing.fate.{}": "what became of a row",
    "contributing.form.{}": "days of a period",
    "contributing.refused.{}": "reasons to refuse",
    "audit.kind.{}": "what a line of the trail is about",
    "answering.text.{}": "codes of the answers to a reporter",
    "host_steps.certificate.{}": "what became of a certificate of conduct",
    "host_steps.kind.{}": "steps of a host household",
    "host_steps.language.{}": "languages of a host household",
    "host_steps.list.{}": "lists of host households, named in a template",
    "host_steps.outcome.{}": "outcomes of steps",
    "host_steps.sex.{}": "for whom a household offers a place",
    "host_steps.stage.{}": "where a household stands, named in a template",
    "inspections.occasion.{}": "occasions of a requirement",
    "inspections.result.{}": "results of an inspection",
    "hostings.came_from.{}": "where guests came from",
    "hostings.due.{}": "what is due about guests, named in a template",
    "hostings.ending.{}": "why a stay with a host household ended",
    "hostings.heard.{}": "what came out of a conversation",
    "hostings.kind.{}": "what happened while guests were there, named in a template",
    "hostings.next_address.{}": "where guests go",
    "hostings.settled.{}": "what came of a way out, named in a template",
    "hostings.side.{}": "host or guest",
    "hostings.term.{}": "which conversation",
    "learning.judged.{}": "how wise a decision is, named in a course",
    "learning.moment.{}": "parts of a story",
    "learning.outcome.{}": "answers to a question",
    "learning.verify.state.{}": "how a certificate stands",
    "living.kind.{}": "kinds of incident",
    "living.outcome.{}": "what came of an incident",
    "living.rules_in.{}": "languages of house rules",
    "living.screening.{}": "what came of a screening",
    "living.service.{}": "services for families",
    "living.state.{}": "how a service stands",
    "living.step.{}": "steps of a service",
    "living.told_to.{}": "who was told of an incident",
    "keeping.files.state.{}": "states of a file",
    "keeping.mark.kind.{}": "kinds of personal data",
    "keeping.counts_from.{}": "from when a term counts",
    "report_files.problem.{}": "what can be wrong in a file of reports",
    "hosts_own.column.{}": "columns of a list of households",
    "hosts_own.header.{}": "columns of a list of households",
    "hosts_own.problem.{}": "what can be wrong in a list of households",
    "own_home.waits.{}": "stages of a household",
    "passing_files.problem.{}": "what can be wrong in a file of steps of referrals",
    "news.form.{}_{}": "fields in three languages",
    "news.kind.{}": "kinds of statement",
    "news.lack.{}": "what an item still lacks",
    "news.moved.{}": "ways that an item moves",
    "learned_elsewhere.column.{}": "columns of a list of courses of others",
    "learned_elsewhere.reason.{}": "why what somebody learned elsewhere is withdrawn",
    "newsletter.audience.{}": "audiences of the newsletter",
    "newsletter.delivery.{}": "how far a mail is, named in a template",
    "newsletter.done.{}": "what became of leaving, named in a template",
    "newsletter.form.{}_{}": "fields in three languages",
    "newsletter.moved.{}": "ways that an issue moves",
    "newsletter.state.{}": "states of an issue, named in a template",
    "rosters.certificate.{}": "what a list of workers is narrowed to",
    "rosters.field.{}": "columns of a list of workers",
    "rosters.role.{}": "roles of who works at a location",
    "rumours.form.{}_{}": "parts of an answer, by language",
    "rumours.form.reason_{}": "languages",
    "rumours.refused.{}": "reasons to refuse",
    "stays.{}.{}": "code lists of reception",
    "stays.title.{}": "what is done at a location or with a family",
    "stays.problem.{}": "why something cannot be done with a location or its people",
    "rumours.state.{}": "states of a rumour",
    "rumours.verdict.{}": "whether a rumour is true",
    "worklists.unheard.{}": "what a reporter heard, named in a template",
    "worklists.list.{}": "lists of reports",
    "worklists.none.{}": "lists of reports, named in a template",
    "coordination.change.{}": "why places changed",
    "coordination.consent.{}": "what people said",
    "coordination.difference_{}": "more or fewer than asked",
    "coordination.field.{}": "fields of a day",
    "coordination.number.{}": "numbers of reception",
    "coordination.outcome.{}": "what came of a transfer",
    "coordination.people.{}": "where people are, named in a template",
    "coordination.reason.{}": "reasons to ask for a transfer",
    "coordination.refusal.{}": "reasons to refuse a transfer",
    "coordination.refused.part_{}": "numbers of which another is a part",
    "coordination.scheme.{}": "ways of asking for places",
    "coordination.share_kind.{}": "kinds of area to divide over",
    "coordination.source.{}": "where figures come from",
    "coordination.source_{}": "where figures come from",
    "coordination.step.{}": "steps of a transfer to take",
    "coordination.taken.{}": "steps of a transfer taken",
    "coordination.term.{}": "how long people stay",
    "coordination.transfer_list.{}": "lists of transfers",
    "coordination.transfer_state.{}": "states of a transfer",
    "coordination.transport.{}": "how people travel",
    "placement.agrees.{}": "buttons of an answer",
    "placement.answer.{}": "answers to a proposal",
    "placement.need.{}": "what families without a place ask for",
    "placement.override.{}": "why a person chose a place",
    "placement.refusal.{}": "reasons to refuse a proposal",
    "placement.refuses.{}": "buttons of an answer",
    "placement.rule.{}": "rules that leave a family without a place",
    "placement.said_by.{}": "who said a wish",
    "placement.side.{}": "sides of a proposal",
    "placement.state.{}": "states of a proposal",
    "placement.term.{}": "what a place has points for",
    "placement.wish.{}": "wishes of a family",
    "documents.heading.{}": "headings of the data dictionary's page",
    "documents.template.{}": "words in the template of contribution.toml",
    "documents.type.{}": "types of columns",
    "drafts.answer.{}": "what a partner may answer",
    "drafts.building.{}": "why a draft is not built",
    "drafts.counting.{}": "counting modes",
    "drafts.form.{}_{}": "fields in three languages",
    "drafts.handling.{}": "TLP",
    "drafts.lacking.{}": "what a draft still lacks",
    "drafts.markup.{}": "what a text of an edition may not hold",
    "drafts.move.{}": "states, named in a template",
    "drafts.move_meaning.{}": "states, named in a template",
    "drafts.refused.{}": "reasons to do nothing with a draft",
    "drafts.section.{}": "sections of an edition",
    "drafts.standing.{}": "where a partner stands in a review",
    "drafts.state.{}": "states, named in a template",
    "drafts.state_meaning.{}": "states, named in a template",
    "drafts.step.{}": "steps of a draft, named in a template",
    "drafts.tlp.{}": "TLP, named in a template",
    "drafts.waiting.{}": "what waits for somebody",
    "drafts.waits_for.{}": "states, named in a template",
    "edition.chapters.{}": "chapters of an edition",
    "edition.facts.{}": "facts about an edition",
    "edition.mark.{}": "kinds of series",
    "edition.mark_explained.{}": "kinds of series",
    "edition.published_on.{}": "kinds of series",
    "figures.change.{}": "more or fewer",
    "figures.columns.{}": "columns of figures",
    "figures.contributors.{}": "two ways to say who is missing",
    "figures.corrections.{}": "all corrections, or the first of many",
    "figures.counting.{}": "counting modes",
    "codes_of_reports.outcome.{}": "why a report was closed",
    "figures.follow_up.step.{}": "what is done with a report",
    "figures.sight_by_requirement.{}": "what was not met most often, or nothing that can be told",
    "figures.sight.{}": "a share, or only a lower limit",
    "figures.statements_over_time.{}": "one moment, or from one to another",
    "figures.{}.caveat": "figures",
    "figures.{}.question": "figures",
    "figures.{}.title": "figures",
    "language.name.{}": "languages",
    "operation.backup.{}": "reasons why a backup is refused",
    "people.role.{}": "roles",
    "people.role_choice.{}": "roles",
    "people.state.{}": "states of an account",
    "places.act.{}": "what organisations agree to pass on",
    "places.demo.{}": "kinds of organisation",
    "places.hours.{}": "when national contacts answer",
    "places.level.{}": "whose contact it is",
    "places.location_kind.{}": "kinds of reception",
    "places.location_state.{}": "states of a location",
    "places.make_state.{}": "states of a location",
    "places.own.as_{}": "ways to report while logged in",
    "places.route.{}": "kinds of contact",
    "publishing.deviation_{}": "kinds of deviation that verify finds",
    "publishing.{}": "reasons to refuse a publication",
    "rendering.change.{}": "change of a judgement",
    "rendering.confidence.{}": "confidence of a judgement",
    "rendering.csv.{}": "columns of a figure's CSV file",
    "rendering.figure.{}": "facts under a figure",
    "rendering.judgement.{}": "facts about a judgement",
    "rendering.language_name.{}": "languages",
    "rendering.likelihood.{}": "likelihood of a judgement",
    "rendering.note.{}": "kinds of note",
    "rendering.several.{}": "units",
    "rendering.span.{}": "units",
    "rendering.unit.{}": "units",
    "rendering.unit_name.{}": "units",
    "rendering.zero.{}": "kinds of zero",
    "sharing.answer.{}": "what a receiver answers, named in a template",
    "sharing.basis.{}": "legal bases",
    "sharing.basis_explained.{}": "legal bases, named in a template",
    "sharing.cause.{}": "why a status is corrected, named in a template",
    "sharing.consent.{}": "what the person concerned said",
    "sharing.hand_back.{}": "reasons to hand back",
    "sharing.handling.{}": "TLP of what is shared",
    "sharing.part.{}": "parts of what is sealed",
    "sharing.problem.not_agreed_{}": "what was not agreed",
    "sharing.problem.{}": "what cannot be passed on so",
    "sharing.purpose.{}": "purposes of a referral",
    "sharing.refusal.{}": "reasons to refuse",
    "sharing.revocation.{}": "reasons to revoke",
    "sharing.state.{}": "states of a referral, named in a template",
    "handbooks.add.{}": "parts of a handbook, named in a template",
    "handbooks.form.bound_{}": "how norms bind",
    "handbooks.form.name_of_{}": "parts of a handbook",
    "handbooks.form.unit_{}": "units of norms",
    "handbooks.form.{}_{}": "fields in three languages",
    "handbooks.moved.{}": "where a draft was moved",
    "handbooks.outcome.{}": "what was done about a change",
    "handbooks.problem.name_of_{}": "parts of a handbook",
    "handbooks.state.{}": "states of a draft, named in a template",
    "handbooks.state_meaning.{}": "states of a draft, named in a template",
    "handbooks.step.{}": "steps of a draft, named in a template",
    "handbooks.amount.{}": "what an amount is for, named in content/handbooks/amounts.toml",
    "handbooks.audience.{}": "audiences of requirements",
    "handbooks.bound.{}": "how norms bind",
    "handbooks.change.{}": "what became of a requirement, named in a template",
    "handbooks.evidence.{}": "how we know of a requirement",
    "handbooks.fact.{}": "facts about a requirement",
    "handbooks.for_whom.{}": "for whom an amount is",
    "handbooks.force.{}": "how far a requirement binds",
    "handbooks.occasion.{}": "occasions of a check",
    "handbooks.per.{}": "how an amount is counted",
    "handbooks.provenance.{}": "where requirements come from",
    "handbooks.unit.{}": "units of norms",
    "indicators.indicator.{}": "codes of indicators, in small letters",
    "indicators.list.{}": "lists of indicators",
    "reporting.error.{}": "why a form comes back",
    "reporting.field.{}": "fields of the public form",
    "reporting.hint.{}": "fields of the public form",
    "reporting.return.{}": "why words are asked for once more",
    "reporting.{}.{}": "lists of codes that the public form asks for",
    "site.error.advice_{}": "HTTP statuses",
    "site.error.title_{}": "HTTP statuses",
    "site.kind.{}": "kinds of series, named in a template",
    "site.kind_meaning.{}": "kinds of series, named in a template",
    "tables.{}.columns.{}.help": "tables and columns of the data dictionary",
    "tables.{}.columns.{}.label": "tables and columns of the data dictionary",
    "tables.{}.row": "tables of the data dictionary",
    "tables.{}.title": "tables of the data dictionary",
    "trust.absence.how.{}": "how a number of places came about",
    "trust.absence.what.{}": "what is said of an absence",
    "trust.methods.basis.{}": "whether people were asked how well they see",
    "trust.hidden.how.{}": "how a number of the hidden number came about",
    "trust.hidden.left_out.{}": "why a Bayesian method gives no number",
    "trust.hidden.no_estimate.{}": "why lists have no estimate",
    "trust.hidden.reason.{}": "what speaks against a number",
    "trust.hidden.sentence.{}": "what may be said of the hidden number",
    "trust.hidden.verdict.{}": "whether a number may be given",
    "trust.hidden.what.{}": "what is reckoned from overlapping lists",
    "trust.methods.method.{}": "methods of the figures of trust",
    "trust.methods.reference.{}": "where methods are from",
    "trust.methods.settings.{}": "with what settings methods run",
    "trust.weeks.{}": "what is said of series and weeks",
}
PATTERNS = [
    re.compile(re.escape(pattern).replace(r"\{\}", "([A-Za-z0-9_]+)")) for pattern in PUT_TOGETHER
]
# File names look like keys; they are none.
FILE_ENDINGS = {"css", "csv", "json", "md", "parquet", "pdf", "toml", "typ"}
# These speak of markup, or name a language in its own script.
MAY_SHOW_MARKUP = {"checking.narrative_html.mend"}
MARKUP = re.compile(r"[<>\t\n]|&\w+;|\*\*|\]\(|\s\s|\A\s|\s\Z|\A\Z|\.\.\.")

every_language = pytest.mark.parametrize("tag", LANGUAGES)


@every_language
def test_every_text_stands_in_this_language(tag: str) -> None:
    assert sorted(CATALOGUES[tag]) == KEYS


@every_language
def test_texts_have_the_placeholders_that_the_english_ones_have(tag: str) -> None:
    different = [key for key in KEYS if _named(tag, key) != _named("en", key)]
    assert different == []


@every_language
def test_plural_texts_have_exactly_the_forms_of_the_language(tag: str) -> None:
    wanted = set(language(tag).locale.plural_form.tags) | {"other"}
    plural = {key: set(p) for key, p in CATALOGUES[tag].items() if not isinstance(p, str)}
    assert {key: found for key, found in plural.items() if found != wanted} == {}


def test_a_text_with_plural_forms_has_them_in_every_language() -> None:
    def plural(tag: str) -> set[str]:
        return {key for key, phrase in CATALOGUES[tag].items() if not isinstance(phrase, str)}

    assert plural("nl") == plural("en") == plural("uk")


@every_language
def test_every_text_can_be_filled_in(tag: str) -> None:
    for key in KEYS:
        names = _named(tag, key) | {"n"}
        for count in (0, 1, 2, 5, 21):
            values: dict[str, str | int] = {name: "word" for name in names if name.isidentifier()}
            assert "{" not in language(tag).say(key, **{**values, "n": count}), key


@every_language
def test_texts_carry_no_markup_and_no_stray_spaces(tag: str) -> None:
    stray = [
        f"{key}: {text}"
        for key, phrase in CATALOGUES[tag].items()
        for text in forms(phrase)
        if MARKUP.search(text) and key not in MAY_SHOW_MARKUP
    ]
    assert stray == []


def test_the_source_asks_for_no_text_that_is_not_there() -> None:
    asked = {text for text in literals() if KEY.fullmatch(text)}
    # A composed key leaves its constant parts among the literals, as do file names.
    parts = {part for whole in composed() for part in whole.split("{}")}
    sections = {key.rpartition(".")[0] for key in KEYS}
    names = {text for text in asked if text.rpartition(".")[2] in FILE_ENDINGS}
    # The audit trail names its events much as texts are named.
    assert asked - parts - sections - names - set(KEYS) - set(EVENTS) == set()


def test_keys_are_put_together_in_known_ways_only() -> None:
    starts = tuple(f"{file}." for file in FILES)
    whole = {text for text in composed() if text.startswith(starts) and " " not in text}
    assert [text for text in sorted(whole) if not _is_known_way(text)] == []


def test_no_text_is_left_that_the_source_does_not_ask_for() -> None:
    assert [key for key in KEYS if key not in literals() and not _is_put_together(key)] == []


@pytest.mark.parametrize("pattern", PUT_TOGETHER)
def test_every_way_to_put_a_key_together_leads_to_texts(pattern: str) -> None:
    compiled = PATTERNS[list(PUT_TOGETHER).index(pattern)]
    assert any(compiled.fullmatch(key) for key in KEYS)


@every_language
def test_every_code_of_every_code_list_has_a_label(tag: str) -> None:
    labelled = {key for key in CATALOGUES[tag] if key.startswith("codes.")}
    lists = dictionary().code_lists.values()
    assert labelled == {f"codes.{codes.id}.{name}" for codes in lists for name in codes.names}


@every_language
def test_every_table_and_column_has_a_label_and_says_what_it_means(tag: str) -> None:
    said = {key for key in CATALOGUES[tag] if key.startswith("tables.")}
    wanted = {
        f"tables.{table.id}.{rest}"
        for table in dictionary().tables.values()
        for rest in (
            "title",
            "row",
            *(f"columns.{c.name}.{what}" for c in table.columns for what in ("label", "help")),
        )
    }
    assert said == wanted


@every_language
def test_no_two_codes_of_a_list_read_the_same(tag: str) -> None:
    for codes in dictionary().code_lists.values():
        labels = [language(tag).say(f"codes.{codes.id}.{name}") for name in codes.names]
        assert len(set(labels)) == len(labels), codes.id


def _named(tag: str, key: str) -> set[str]:
    return set().union(*(placeholders(text) for text in forms(CATALOGUES[tag][key])))


def _is_known_way(text: str) -> bool:
    anything = re.compile(re.escape(text).replace(r"\{\}", r"\S+"))
    return any(anything.match(pattern) for pattern in PUT_TOGETHER)


def _is_put_together(key: str) -> bool:
    """Whether a known pattern makes this key, of words that stand in source or dictionary."""
    found = [match for pattern in PATTERNS if (match := pattern.fullmatch(key))]
    return any(all(word in words() or word.isdigit() for word in match.groups()) for match in found)
