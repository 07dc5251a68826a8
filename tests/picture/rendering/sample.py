"""A document with every kind of block, chart and cell, in three languages."""

from __future__ import annotations

import datetime
from decimal import Decimal

from toevlucht.language import Coded, Day, Message, Named
from toevlucht.picture.blocks import (
    Code,
    Definitions,
    Document,
    Emphasis,
    FigureBlock,
    Heading,
    JudgementBlock,
    Link,
    ListBlock,
    Mark,
    Note,
    PageTable,
    Paragraph,
    Strong,
    Text,
    paragraph,
    text,
)
from toevlucht.picture.tables import (
    BarChart,
    Chart,
    Column,
    Count,
    Figure,
    LineChart,
    Listed,
    Mentioned,
    NotComputed,
    NotSupplied,
    Point,
    RangeChart,
    RegionMap,
    Row,
    Series,
    Several,
    Share,
    Source,
    Span,
    Table,
    Words,
)

HOSTILE = '<script>alert("1")</script> & #read("/etc/passwd") $x$ *stars* _under_ =1+1'

REGIONS = {
    "VR01": ("Groningen", 2140.0),
    "VR04": ("IJsselland", 1210.0),
    "VR09": ("Utrecht", 3120.0),
    "VR12": ("Kennemerland", 1480.0),
    "VR13": ("Amsterdam-Amstelland", 2390.0),
    "VR14": ("Gooi en Vechtstreek", 640.0),
    "VR15": ("Haaglanden", 1905.0),
    "VR17": ("Rotterdam-Rijnmond", 4300.0),
    "VR22": ("Brabant-Zuidoost", 1750.0),
}


def words(value: str) -> Message:
    """A text that is already in the reader's language, where a message is wanted."""
    return Message("rendering.cell.bare", {"n": value})


def day(month: int, number: int) -> Day:
    return Day(datetime.date(2022, month, number))


def sample(tag: str) -> Document:
    """The sample in one language."""
    say = {"nl": 0, "en": 1, "uk": 2}[tag]

    def t(*texts: str) -> str:
        return texts[say]

    return Document(
        id="sample-1",
        language=tag,
        title=t(
            "Strategisch beeld mensenhandel en opvang, uitgave 2",
            "Strategic picture of trafficking and shelter, edition 2",
            "Стратегічна картина торгівлі людьми та прийому, випуск 2",
        ),
        subtitle=t(
            "Vluchtelingen uit Oekraïne, 24 februari tot en met 24 april 2022",
            "Refugees from Ukraine, 24 February to 24 April 2022",
            "Біженці з України, з 24 лютого до 24 квітня 2022 року",
        ),
        date=datetime.date(2022, 4, 26),
        marks=(
            Mark(
                "reconstruction",
                t(
                    "Reconstructie uit openbare bronnen",
                    "Reconstruction from public sources",
                    "Реконструкція з відкритих джерел",
                ),
                t(
                    "Deze uitgave is later gemaakt, uit wat openbaar bekend is.",
                    "This edition was made later, from what is publicly known.",
                    "Цей випуск створено пізніше на основі відкритих відомостей.",
                ),
            ),
            Mark("handling", "TLP:CLEAR"),
        ),
        metadata=(
            (
                t("Periode", "Period", "Період"),
                t("24 februari – 24 april 2022", "24 February – 24 April 2022", "24.02–24.04.2022"),
            ),
            (t("Telling", "Counting", "Підрахунок"), t("cumulatief", "cumulative", "наростаючий")),
            (t("Versie", "Version", "Версія"), "1"),
        ),
        description=t("Een voorbeeld.", "A sample.", "Зразок."),
        publisher="Toevlucht",
        blocks=_blocks(t),
    )


def _blocks(t):
    return (
        Heading(2, t("Samenvatting", "Summary", "Стислий виклад"), "summary"),
        Paragraph(
            (
                Text(
                    t(
                        "Partners zagen meldingen van mensen die vluchtelingen aanspreken op ",
                        "Partners saw reports of people who approach refugees at ",
                        "Партнери бачили повідомлення про осіб, які звертаються до біженців на ",
                    )
                ),
                Strong(text(t("stations", "stations", "вокзалах"))),
                Text(t(" en in de ", " and in ", " та в пунктах ")),
                Emphasis(text(t("opvang", "shelters", "розміщення: її є їжа ґанок"))),
                Text(". "),
                Link(
                    "https://example.org/a?b=1&c=2", text(t("Lees meer", "Read more", "Докладно"))
                ),
                Text(" "),
                Link(
                    "#reception", text(t("of ga naar de opvang", "or go to reception", "або далі"))
                ),
                Text(" "),
                Link("javascript:alert(1)", text("x")),
                Code("MO-01"),
                Text("."),
            )
        ),
        ListBlock(
            (
                (paragraph(t("Eén onderzoek is geopend.", "One was opened.", "Розпочато одне.")),),
                (
                    paragraph(t("Let op drie plaatsen:", "Watch three places:", "Три місця:")),
                    ListBlock(
                        (
                            (paragraph(t("stations", "stations", "вокзали")),),
                            (paragraph(t("sociale media", "social media", "соцмережі")),),
                        ),
                        ordered=True,
                    ),
                ),
            )
        ),
        Note(
            "caution",
            (
                paragraph(
                    t(
                        "Er is te weinig informatie voor een betrouwbaar beeld.",
                        "There is too little information for a reliable picture.",
                        "Інформації замало для надійної картини.",
                    )
                ),
            ),
        ),
        JudgementBlock(
            "trafficking-sexual",
            text(
                t(
                    "Seksuele uitbuiting van vluchtelingen uit Oekraïne komt in Nederland voor.",
                    "Sexual exploitation of refugees from Ukraine occurs in the Netherlands.",
                    "Сексуальна експлуатація біженців з України в Нідерландах трапляється.",
                )
            ),
            "low",
            "roughly_even",
            "minimal_rise",
        ),
        Heading(2, t("Cijfers", "Figures", "Показники"), "figures"),
        *(FigureBlock(figure) for figure in figures(t)),
        Heading(2, t("Over deze uitgave", "About this edition", "Про цей випуск"), "about"),
        Definitions(
            (
                (
                    t("Melding", "Report", "Повідомлення"),
                    text(t("Iemand meldt.", "Told.", "Хтось.")),
                ),
                (t("Signaal", "Signal", "Сигнал"), text(t("Beoordeeld.", "Assessed.", "Оцінено."))),
            )
        ),
        PageTable(
            "contributors",
            t("Wie leverde wat", "Who supplied what", "Хто що надав"),
            Table(
                (
                    Column("who", words(t("Partner", "Partner", "Партнер")), "label"),
                    Column("what", words(t("Wat", "What", "Що"))),
                ),
                (
                    Row("police", (Words(t("Politie", "Police", "Поліція")), Count(4, "report"))),
                    Row("hostile", (Words(HOSTILE), NotSupplied())),
                ),
            ),
        ),
        Paragraph(text(HOSTILE)),
    )


def figures(t) -> tuple[Figure, ...]:
    return (
        _figure(t, "ladder", _ladder_table(t), _ladder_chart(t)),
        _figure(t, "over-time", _reception_table(t), _time_chart(t)),
        _figure(t, "reception", _reception_table(t), _reception_chart(t)),
        _figure(t, "out-of-sight", _reception_table(t), _range_chart(t)),
        _figure(t, "map", _reception_table(t), _map_chart(t)),
        _figure(t, "empty", _empty_table(t), None, state="empty"),
    )


def _figure(t, id_: str, table: Table, chart: Chart | None, state: str = "complete") -> Figure:
    titles = {
        "ladder": t("Wat partners zagen", "What partners saw", "Що бачили партнери"),
        "over-time": t("Signalen per week", "Signals by week", "Сигнали за тижнями"),
        "reception": t("Opvang en bezetting", "Shelter and occupancy", "Прийом і заповненість"),
        "out-of-sight": t("Uit het zicht", "Out of sight", "Поза полем зору"),
        "map": t("Opvang per regio", "Shelter by region", "Прийом за регіонами"),
        "empty": t("Verborgen aantal", "Hidden number", "Приховане число"),
    }
    return Figure(
        id=id_,
        title=words(titles[id_]),
        question=words(
            t("Hoeveel plekken zijn er?", "How many places are there?", "Скільки є місць?")
        ),
        sentence=words(
            t(
                "Op 22 april waren er 60.000 opvangplekken, waarvan 91% bezet; dat is minder dan "
                "het doel van 75.000.",
                "On 22 April there were 60,000 reception places, 91% of them occupied; that is "
                "fewer than the target of 75,000.",
                "22 квітня було 60 000 місць розміщення, з них 91% зайнято; це менше за ціль "
                "75 000.",
            )
        ),
        caveat=words(
            t(
                "Een bezette plek zegt niet wie er slaapt. Wie bij particulieren verblijft, telt "
                "hier niet mee.",
                "An occupied place does not say who sleeps there. People who stay with private "
                "hosts are not counted here.",
                "Зайняте місце не каже, хто там ночує. Ті, хто живе у приватних осіб, тут не "
                "враховані.",
            )
        ),
        table=table,
        chart=chart,
        sources=(
            Source(
                "Kamerbrief over de opvang",
                day(4, 22),
                "https://example.org/kamerbrief?a=1&b=2",
                Coded("rung", "report"),
            ),
            Source(HOSTILE, Day(datetime.date(2022, 4, 1), "month"), "javascript:alert(1)"),
            Source("Zonder datum", None),
        ),
        known_until=day(4, 24),
        counting=words(
            t("24 februari tot en met 24 april 2022, cumulatief", "cumulative", "наростаючий")
        ),
        rungs=("report", "signal") if id_ == "ladder" else (),
        organisations=3,
        state=state,
    )


def _ladder_table(t) -> Table:
    return Table(
        (
            Column("rung", words(t("Sport van de ladder", "Rung", "Щабель")), "label"),
            Column("here", words(t("Nederland", "Netherlands", "Нідерланди")), "count"),
            Column("before", words(t("Vorige uitgave", "Previous", "Попередній")), "count"),
            Column("seen", words(t("Waar gezien", "Where seen", "Де бачили")), "text"),
        ),
        (
            Row(
                "rumour",
                (
                    Words(t("Gerucht", "Rumour", "Чутка")),
                    Mentioned(3),
                    NotSupplied(),
                    Listed((Words("Movisie", "https://example.org/m"), Words(HOSTILE))),
                ),
            ),
            Row(
                "report",
                (
                    Words(t("Melding", "Report", "Повідомлення")),
                    Count(8, "report", at_least=True),
                    Several("report"),
                    Words(t("stations", "stations", "вокзали")),
                ),
            ),
            Row(
                "investigation",
                (
                    Words(t("Opsporingsonderzoek", "Investigation", "Розслідування")),
                    Count(1, "investigation"),
                    Count(0, "investigation", zero_kind="none_opened"),
                    Words(day(4, 20)),
                ),
            ),
            Row(
                "persons",
                (
                    Words(t("Mogelijke slachtoffers", "Possible victims", "Постраждалі")),
                    Span(
                        1,
                        4,
                        "person",
                    ),
                    NotComputed(
                        words(
                            t(
                                "registratie loopt achter op bezetting",
                                "registration lags behind occupation",
                                "реєстрація відстає від заселення",
                            )
                        )
                    ),
                    Words(Named("VR13", {"nl": "Amsterdam-Amstelland"})),
                ),
            ),
        ),
    )


def _reception_table(t) -> Table:
    rows = ((3, 14, 6500, 3100), (3, 29, 25000, 13000), (4, 7, 33925, 24708), (4, 22, 60000, None))
    return Table(
        (
            Column("day", words(t("Peildatum", "Date", "Дата")), "label"),
            Column("places", words(t("Plekken", "Places", "Місця")), "count", "reception_place"),
            Column("occupied", words(t("Bezet", "Occupied", "Зайнято")), "count", "person"),
            Column("share", words(t("Bezetting", "Occupancy", "Заповненість")), "share"),
        ),
        tuple(
            Row(
                f"{month}-{number}",
                (
                    Words(day(month, number)),
                    Count(places, "reception_place"),
                    NotSupplied() if occupied is None else Count(occupied, "person"),
                    NotSupplied()
                    if occupied is None
                    else Share(Decimal(occupied) / Decimal(places)),
                ),
            )
            for month, number, places, occupied in rows
        ),
    )


def _empty_table(t) -> Table:
    return Table(
        (
            Column("what", words(t("Wat", "What", "Що")), "label"),
            Column("number", words(t("Aantal", "Number", "Кількість")), "count"),
        ),
        (
            Row(
                "hidden",
                (
                    Words(t("Verborgen aantal", "Hidden number", "Приховане число")),
                    NotComputed(words(t("geen lijsten", "no lists", "немає списків"))),
                ),
            ),
        ),
    )


def _ladder_chart(t) -> Chart:
    labels = (
        t("Gerucht", "Rumour", "Чутка"),
        t("Melding", "Report", "Повідомлення"),
        t("Verdachte gedraging", "Suspicious behaviour", "Підозріла поведінка"),
        t("Signaal", "Signal", "Сигнал"),
        t("Opsporingsonderzoek", "Criminal investigation", "Кримінальне розслідування"),
    )
    here = ((3.0, 3.0), (8.0, None), (0.0, 0.0), (1.0, 4.0), (1.0, 1.0))
    europe = ((12.0, 12.0), (5.0, 5.0), (2.0, 2.0), (None, None), (0.0, 0.0))
    return BarChart(
        tuple(
            Series(
                words(title),
                tuple(
                    Point(words(label), *ends) for label, ends in zip(labels, values, strict=True)
                ),
            )
            for title, values in (
                (t("Nederland", "Netherlands", "Нідерланди"), here),
                (t("Europa", "Europe", "Європа"), europe),
            )
        ),
        words(t("uitspraken", "statements", "твердження")),
    )


def _time_chart(t) -> Chart:
    first = datetime.date(2022, 2, 28)
    reports = [1, 2, 4, 7, None, 6, 9, 12, 8]
    signals = [0, 0, 1, 1, None, 2, 1, 3, 2]
    return LineChart(
        tuple(
            Series(
                words(title),
                tuple(
                    Point(Day(first + datetime.timedelta(7 * week), "week"), value, value)
                    for week, value in enumerate(values)
                ),
            )
            for title, values in (
                (t("Meldingen", "Reports", "Повідомлення"), reports),
                (t("Concrete signalen", "Concrete signals", "Конкретні сигнали"), signals),
            )
        ),
        words(t("signalen", "signals", "сигнали")),
    )


def _reception_chart(t) -> Chart:
    places = (
        (3, 14, 6500, 6500),
        (3, 29, 25000, 25000),
        (4, 7, 33925, 36000),
        (4, 22, 60000, 60000),
    )
    occupied = (
        (3, 14, 3100, 3100),
        (3, 29, 13000, 16000),
        (4, 7, 24708, 24708),
        (4, 22, None, None),
    )
    return LineChart(
        tuple(
            Series(words(title), tuple(Point(day(m, d), low, high) for m, d, low, high in values))
            for title, values in (
                (t("Opvangplekken", "Reception places", "Місця розміщення"), places),
                (t("Bezette plekken", "Occupied places", "Зайняті місця"), occupied),
            )
        ),
        words(t("plekken", "places", "місця")),
        (words(t("Doel", "Target", "Ціль")), 75000.0),
    )


def _range_chart(t) -> Chart:
    rows = (
        (t("29 maart 2022", "29 March 2022", "29 березня 2022 р."), None, None),
        (t("7 april 2022", "7 April 2022", "7 квітня 2022 р."), 4200.0, 19000.0),
        (t("22 april 2022", "22 April 2022", "22 квітня 2022 р."), 8000.0, None),
        (t("28 augustus 2022", "28 August 2022", "28 серпня 2022 р."), 12500.0, 12500.0),
    )
    return RangeChart(
        (
            Series(
                words(t("Uit het zicht", "Out of sight", "Поза полем зору")),
                tuple(Point(words(label), low, high) for label, low, high in rows),
            ),
        ),
        words(t("personen", "people", "особи")),
    )


def _map_chart(t) -> Chart:
    values = {code: Point(Named(code, {"nl": n}), v, v) for code, (n, v) in REGIONS.items()}
    values["VR25"] = Point(Named("VR25", {"nl": "Flevoland"}), 1.0, 4.0)
    return RegionMap(values, words(t("opvangplekken", "reception places", "місця")), 2023)
