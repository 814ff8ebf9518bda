from foedus.report import reading


def test_a_tolerance_of_another_horizon_is_not_set_against_the_outcome(answer, make):
    war = answer.outcomes[0]
    line = answer.orders[0].tolerances[0]
    assert reading.tolerance_of(answer, war) == line
    assert reading.tolerance_of(make(tolerances=[line.model_copy(update={"years": 3})]), war) is None
    assert reading.tolerance_of(make(tolerances=[]), war) is None


def test_the_verdict_on_the_order_of_the_headline_rests_on_all_its_futures(answer, make):
    first, second = answer.orders
    other = make(tolerances=[answer.tolerances[0].model_copy(update={"state": "met"})])
    assert reading.judged(other, first) == other.tolerances != first.tolerances
    assert reading.judged(other, second) == second.tolerances
    assert [[reading.stand(line) for line in reading.judged(other, order)] for order in other.orders] == [
        ["met"],
        ["missed"],
    ]
    assumed = answer.tolerances[0].model_copy(update={"state": "not-met-by-assumption"})
    assert reading.stand(assumed) == "by assumption"


def test_footnotes_share_a_letter_for_the_same_text():
    assert reading.footnotes(["x", "y", "", "x"]) == {"x": "a", "y": "b"}


def test_an_outcome_that_is_counted_given_another_follows_on_it(answer):
    kept = answer.outcomes[1].model_copy(update={"given": "war", "kind": "share"})
    assert (reading.name(kept), reading.plain(kept)) == ("... and pact holds", "and pact holds")
    assert reading.name(answer.outcomes[1]) == reading.plain(answer.outcomes[1]) == "pact holds"


def test_what_the_case_adds_stands_after_the_definition(answer):
    line = answer.outcomes[0].model_copy(update={"note": "The last was in the year 7."})
    assert reading.definition(line) == "What war means. The last was in the year 7."
