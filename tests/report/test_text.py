import re

import pytest

from foedus.assessment.answer import UnknownFigure
from foedus.assessment.verdict_lines import Reason, Verdict
from foedus.report.page import as_html
from foedus.report.text import as_text

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [80, 100, 140])
def test_every_outcome_stands_in_a_row_with_its_numbers(answer, width):
    text = as_text(answer, width)
    rows = {
        "war": ("11%", "very unlikely", "2.2% to 33%", "9.9% (4.4-20)"),
        "pact holds": ("88%", "77% to >99.9%"),
        "never seen": ("0%", "0% to <0.1%"),
        "not estimable": ("unknown",),
        "cost, florins": ("4.4", "3.3 to 5.5"),
    }
    for label, numbers in rows.items():
        block = re.search(rf"^{label} .*(\n .*)*", text, re.MULTILINE)
        assert block, label
        flat = re.sub(r"\s+", " ", block[0])
        for number in numbers if width > 80 else numbers[:1]:
            assert number in flat, (label, number)


@pytest.mark.parametrize("width", [20, 80, 81, 100, 200])
def test_lines_fit_the_width_and_nothing_is_cut(answer, width):
    text = as_text(answer, width)
    assert max(len(line) for line in text.splitlines()) <= max(width, 80)
    assert "\N{HORIZONTAL ELLIPSIS}" not in text
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_a_long_name_is_folded_and_not_cut(make):
    line = make().counterfactuals[0].model_copy(update={"name": "Xyzzy" * 30})
    text = as_text(make(counterfactuals=[line]), 80)
    assert "\N{HORIZONTAL ELLIPSIS}" not in text
    table = text.split("The same futures without")[1].split("Paired differences")[0]
    assert re.sub(r"[^Xyz]", "", table) == "Xyzzy" * 30


def test_the_sections_carry_their_numbers(answer):
    text = as_text(answer)
    for expected in (
        "Is the alliance of Ruritania prepared?",
        "1,234 futures · seed 42",
        "NOT PREPARED\nAs measured, war missed (all 3 analysts above 5%).",
        "weights   initiation: history 75%, liberal 25%",
        "disagree  war: 1.1% (initiation: history, hardly any weight) to 22% (initiation: liberal)",
        "agree     pact holds: 88% under all; by weight 88%",
        "In all 1,234 futures of the headline. Order: as measured.",
        "war: missed, all 3 above 5%, from 6.6% (duels: rates) to 11% (the mixture)",
        "war: duels: rates 6.6%, its class 9.9%, the mixture 11%",
        "war would be turned by honour moved by -2.5 of its standard deviations",
        "war: duchies: 7 in 777 duchy-years (1801-1877): 3.7% (2% to 6%)",
        "war: 55% of respondents (1999). Courtiers who expect one. Court Gazette.",
        "In 567 futures of each; 'by weight' mixes them",
        "Rests on 11 fitted, 22 literature and 33 elicited parameters. 44% of the headline's spread",
        "Treaty of Zenda takes with it: Castle garrison",
        "war N(-0.20, 0.25), literature (rival signs: - 0; moved by data: none)",
        "Sevens counted. Book of Sevens, vol. 7.",
        "1,234 futures in the headline, 890 in each order where orders are compared",
        "1-9; tablets: war",
        "Five is a made-up limit.",
        "- Whether Ruritania exists.",
    ):
        assert expected in text
    assert re.search(r"Treaty of Zenda +\+1\.2 \* +no change\n +0\.3 to 2\.1", text)
    assert re.search(r"Castle garrison +no change +-1\.1\n +-2\.2 to 0\.40", text)
    assert re.search(r"sceptical +literature +optimist", text)
    assert re.search(
        r"Treaty of Zenda +\+0\.1 +\+1\.2 \* +\+5\.5 \*\n +-0\.2 to 0\.4 +0\.3 to 2\.1 +4\.4 to 6\.6", text
    )
    assert "literature beliefs" in text.split("NOT PREPARED")[0]
    assert re.search(r"As measured +-6\.0 \* +no change\n +-9\.0 to -3\.0", text)
    assert re.search(r"poles by CINC, now 1\.5 +2\.0 +3\.0\n +1\.8 to 2\.2 +2\.8 to 3\.2", text)
    assert re.search(r"war: at most 5% +missed +missed\n +11% +22%", text)
    assert re.search(r"Treaty of Zenda \(weakest\) +77% \(66-88\) +20% \(10-30\) +3\.0% \(2\.0-4\.0\)", text)
    assert re.search(r"progressive +conservative +44% +33% to 55% +0\.5 +They quarrel\.", text)


def test_words_are_explained_once_where_they_are_used(answer, make):
    words = as_text(answer).split("\nWords\n")[1]
    for term in ("90% interval", "paired difference", "evidence grade", "CINC", "GDP", "N(m, s)"):
        assert len(re.findall(rf"^- {re.escape(term)}: ", words, re.MULTILINE)) == 1
    assert "THAAD" not in words
    doubt = answer.cannot_say[0].model_copy(update={"text": "Whether THAAD works."})
    assert "THAAD" not in as_text(make(cannot_say=[doubt])).split("\nWords\n")[1]
    assert "- THAAD: A made-up radar." in as_text(make(cannot_say=[doubt], words={"THAAD": "A made-up radar."}))


def test_colour_changes_nothing_but_colour(answer):
    plain, coloured = as_text(answer), as_text(answer, colour=True)
    assert "\x1b" not in plain
    assert "\x1b" in coloured
    assert [x.rstrip() for x in ESCAPE.sub("", coloured).splitlines()] == plain.splitlines()


def test_a_title_is_text_and_not_markup(make):
    assert "Is [bold]this[/bold] :warning: ready?" in as_text(make(question="Is [bold]this[/bold] :warning: ready?"))


def test_an_answer_of_outcomes_alone_is_still_told(make):
    text = as_text(make(counterfactuals=[], orders=[], thesis=[], governments=[], agreement=[]))
    assert "war" in text
    assert "By world order" not in text


def test_an_unknown_share_of_priors_is_said_to_be_unknown(make, answer):
    text = as_text(make(provenance=answer.provenance.model_copy(update={"prior_share": None})))
    assert "cannot be distinguished from Monte Carlo error" in text


def blank(line):
    return line.model_copy(
        update={name: [None] * 4 for name in ("median", "low50", "high50", "low90", "high90")} | {"start": None}
    )


def test_poles_that_no_order_knows_are_said_once(make):
    orders = [each.model_copy(update={"poles": [blank(each.poles[0]), each.poles[1]]}) for each in make().orders]
    text = as_text(make(orders=orders))
    block = " ".join(re.search(r"^effective number of poles by CINC.*(\n .*)*", text, re.MULTILINE)[0].split())
    assert block.count("not known") == 1
    assert as_html(make(orders=orders)).count("effective poles by CINC") == 0


def test_what_the_case_does_not_know_is_said(make):
    lacking = [UnknownFigure(state=state, figure="polyarchy", enters="drawn") for state in ("Zenda", "Strelsau")]
    for said in (as_text(make(unknown=lacking)), as_html(make(unknown=lacking))):
        assert "Not known, and how it enters" in said
        assert "polyarchy of Zenda, Strelsau: drawn anew in each parameter set" in " ".join(said.split())
    assert "Not known" not in as_text(make()) + as_html(make())


def test_nothing_stands_over_nothing(make):
    bare = [line.model_copy(update={"base_rates": []}) for line in make().outcomes]
    verdict = Verdict(
        value="cannot tell",
        leaning=None,
        order="as-measured",
        reasons=[Reason(code="no-limits", order=None, outcome=None, decides=True)],
    )
    answer = make(outcomes=bare, verdict=verdict)
    assert "Base rates as the case" not in as_text(answer)
    assert "Base rates as the case" not in as_html(answer)
    assert "What decides the verdict" not in as_html(answer)
    assert "Base rates as the case" in as_text(make())


def test_one_is_not_a_plural(make):
    text = as_text(make(futures=1, paired_futures=1, compared_futures=1, sets=1, horizon=1))
    assert not re.search(r"\b1 (futures|years|parameter sets)\b", text + as_html(make(futures=1, paired_futures=1)))
    assert "next year, to 2004" in text


def test_an_order_says_which_of_its_states_the_case_holds(make):
    held = make().orders[0].model_copy(update={"states": ["Ruritania", "Zenda"], "lacking": ["PRK"]})
    for said in (as_text(make(orders=[held])), as_html(make(orders=[held]))):
        assert "Of the states that it names the case holds Ruritania and Zenda." in " ".join(said.split())
    assert "the case holds" not in as_text(make())
