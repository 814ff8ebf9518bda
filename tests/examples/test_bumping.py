"""Bumping finds more where little is planted, and the page says how much."""


def test_the_page_has_the_table_and_bumping_helps_where_little_is_planted(load_example, page):
    example, text = load_example("bumping"), page("decisions/0029-where-an-alliance-fails.md")
    assert all(f"{100 * inside:.0f} % against {100 * outside:.0f} %" in text for inside, outside in example.PLANTED)
    found = example.compared(*example.PLANTED[1], draws=20, again=10)
    assert found.bumped > found.plain
    assert found.gain > 0.0
