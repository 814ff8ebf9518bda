from foedus.compiler import with_whole_stores

CODE = """  %old = load <4 x double>, ptr %p, align 8
  %7 = select <4 x i1> %c, <4 x double> %new, <4 x double> %old
  store <4 x double> %7, ptr %p, align 8
  store <4 x double> %new, ptr %q, align 8
"""


def test_a_choice_of_many_futures_is_frozen_before_it_is_stored_and_nothing_else_is():
    before, after = CODE.splitlines(), with_whole_stores(CODE).splitlines()
    assert after[:2] == before[:2]
    assert after[2:4] == ["  %whole.0 = freeze <4 x double> %7", "  store <4 x double> %whole.0, ptr %p, align 8"]
    assert after[4:] == before[3:]
