"""Sources: the run, the data behind each equation, and where the record comes from."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.answer import AS_MEASURED
from foedus.equations.effects import LITERATURE
from foedus.report.brief.model import Piece, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials


def section(given: Materials) -> Section:
    """On the page: the run, and where the rest stands."""
    number = given.answer.number
    run = said(
        "foedus ",
        given.answer.quote("version"),
        ": ",
        number("count", "futures"),
        " futures over ",
        number("count", "sets"),
        " parameter sets, seed ",
        number("year", "seed"),
        "; data and records are listed in the annex. The JSON of the answer holds every number, and \u2018foedus verify\u2019 "
        "makes it again.",
    )
    return Section("Sources", (paragraph(run, _chosen(given), _late(given)),))


def asked(given: Materials) -> Iterator[Piece]:
    """What was asked otherwise than by default: ', without thaad, with beliefs optimist'."""
    answer, quote = given.said, given.answer.quote
    if answer.order != AS_MEASURED:
        yield from (", in the order ", quote("order"))
    if answer.beliefs != LITERATURE:
        yield from (", with the beliefs ", quote("beliefs"))
    for before, field in ((", without ", "without"), (", off: ", "mechanisms_off"), (", on: ", "mechanisms_on")):
        for place in range(len(getattr(answer, field))):
            yield from (before if place == 0 else " and ", quote(field, place))


def _chosen(given: Materials) -> Sentence | None:
    """The candidate equations that were asked for."""
    pieces: list[Piece] = []
    for equation in given.said.specification:
        pieces += [", " if pieces else "", f"{equation} ", given.answer.quote("specification", equation)]
    return said("Equations were not weighted, but asked for: ", *pieces, ".") if pieces else None


def _late(given: Materials) -> Sentence | None:
    """A warning where equations were fitted on years after the date of the case."""
    late = given.said.provenance.late_fits
    if not late:
        return None
    return said(
        "This is no forecast: ",
        given.answer.number("count", "provenance", "late_fits"),
        " of the equations were fitted on years after the date of the case, to ",
        given.answer.number("year", "provenance", "late_fits", max(late, key=lambda name: late[name])),
        " at the latest, and know what came.",
    )


def annex(given: Materials) -> Section:
    """Data of each equation, and the source of each class."""
    note = paragraph(said("Data by the names of \u2018foedus data list\u2019, which has their citations."), kind="note")
    items = [paragraph(one, kind="item") for one in (*_equations(given), *_records(given), *_results(given))]
    return Section("Sources in full", (note, *items))


def _equations(given: Materials) -> Iterator[Sentence]:
    """Years and data of the equations, those with the same in one sentence."""
    fits = given.said.provenance.equations
    alike: dict[tuple[int, int, tuple[str, ...]], list[str]] = {}
    for name, fit in fits.items():
        alike.setdefault((fit.first_year, fit.last_year, tuple(fit.sources)), []).append(name)
    for names in alike.values():
        where = ("provenance", "equations", names[0])
        listed = ", ".join(names)
        data: list[Piece] = []
        for place in range(len(fits[names[0]].sources)):
            data += [", " if data else "", given.answer.quote(*where, "sources", place)]
        yield said(
            f"{listed[:1].upper()}{listed[1:]}, ",
            given.answer.number("year", *where, "first_year"),
            " to ",
            given.answer.number("year", *where, "last_year"),
            ": ",
            *data,
            ".",
        )


def _records(given: Materials) -> Iterator[Sentence]:
    """What was counted in each class, and the publisher; each once."""
    seen: set[tuple[str, str]] = set()
    for place, line in enumerate(given.said.outcomes):
        if line.record is None or (line.record.counted, line.record.source) in seen:
            continue
        seen.add((line.record.counted, line.record.source))
        where = ("outcomes", place, "record")
        yield said(given.answer.quote(*where, "counted"), " ", given.answer.quote(*where, "source"), ".")


def _results(given: Materials) -> Iterator[Sentence]:
    """Results of single questions that were handed in, and how many futures they rest on."""
    for source, command in (
        (given.elections, "elections"),
        (given.regret, "orders --regret"),
        (given.discover, "discover"),
        (given.signposts, "signposts"),
    ):
        if source is not None:
            futures, seed = source.number("count", "futures"), source.number("year", "seed")
            yield said(f"\u2018foedus {command}\u2019: ", futures, " futures, seed ", seed, ".")
