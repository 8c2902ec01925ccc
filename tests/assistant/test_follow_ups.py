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


def test_a_case_swapped_can_be_taken_up_again_as_it_stood(converse: Converse) -> None:
    """先前问的药店那个 is the first case, with what was known of it, though another was swapped in since."""
    *_, last = converse(
        "退休的，药店拿药三百六能报多少", "那在职的二级医院门诊，1560呢", "先前问的药店那个再算一遍，按八百"
    )
    assert last.slots["tier"] == "pharmacy" and last.slots["status"] == "retired" and last.slots["amount"] == "800"


def test_two_figures_of_one_thing_are_asked_again_together(converse: Converse) -> None:
    """门诊的呢 behind 补了多少人次，多少钱 means both, in the year named before."""
    *_, last = converse("2018年上半年城乡居民医保工作情况汇报，住院补偿了多少人次，多少钱", "门诊的呢")
    assert len(last.asks) == 2 and last.slots["year"] == "2018"


def test_small_talk_that_no_list_knows(converse: Converse) -> None:
    """What asks and tells nothing is chatter; an ellipsis is not."""
    _, chat, asked = converse(CAP, "哦哦，你这娃娃还怪好的", "那退休的呢")
    assert chat.kind is Kind.CHAT and asked.kind is not Kind.CHAT


def test_a_bill_is_reckoned_where_the_person_is_insured(converse: Converse) -> None:
    """Asked to use another place's rules, the assistant computes nothing with them."""
    (reply,) = converse("我在职，职工医保是在德阳交的，三甲门诊花了1100，按你们绵阳的门槛给我算报多少")
    assert "450元" not in reply.text and not reply.calculations


def test_the_difference_to_the_case_before(converse: Converse) -> None:
    """那多报多少 behind two cases tells how far they lie apart, with both calculations."""
    *_, last = converse("退休，三级医院门诊1000能报多少", "同样的钱去社区卫生服务中心呢", "那多报多少")
    assert "85元" in last.text and len(last.calculations) >= 2


def test_whom_to_call_is_told_beside_an_answer(converse: Converse) -> None:
    """The office's phone asked for last in a message is told with the rest, not reported as missing."""
    (reply,) = converse("想问一下职工门诊起付线是多少？报销比例是多少？还有咨询电话是多少？")
    assert reply.kind is Kind.ANSWER
    assert "0816-5037026" in reply.text and "没有查到" not in reply.text
