"""The part of a clause that answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import Ask
from assistant.understanding.excerpt import SHORT, excerpt
from knowledge.generation import Generation

FILLER = "参保登记由各镇负责，登记时间为每天上午九点到下午五点，双休日和节假日不办理登记业务，请大家互相转告。"
LONG = (
    FILLER + "转诊由县医院办理，转诊手续当天办结。但没有办转诊的，降低报销比例。其中急诊不受限制。"
    "社保卡由银行发放，遗失以后要先挂失，再到原来的网点补办新卡，补卡需要带上身份证。" + FILLER
)


def asked(text: str) -> Ask:
    """An ask of these words alone."""
    return Ask(text=text, query=text)


def test_a_short_clause_is_whole() -> None:
    """A short clause is quoted in full, whatever was asked."""
    text = "在职职工每年200元。退休职工每年150元。"
    assert excerpt(text, asked("退休的呢")) == text


def test_a_long_clause_gives_the_fitting_sentences() -> None:
    """Of a long clause the sentences that speak of the ask are quoted."""
    assert len(LONG) > SHORT
    said = excerpt(LONG, asked("社保卡丢了怎么补办"))
    assert "社保卡由银行发放" in said
    assert "参保登记" not in said


def test_a_list_is_told_whole() -> None:
    """A list is not cut down to the items that hold a word of the question."""
    items = "；".join(f"《第{n}号办法》" for n in "一二三四五")
    said = excerpt(f"{FILLER}{FILLER}{FILLER}依据有5份：{items}。", asked("依据是第三号办法还是哪些办法"))
    assert said == f"依据有5份：{items}。"


def test_what_limits_a_sentence_comes_along() -> None:
    """但 and 其中 behind a sentence limit it and are not cut off."""
    said = excerpt(LONG, asked("转诊手续多久办结"))
    assert said.startswith("转诊由县医院办理")
    assert "但没有办转诊的，降低报销比例。其中急诊不受限制。" in said


def test_a_sentence_never_begins_with_what_limits_another() -> None:
    """An answer that begins with 但 takes the sentence before it along."""
    assert not excerpt(LONG, asked("没有办转诊会降低报销比例吗")).startswith("但")


@given(st.text(alphabet="参保转诊，。；！但其中未\n ", max_size=400), st.text(max_size=12))
def test_stands_in_the_clause_word_for_word(text: str, ask: str) -> None:
    """An excerpt is a piece of the clause, with what heads a list before it."""
    assert all(line in text for line in excerpt(text, asked(ask)).split("\n"))


def test_an_item_of_a_list_is_told_under_what_heads_it() -> None:
    """A number in the question finds its item, and the item keeps the line that says what is listed."""
    items = "；\n".join(f"- 《第{n}号办法》（甲发〔2018〕{n}号），由县医保中心等部门负责实施" for n in range(60, 68))
    said = excerpt(f"通知依据8份文件：\n{items}。", asked("甲发2018 66号是什么文件"))
    assert said == "通知依据8份文件：\n- 《第66号办法》（甲发〔2018〕66号），由县医保中心等部门负责实施；"


def test_holds_for_every_shipped_clause(generation: Generation) -> None:
    """Every shipped clause gives a piece of itself for each of its own questions."""
    for clause in generation.store.values():
        for question in clause.questions:
            said = excerpt(clause.text, asked(question))
            assert said and all(line in clause.text for line in said.split("\n"))
