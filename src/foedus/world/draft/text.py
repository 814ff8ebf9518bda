"""The text of a case file from the publishers' data as of a day: commented, every figure with its year and source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from foedus.data.catalog import source
from foedus.data.names import state_codes
from foedus.data.references import cite
from foedus.errors import InputError
from foedus.world.draft.cast import Cast, cast
from foedus.world.draft.facts import Facts, Read
from foedus.world.draft.pacts import Pact
from foedus.world.fields import fields

STATE = ("cinc", "gdp", "milex", "gdp_per_head", "polyarchy", "ideal_point", "nuclear", "latent")
REST = ("cinc", "gdp", "milex")
LISTED = 4
"""Most allies that a title names."""

NO_CHALLENGER = (
    "NO CHALLENGER is named: no publisher here knows a rival of this alliance, and the numbers would speak of a world without "
    "an adversary. Add the state that you have in mind, with role: challenger."
)
UNITS = {field.case.rsplit(".", 1)[-1]: field.unit for field in fields().values()}


def draft(states: str, as_of: date) -> str:
    """The text of a case about the alliance of `states` (names separated by commas) on a day.

    Raises InputError for a future day, unknown states or states without an alliance, and DataError for a publisher's
    file that is missing.
    """
    if as_of > date.today():
        raise InputError(f"as-of {as_of} is after today, {date.today()}; a case cannot be dated in the future")
    if as_of.year < 1947:
        raise InputError(f"as-of {as_of} is too early: UN votes and the equations begin in 1946; choose 1947 or later")
    facts = Facts(as_of)
    chosen = cast(facts, state_codes(states, facts.members, facts.known))
    return written(facts, chosen)


def written(facts: Facts, chosen: Cast) -> str:
    """The text of a case about a cast."""
    return "\n".join(_Draft(facts, chosen).lines()) + "\n"


class _Draft:
    """The parts of the text. Sources are listed as they are used."""

    def __init__(self, facts: Facts, chosen: Cast) -> None:
        self.facts, self.cast = facts, chosen
        self.used: dict[str, None] = {}
        self.elections = facts.elections(chosen.states)

    def lines(self) -> list[str]:
        body = [*self.states(), *self.rest(), *self.relations(), *self.instruments(), *self.load(), *NOT_JUDGED]
        return [*self.head(), *self.sources(), *body]

    def head(self) -> Iterator[str]:
        facts, chosen = self.facts, self.cast
        allies = _members([facts.name(code) for code in (chosen.patron, chosen.protege, *chosen.allies)])
        challengers = f"Challengers: {chosen.rule}." if chosen.challengers else NO_CHALLENGER
        yield from _comment(
            f"The alliance of {allies} on {facts.as_of}, filled in by 'foedus case new --from-data'. A yearly "
            f"figure counts once its year is over, so none is later than {facts.known}; each is the latest coded up to then, "
            "quoted from releases that may be later and revised. A number that no publisher gives is null, with the reason.",
            "Who is here: the alliance as named, its patron the state with the highest CINC, its protege the first of the "
            f"others; at most four challengers; and every other great power. {challengers}",
            "Nothing here is judged: what is left out at the end of the file stands at the defaults of the schema.",
        )
        yield f"id: {facts.abbreviation(chosen.patron)}-{facts.abbreviation(chosen.protege)}-{facts.as_of.year}".lower()
        yield f"title: {_text(f'Is the alliance of {allies} prepared for the world it is entering?')}"
        yield f"as_of: {facts.as_of}"
        yield f"protege: {facts.abbreviation(chosen.protege)}"
        yield f"patron: {facts.abbreviation(chosen.patron)}"
        yield ""

    def sources(self) -> Iterator[str]:
        yield "sources:"
        for key in sorted(self.used):
            entry = source(key)
            works = "; ".join(work.text for work in cite([key])) or entry.title
            yield f"  {key}:"
            yield f"    citation: {_text(works)}"
            yield f"    version: {_text(f'{entry.title}, {entry.version}, coded {entry.first_year}-{entry.last_year}')}"
        yield ""

    def figure(self, read: Read, field: str) -> str:
        unit = f"unit: {_text(UNITS[field]) if ',' in UNITS[field] else UNITS[field]}"
        if read.value is None:
            year = f"year: {read.year}, " if read.year else ""
            return f"{{ value: null, {unit}, {year}reason: {_text(read.reason)} }}"
        self.used[read.source] = None
        note = f", note: {_text(read.reason)}" if read.reason else ""
        return f"{{ value: {_number(read.value)}, {unit}, year: {read.year}, source: {read.source}{note} }}"

    def states(self) -> Iterator[str]:
        yield from _comment(
            "candidate: neither armed nor without the figures that its decision for nuclear weapons rests on. democracy: "
            "polyarchy of 0.5 or more, or Polity of 6 or more where that is unknown. Sides of governments are not judged."
        )
        yield "states:"
        majors = self.facts.majors()
        for code in self.cast.states:
            read = {field: self.facts.figure(code, field) for field in STATE}
            if read["nuclear"].value is None:
                read["nuclear"] = Read(
                    0.0, self.facts.known, "nuclear-status", "not listed among states that explored weapons"
                )
            able = all(read[field].value is not None for field in ("gdp_per_head", "latent"))
            yield f"  - code: {code}"
            yield f"    abbreviation: {self.facts.abbreviation(code)}"
            yield f"    name: {_text(self.facts.name(code))}"
            yield f"    role: {self.cast.role(code)}"
            yield f"    major: {_flag(code in majors)}"
            yield f"    democracy: {_flag(self.facts.democratic(code))}"
            yield f"    candidate: {_flag(able and (read['nuclear'].value or 0) < 3)}"
            yield "    figures:"
            for field in STATE:
                yield f"      {field}: {self.figure(read[field], field)}"
            yield from self.politics(code)
        yield ""

    def politics(self, code: int) -> Iterator[str]:
        leader = self.facts.leader(code)
        if leader is None:
            yield "    # government: no list of leaders here reaches this day"
        else:
            name, party, since, key = leader
            self.used[key] = None
            said = f"party: {_text(party)}, " if party else ""
            yield f"    government: {{ leader: {_text(name)}, {said}since: {since}, source: {key} }}"
        if code in self.elections:
            following, every = self.elections[code]
            self.used["reign-elections"] = None
            constitution = self.facts.constitution(code)
            said = ""
            if constitution is not None:
                self.used["chisols"] = None
                said = f", constitution: {constitution}, constitution_source: chisols"
            note = "last election and the usual term, by the list; not a date set by law"
            source_note = f"source: reign-elections, note: {_text(note)}"
            yield f"    elections: {{ next: {following}, every_years: {every}{said}, {source_note} }}"
        elif self.facts.democratic(code):
            yield "    # elections: it has no vote on the list of elections; without a calendar its government never votes"

    def rest(self) -> Iterator[str]:
        yield from _comment("All other states together; of CINC, what the shares above leave of 1.")
        yield "rest:"
        for field in REST:
            read = self.facts.rest(self.cast.states, field)
            if field == "cinc":
                shares = (self.facts.figure(code, field).value for code in self.cast.states)
                read = read._replace(value=max(0.0, 1.0 - sum(float(_number(share)) for share in shares if share)))
            yield f"  {field}: {self.figure(read, field)}"
        yield ""

    def relations(self) -> Iterator[str]:
        yield from _comment(
            "Every pair with a great power, and every contiguous pair. Rivalry is coded in retrospect: its authors knew what "
            "came after. Of the years between those that disputes are coded for and the start, what UCDP lists is given; "
            "other disputes without deaths are drawn in every future."
        )
        yield "relations:"
        majors = self.facts.majors()
        for first, second in combinations(self.cast.states, 2):
            contiguous = self.facts.contiguous(first, second)
            if not (contiguous or first in majors or second in majors):
                continue
            figures = {
                "distance": self.facts.distance(first, second),
                "last_dispute": self.facts.last_dispute(first, second),
                "memory": self.facts.memory(first, second),
                "rivalry": self.facts.rivalry(first, second),
            }
            yield f"  - states: [{self.facts.abbreviation(first)}, {self.facts.abbreviation(second)}]"
            yield f"    since: {self.facts.member_since(first, second)}"
            yield f"    contiguous: {_flag(contiguous)}"
            for field, read in figures.items():
                yield f"    {field}: {self.figure(read, field)}"
            yield from self.incidents(first, second)
        yield ""

    def incidents(self, first: int, second: int) -> Iterator[str]:
        """What is known of the years after those coded; a conflict of the last year known is under way."""
        known = self.facts.conflicts(first, second)
        level = self.facts.hostility(first, second)
        if level is not None and self.facts.dispute_year == self.facts.start:
            yield f"    dispute: {{ level: {level}, since: {self.facts.start}, source: {self.facts.dispute_source} }}"
        if not known:
            return
        self.used["ucdp-prio"] = None
        last = max(known)
        if last == min(self.facts.start, self.facts.known):
            since = next(year for year in range(last, 0, -1) if known.get(year - 1) != known[last])
            deaths = "" if known[last] == "war" else "deaths: 25, "
            note = "25 battle deaths or more in the year"
            yield f"    dispute: {{ level: {known[last]}, {deaths}since: {since}, source: ucdp-prio, note: {_text(note)} }}"
            known = {year: level for year, level in known.items() if year < since}
        yield from ["    incidents:"] if known else []
        for year, level in known.items():
            deaths = "" if level == "war" else "deaths: 25, "
            yield f"      - {{ year: {year}, level: {level}, {deaths}source: ucdp-prio, note: deaths are 25 at the least }}"

    def instruments(self) -> Iterator[str]:
        yield from _comment(
            "Pacts among these states in ATOP, and troops. ATOP does not tell the years of notice: 0 stands until someone has "
            "read the treaty. Parties outside this file are left out."
        )
        yield "instruments:"
        for pact in self.cast.pacts:
            yield from self.pact(pact)
        yield from self.presence()
        yield ""

    def load(self) -> Iterator[str]:
        yield from _comment("Whether the patron takes part in a war of 1,000 battle deaths or more, anywhere.")
        yield f"load: {self.figure(self.facts.load(self.cast.patron), 'load')}"
        yield ""

    def pact(self, pact: Pact) -> Iterator[str]:
        parties = ", ".join(self.facts.abbreviation(code) for code in pact.parties)
        self.used["atop-alliances" if pact.number else "atop-dyads"] = None
        yield f"  - id: {_id(self.facts, pact)}"
        yield f"    name: {_text(self.called(pact))}"
        yield f"    kind: {pact.kind}"
        yield f"    parties: [{parties}]"
        if pact.kind == "defence-pact":
            yield f"    protects: [{parties}]"
        yield f"    since: {pact.since}" + ("" if pact.exact else " # the day is not known")
        yield "    notice_years: 0"
        yield f"    own: {_flag(self.cast.own(pact))}"
        yield f"    source: {'atop-alliances' if pact.number else 'atop-dyads'}"
        yield f"    text: {_text(_obligation(pact))}"

    def called(self, pact: Pact) -> str:
        """'1951 defence pact'; where another has this name, also its number in ATOP, or its parties."""
        what = "defence pact" if pact.kind == "defence-pact" else "entente"
        alike = [one for one in self.cast.pacts if (one.kind, one.since.year) == (pact.kind, pact.since.year)]
        parties = " and ".join(self.facts.name(code) for code in pact.parties)
        told = f" (ATOP {pact.number})" if pact.number else f" of {parties}"
        return f"{pact.since.year} {what}{told if len(alike) > 1 else ''}"

    def presence(self) -> Iterator[str]:
        troops = self.facts.troops(self.cast.protege) if self.facts.abbreviation(self.cast.patron) == "USA" else None
        if troops is None or not troops.value:
            return
        pact = next(pact for pact in self.cast.pacts if self.cast.own(pact))
        patron, protege = (self.facts.abbreviation(code) for code in (self.cast.patron, self.cast.protege))
        yield "  - id: us-troops"
        yield f"    name: {_text(f'United States forces in {self.facts.name(self.cast.protege)}')}"
        yield "    kind: presence"
        yield f"    parties: [{patron}, {protege}]"
        yield f"    protects: [{protege}]"
        yield f"    since: {pact.since} # that of the pact; the table tells numbers, not agreements"
        yield "    notice_years: 0"
        yield f"    rests_on: {_id(self.facts, pact)}"
        yield f"    troops: {self.figure(troops, 'troops')}"
        yield "    own: true"
        yield "    source: us-troops"
        yield "    text: Troops on active duty in the host state; an obligation is not coded."


NOT_JUDGED = (
    "# Judgements that are yours to add; each has a default, which 'foedus case show' names:",
    "#   bloc: [...]                the adversary's bloc",
    "#   side: conservative         in `government` of patron and protege: conservative, progressive or none",
    "#   strain: [...]              of each pair of such governments",
    "#   integrity: {...}           of each instrument, with the reason",
    "#   tolerances: [...]          what you can live with; without any there is no verdict",
    "#   base_rates: [...]          what happened before",
    "#   coercion: {...}            who may coerce the protege economically",
    "#   cannot_say: [...]          what this case cannot answer",
)


def _id(facts: Facts, pact: Pact) -> str:
    if pact.number:
        return f"atop-{pact.number}"
    return "-".join(["pact", *(facts.abbreviation(code).lower() for code in pact.parties), str(pact.since.year)])


def _obligation(pact: Pact) -> str:
    owed = "obliges its parties to defend each other" if pact.kind == "defence-pact" else "obliges less than defence"
    return f"ATOP {pact.number}: {owed}." if pact.number else f"The dyad is coded a defence pact in ATOP: it {owed}."


def _members(names: Sequence[str]) -> str:
    """'A and B', 'A, B and C', or 'A, B, C and 9 others'."""
    shown = list(names) if len(names) <= LISTED else [*names[: LISTED - 1], f"{len(names) - LISTED + 1} others"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _number(value: float) -> str:
    """Six significant digits, in plain notation."""
    return np.format_float_positional(value, precision=6, fractional=False, trim="-")


def _flag(value: bool) -> str:
    return str(value).lower()


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _comment(*paragraphs: str) -> Iterable[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield "#"
        line = "#"
        for word in paragraph.split():
            if len(line) + 1 + len(word) > 118:
                yield line
                line = "#"
            line += f" {word}"
        yield line
