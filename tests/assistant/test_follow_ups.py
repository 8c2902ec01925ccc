"""What a conversation does beyond answering: its basis, once more, each choice, a person."""

from __future__ import annotations

from assistant.reply import Kind
from tests.assistant.conftest import Converse

CAP = "职工门诊统筹一年封顶多少"


def test_the_basis_of_an_answer(converse: Converse) -> None:
    """哪个文件说的 and 是哪一年的规定 name the document, its issuer and its day."""
    _, document, year = converse(CAP, "哪个文件说的", "是哪一年的规定")
    for reply in (document, year):
        assert reply.kind is Kind.ANSWER
        assert "游仙区人民政府" in reply.text and "2023年5月31日" in reply.text
        assert reply.citations


def test_said_once_more(converse: Converse) -> None:
    """没听懂 gives the last answer again."""
    first, again = converse(CAP, "没听懂，讲白点")
    assert again.kind is Kind.ANSWER and first.text in again.text


def test_the_third_time_a_person_is_offered(converse: Converse) -> None:
    """Who asks the same three times is shown the way to a person."""
    first, second, third = converse(CAP, CAP, CAP)
    assert "转人工" not in first.text + second.text and "转人工" in third.text


def test_what_each_choice_comes_to(converse: Converse) -> None:
    """Who does not know the tier is told what holds for each, asked, and in the end offered a person."""
    first, second, third = converse("在职职工看门诊花了1600元能报多少", "说不清楚", "不晓得")
    for reply in (first, second, third):
        assert reply.kind is Kind.CLARIFY and reply.clarify is not None and reply.clarify.slot == "tier"
        assert "700元" in reply.text and reply.citations
    assert "转人工" not in first.text and "转人工" in third.text


def test_a_chat_between_questions_loses_nothing(converse: Converse) -> None:
    """The thread goes on behind small talk."""
    *_, last = converse("退休职工三级医院门诊花了1800元报多少", "今天下好大的雨哦", "要是二级医院呢")
    assert last.slots["status"] == "retired" and last.slots["tier"] == "secondary" and last.slots["amount"] == "1800"


def test_an_earlier_matter_taken_up_again(converse: Converse) -> None:
    """先前问的药店那个 is worked out anew with the new sum."""
    *_, last = converse(
        "在职，定点药店买药一千二报多少", "另外问一下居民生孩子剖宫产最多报多少", "先前问的药店那个再算一遍，按八百"
    )
    assert last.slots["tier"] == "pharmacy" and last.slots["amount"] == "800" and "delivery" not in last.slots


def test_what_was_understood_is_shown(converse: Converse) -> None:
    """The reply names its route, its place, and what was wanted, ask by ask."""
    (reply,) = converse("两件事：职工门诊封顶多少，还有咨询电话是多少")
    assert reply.route == "policy" and reply.region is not None and reply.region.code == "510704"
    assert reply.asks[0].wants == ("amount",) and "phone" in reply.asks[1].wants
