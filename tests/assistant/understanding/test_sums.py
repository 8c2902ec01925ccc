"""Which sum of a message is what."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.sums import money_slots, plain, sums
from knowledge.hearing import heard


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("门诊花了1600元", {"amount": "1600"}),
        ("花了1600元，其中自费200元", {"amount": "1600", "out_of_scope": "200"}),
        ("自费两百块，一共花了1600元", {"amount": "1600", "out_of_scope": "200"}),
        ("目录外300元，总共900元", {"amount": "900", "out_of_scope": "300"}),
        ("今年已经报了500元，这次花了800元", {"amount": "800", "paid": "500"}),
        ("之前花了1000元，这次花了600元", {"amount": "600", "accrued": "1000"}),
        ("上次花了100块，这次200块", {"amount": "200", "accrued": "100"}),
        ("今年头一回看门诊，花了三百元", {"amount": "300", "accrued": "0"}),
        ("首次，450.50元", {"amount": "450.5", "accrued": "0"}),
        ("这不是第一次了，花了300元", {"amount": "300"}),
        ("缴费基数6500元", {"base": "6500"}),
        ("我工资6500，账户划多少", {"base": "6500"}),
        ("花了2.6w", {"amount": "26000"}),
        ("住了7天院", {}),
    ],
)
def test_which_sum_is_what(text: str, expected: dict[str, str]) -> None:
    """The bill, what lies outside the insurance, what went before, what was paid and the base are told apart."""
    assert money_slots(text) == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("上周看门诊花了八百五，医保外的有一百二", ["850 amount", "120 out_of_scope"]),
        ("检查费六百，其中两百块不进医保", ["600 amount", "200 out_of_scope"]),
        ("今年报销了1200块，这回在药店买药花了360", ["1200 paid", "360 amount"]),
        ("门槛费已经扣了200，这次花了500", ["200 accrued", "500 amount"]),
        ("门槛是200，我花了1500", ["200 deductible", "1500 amount"]),
        ("卡里还有150块，门诊花了900块", ["150 balance", "900 amount"]),
        ("医院只给我报了400块，我花了1600块", ["400 reported", "1600 amount"]),
        ("我自己掏了900块，倒推一下总的花了多少", ["900 own"]),
        ("卡上每个月进130块，反推基数", ["130 credited"]),
        ("我退休金3200元一个月，门诊花了1100元", ["3200 pension", "1100 amount"]),
        ("车票花了45块，看病花了780块", ["45 other", "780 amount"]),
        ("交了保费380元，门诊花了900元", ["380 other", "900 amount"]),
        ("去年花了5000，今年花了1800能报多少", ["5000 other", "1800 amount"]),
        ("不是1600元，是1900元", ["1600 other", "1900 amount"]),
        ("基数原来是5000，调到6200了", ["5000 base", "6200 base"]),
        ("门诊花了-300元", ["300 negative"]),
        ("一次花了三千二，另一次花了四百零五块六毛", ["3200 amount", "405.6 amount"]),
    ],
)
def test_every_sum_has_a_role(text: str, roles: list[str]) -> None:
    """What was paid, owned, earned, credited or spent on the way is no bill."""
    assert [f"{plain(one.yuan)} {one.role}" for one in sums(text)] == roles


@pytest.mark.parametrize(
    ("text", "yuan", "monthly"),
    [
        ("每月药费260元，吃了五个月", "1300", False),
        ("我每个月买药要花300块，一年下来能报多少", "3600", False),
        ("每个月买药花300块", "300", True),
        ("五月份买药花了300块", "300", False),
    ],
)
def test_sums_of_each_month(text: str, yuan: str, monthly: bool) -> None:
    """So much a month is as many times as much as months are named; without them it stays a monthly sum."""
    (one,) = sums(text)
    assert (plain(one.yuan), one.monthly) == (yuan, monthly)


def _slots(text: str) -> dict[str, str]:
    """The slots of a message as it is heard, without a first visit's accrual of nothing."""
    slots = money_slots(heard(text))
    return {name: fact for name, fact in slots.items() if (name, fact) != ("accrued", "0")}


def _facts(expected: str) -> dict[str, str]:
    return dict(fact.split("=") for fact in expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("就按八百", "amount=800"),
        ("我妈看病用了两千三百六十五块八，能报多少", "amount=2365.8"),
        ("俺爹住院统共搁进去一万八千六", "amount=18600"),
        ("门诊一哈整脱一千二百块", "amount=1200"),
        ("住院结账单上写起的是23,456.78元", "amount=23456.78"),
        ("在三甲照了个核磁共振六百八，在职，报好多", "amount=680"),
        ("拔了两颗牙，收了我四百六，职工医保报不报", "amount=460"),
        ("药店买药三百六十五块钱", "amount=365"),
        ("门诊￥1,234.50", "amount=1234.5"),
        ("花了贰仟叁佰元", "amount=2300"),
        ("前天在社区卫生院输液，花咯两百四", "amount=240"),
        ("我用咗三千二百蚊睇医生", "amount=3200"),
        ("花了三千块左右", "amount=3000"),
        ("大概花了三千", "amount=3000"),
        ("一共一万二千三百四十五", "amount=12345"),
        ("住院1.7万元", "amount=17000"),
        ("门诊7,450元", "amount=7450"),
        ("买药八十六块钱", "amount=86"),
        ("买药花了36", "amount=36"),
        ("药店刷了45.6", "amount=45.6"),
        ("三楼门诊，花了420", "amount=420"),
        ("我花了1500，全是医保内的", "amount=1500"),
        ("怀孕七个月了，产检花了1260", "amount=1260"),
        ("生娃花了八千六，剖的", "amount=8600"),
        ("menzhen hua le 860, neng bao duoshao", "amount=860"),
        ("sanjia menzhen 500 kuai", "amount=500"),
        ("zhuyuan hua le 2.6w", "amount=26000"),
        ("the bill was 430 yuan", "amount=430"),
        ("I paid 1,200 at the hospital", "amount=1200"),
        ("hospital bill 11,300, my mom is retired", "amount=11300"),
        ("每月药费260元，吃了五个月", "amount=1300"),
        ("透析一次四百五，居民医保咋报", "amount=450"),
        ("一个疗程三千六，能报多少", "amount=3600"),
        ("额妈前个在镇上卫生院住院，一满花咧一千八百六", "amount=1860"),
        ("俺在岱岳区医院住了一星期，拢共花了六千三百二，俺是居民医保，能给报多少", "amount=6320"),
        ("我伢崽昨日发烧打针用呱三百一，报得几多不", "amount=310"),
        ("我今年透析一个月四次，每次四百五，一年下来报多少", "amount=450"),
        ("我老婆生娃，剖的，一万一千二，居民医保", "amount=11200"),
        ("顺产三千八报好多", "amount=3800"),
        ("门诊1500报了多少", "amount=1500"),
        ("门诊一千五的话，自己出多少", "amount=1500"),
        ("要是花一万呢", "amount=10000"),
        ("那三千呢", "amount=3000"),
        ("那一千二呢", "amount=1200"),
        ("换成2000块", "amount=2000"),
        ("改成八百", "amount=800"),
        ("假如我花三千五，报多少", "amount=3500"),
        ("我妈有高血压，一个月药费两百六，一年能报多少", "amount=3120"),
        ("每个季度药费900", "amount=900"),
        ("二甲 在职 1200 首次", "amount=1200"),
        ("退休 药店 450", "amount=450"),
        ("我和老伴各花了一千二", "amount=1200"),
        ("两个人一共花了三千", "amount=3000"),
        ("买一送一，花了198", "amount=198"),
        ("我花了2018块", "amount=2018"),
        ("花了2000整", "amount=2000"),
        ("门诊2000", "amount=2000"),
        ("我拿药拿了八百六", "amount=860"),
        ("药费1860左右吧", "amount=1860"),
        ("医生开了药，七百零八块六角五分", "amount=708.65"),
        ("五百四十三块两毛", "amount=543.2"),
        ("两万零五十", "amount=20050"),
        ("一万零五百", "amount=10500"),
        ("十二万三", "amount=123000"),
        ("住了个院，去了我一万五", "amount=15000"),
        ("看个牙遭了我六百八", "amount=680"),
        ("照个片子都要三百二", "amount=320"),
        ("做个胃镜五百八，职工医保报好多", "amount=580"),
        ("打狂犬针花了一千一，报不报", "amount=1100"),
        ("异地住院花了三万五，备案了的，报多少", "amount=35000"),
        ("没备案在重庆住院五万二", "amount=52000"),
        ("３６００元", "amount=3600"),
        ("3600RMB", "amount=3600"),
        ("我阿妈喺中心医院留院，总共使咗一万九千八百蚊，报得返几多", "amount=19800"),
        ("尕娃昨儿个发烧，在县医院挂了两天水，花咧四百三，能报多少咧", "amount=430"),
        ("家里娃儿摔了腿，打石膏花了一千六，医院说居民医保门诊不报，是真的不", "amount=1600"),
        ("那就算五千吧", "amount=5000"),
        ("如果是一万五呢", "amount=15000"),
        ("还是按三千算", "amount=3000"),
        ("八百块够不够起付线", "amount=800"),
        ("2680元 三甲 退休", "amount=2680"),
        ("门诊 2680.00", "amount=2680"),
        ("报销2680", "amount=2680"),
    ],
)
def test_a_bill(text: str, expected: str) -> None:
    """However the bill is told, its sum is read to the 分."""
    assert _slots(text) == _facts(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单子是1,286块5毛", "amount=1286.5"),
        ("总共3万8千", "amount=38000"),
        ("总共3万8", "amount=38000"),
        ("一千二百五十块零五毛", "amount=1250.5"),
        ("我爷爷八十二了，住了12天院，用了两万零八百，报销比例是多少", "amount=20800"),
        ("七十三岁，三级医院，门诊九百", "amount=900"),
        ("妈今年66，坐18路车去的，看门诊960", "amount=960"),
        ("我住5号楼302，在二级医院门诊花了760块", "amount=760"),
        ("打了三次12345才打通，我门诊花了680", "amount=680"),
        ("电话13800138000，门诊花了680", "amount=680"),
        ("2023年5月18号在三甲看的病，花了1580", "amount=1580"),
        ("5月18号10点半去的，挂了86号，花了1580", "amount=1580"),
        ("今天38度，我骑车3公里去医院，看病花了420", "amount=420"),
        ("身份证尾号3306，花了420", "amount=420"),
        ("坐车花了25，看病花了420", "amount=420"),
        ("打的去的，车费三十，门诊四百二", "amount=420"),
        ("我买了个轮椅780，住院花了9600", "amount=9600"),
        ("房租一个月1200，住院花了9600，报多少", "amount=9600"),
        ("请护工一天180，住院花了9600", "amount=9600"),
        ("交了5000押金，出院结算8600", "amount=8600"),
        ("保险公司赔了3000，住院花了9600", "amount=9600"),
        ("我还买了平安保险一年2600，住院花了9600", "amount=9600"),
        ("给孙子买了个手机1999，我看病花了420", "amount=420"),
        ("单位慰问了500，住院花了9600", "amount=9600"),
        ("隔壁老王报了1200，我花了一样多1800，能报好多", "amount=1800"),
        ("我交了380的居民医保，住院花了5600", "amount=5600"),
        ("退休门诊一年能报五千，我花了4200", "amount=4200"),
        ("听说能报800，我花了1200", "amount=1200"),
        ("我算下来应该报980，总共2160", "amount=2160"),
        ("少报了我120块，总共1200", "amount=1200"),
        ("多收了我200，门诊1600", "amount=1600"),
        ("女儿6斤8两，顺产4300", "amount=4300"),
        ("住了15天，两万三", "amount=23000"),
        ("在404医院花了一千二", "amount=1200"),
        ("在301医院看病花了一千二", "amount=1200"),
        ("检查费600，药费300，一共900", "amount=900"),
        ("挂号费12，总共是2740", "amount=2740"),
        ("救护车收了300，住院花了6000", "amount=6000"),
        ("坐席：您好 来电：我在药店买降压药，一盒三十八，买了十盒，总共三百八，报好多", "amount=380"),
        ("我老公工地上摔了腿，住院花了四万三，保险公司说赔两万，医保还能报不", "amount=43000"),
        ("我屋老汉在县医院住院，先交了三千，后来又补了一千五，出院一算总共四千二", "amount=4200"),
        ("费用总额5800 医保范围内5200 起付线500", "amount=5800 deductible=500"),
        ("去年花了五千，今年花了三千二，能报多少", "amount=3200"),
        ("我一个月工资8000，门诊花了1200", "amount=1200"),
        ("药店说满300减50，我买了320的药", "amount=320"),
        ("我孙女考了96分，我门诊花了480", "amount=480"),
        ("钱包里只剩50块了，看病要用400", "amount=400"),
        ("借了亲戚5000，住院一共花了18000", "amount=18000"),
        ("手术费八万六千四百，耗材费三万二，总共十五万八", "amount=158000"),
        ("窗口说我只能报320，我花了900", "amount=900"),
        ("按70%报的话，8000能拿回多少", "amount=8000"),
        ("8000报70%是5600对不", "amount=8000"),
        ("1千5报多少", "amount=1500"),
        ("伢，我六十八岁，走路去的社区医院，拿了三百二十块钱药，医保报得几多", "amount=320"),
        ("按你们这个算法，3000块是报1680对吧", "amount=3000"),
        ("我住1203房，床号32，住了8天，花了6800", "amount=6800"),
        ("医保局在滨江路158号吧，我看病花了900", "amount=900"),
        ("打电话0816-2345678没人接，门诊花了900能报多少", "amount=900"),
        ("早上6点就去排队，等到11点半，看了15分钟，收了我386", "amount=386"),
        ("我儿子每个月给我1500生活费，我看门诊花了260", "amount=260"),
        ("我低保一个月领520，住院花了3600", "amount=3600"),
        ("残疾补贴80一个月，住院花了3600", "amount=3600"),
        ("学费都交了8000了，娃住院又花了3600", "amount=3600"),
        ("我租房一个月800，上班路费一天6块，看病花了450", "amount=450"),
        ("高铁票来回640，成都住院花了28000", "amount=28000"),
        ("陪床租了个折叠床20块，伙食费一天35，住院总共花了7300", "amount=7300"),
        ("请护工花了2400，住院费18600", "amount=18600"),
        ("我买的惠民保一年99，住院花了30000", "amount=30000"),
    ],
)
def test_a_bill_among_other_numbers(text: str, expected: str) -> None:
    """Ages, fares, rooms, rent, other people's money and limits beside a bill are not taken for it."""
    assert _slots(text) == _facts(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("退休 三甲 门诊 1800 自费200 报多少", "amount=1800 out_of_scope=200"),
        ("发票金额：3200元，其中自费：420元", "amount=3200 out_of_scope=420"),
        ("总费用5680.3，医保范围外880.3", "amount=5680.3 out_of_scope=880.3"),
        ("住院费2.6w，自费3k", "amount=26000 out_of_scope=3000"),
        ("我自己掏了560，医保出了好多", "own=560"),
        ("自己付了七百三", "own=730"),
        ("出院的时候我自个儿掏了两千一", "own=2100"),
        ("医院给报了八百，自己出了850，总共1650", "amount=1650 reported=800 own=850"),
        ("花了1200，只报了420，对不对", "amount=1200 reported=420"),
        ("我花了1200报了420", "amount=1200 reported=420"),
        ("看病1650，医保给我报了780", "amount=1650 reported=780"),
        ("统筹支付了600，我自付了400", "reported=600 own=400"),
        ("报下来四百二，我花了八百，算对没有", "amount=800 reported=420"),
        ("今年已经报了1800了，这次又花了900", "amount=900 paid=1800"),
        ("上半年统筹报过1200，这回门诊760", "amount=760 paid=1200"),
        ("本年已报1500，门诊1300", "amount=1300 paid=1500"),
        ("年初到现在医保给我报了2100块，还能报多少", "paid=2100"),
        ("今年报过2350了，够不够这次的", "paid=2350"),
        ("额度已经用了1600，还剩多少", "paid=1600"),
        ("之前门诊花了160，这次花了400", "amount=400 accrued=160"),
        ("前头在药店买过一百二的药，今天门诊三百六", "amount=360 accrued=120"),
        ("今年前面几次加起来花了850，这次又花500", "amount=500 accrued=850"),
        ("年内累计合规费用900，本次1200", "amount=1200 accrued=900"),
        ("里头不报的有七十八块五，一共四百六十八块五", "amount=468.5 out_of_scope=78.5"),
        ("花了900，有一百二是自费", "amount=900 out_of_scope=120"),
        ("花了900，有一百二十块医保不认", "amount=900 out_of_scope=120"),
        ("花了900，里面120不在目录", "amount=900 out_of_scope=120"),
        ("花了900，其中目录外120", "amount=900 out_of_scope=120"),
        ("900里头120不给报", "amount=900 out_of_scope=120"),
        ("九百块，扣除自费的一百二", "amount=900 out_of_scope=120"),
        ("有60块的进口药报不到，总的是860", "amount=860 out_of_scope=60"),
        ("里面丙类药200", "out_of_scope=200"),
        ("八十块不进医保", "out_of_scope=80"),
        ("缴费基数5200，在职，一个月进多少", "base=5200"),
        ("单位按6000给我交的医保，卡上进多少", "base=6000"),
        ("我月薪七千二，医保卡每月划多少", "base=7200"),
        ("基数从5000涨到6200了", "base=6200"),
        ("我工资卡上四千五，按这个交的医保，个人账户进多少", "base=4500"),
        ("我的基数是四千零三十一个月", "base=4030"),
        ("养老金三千二百四一个月，个人账户划好多", "pension=3240"),
        ("我妈每个月拿退休金2980，账户进多少", "pension=2980"),
        ("退休费四千一，门诊花了800", "amount=800 pension=4100"),
        ("我退休工资3900，住院花了12000", "amount=12000 pension=3900"),
        ("卡上还有3260.8", "balance=3260.8"),
        ("医保卡余额412块6", "balance=412.6"),
        ("个人账户里剩了1200块钱，能不能取", "balance=1200"),
        ("卡里头有五百块，看门诊花了320", "amount=320 balance=500"),
        ("门槛费200，我花了1500", "amount=1500 deductible=200"),
        (
            "话务员您好 市民你好我妈退休的职工医保上个礼拜在三医院看的门诊前前后后一共是两千一百三十块钱医生说里头有一百九十块是医保不认的 话务员嗯嗯 市民停车费还收了我十二块 那能报好多",
            "amount=2130 out_of_scope=190",
        ),
        ("昨天药店刷医保卡刷了一百六十八，卡上还剩九百", "amount=168 balance=900"),
        ("住院1万，自费2千，三级医院", "amount=10000 out_of_scope=2000"),
        (
            "总共花费12,800元，其中统筹支付8,300元，个人自付3,200元，自费1,300元",
            "amount=12800 reported=8300 own=3200 out_of_scope=1300",
        ),
        ("发票上写的：合计 1580.00 统筹支付 620.00 个人账户支付 300.00 现金 660.00", "amount=1580 reported=620"),
        ("我爸的单子，医疗费总额9876.54，范围外654.3", "amount=9876.54 out_of_scope=654.3"),
        ("三级医院，在职，门诊3200，其中200自费，已报600", "amount=3200 out_of_scope=200 paid=600"),
        ("今年统筹报了1300了，这次二级医院看病又是800块", "amount=800 paid=1300"),
        ("年度限额2000，已经用了1500，这次花了1200", "amount=1200 paid=1500"),
        ("我缴费基数是5000，门诊花了1200能报多少", "amount=1200 base=5000"),
        ("医院说起付线800，我住院花了6000", "amount=6000 deductible=800"),
        ("我自费买了药300", "out_of_scope=300"),
        ("自付部分是1800", "own=1800"),
        ("报销了6500，自己掏了3500", "reported=6500 own=3500"),
        ("一万块钱报了六千五", "amount=10000 reported=6500"),
        ("医保报了四千二，还自己出了三千八，起付线扣了多少", "reported=4200 own=3800"),
        (
            "妹儿，我老汉上个星期在三医院看的门诊，医生喊照了个CT，一起整了一千一百八十块，里头有个啥子造影剂一百六人家说不得报，你帮我算哈",
            "amount=1180 out_of_scope=160",
        ),
        ("我是退休的，前几天去二医院看眼睛，花脱七百二，有五十块是自费的眼药水", "amount=720 out_of_scope=50"),
        ("我在厂里上班，上月工资发了6300，公司说按4500交社保，那我医保卡该进多少", "base=4500"),
        ("我基数是6千2，老婆的是4千8，两个人卡上一个月进多少", "base=6200"),
        ("单位给我申报的缴费工资是五千六，个账每月划多少", "base=5600"),
        ("退休金一个月到手四千零五十，医保卡上打多少", "pension=4050"),
        ("我妈养老金3125.6元，个人账户按这个算吗", "pension=3125.6"),
        ("我个人账户余额2860元，能给老婆用吗", "balance=2860"),
        ("卡上两千三，住院能刷不", "balance=2300"),
        (
            "在职，二级，门诊，总费用1860，自费160，前面已经花过900（都算数的），这次报多少",
            "amount=1860 out_of_scope=160 accrued=900",
        ),
        ("到目前为止统筹基金已经支付1850元，昨天门诊花了600元，还能报吗", "amount=600 paid=1850"),
        ("我这次住院12600，医保报了8100，自己掏了4500，比例是多少", "amount=12600 reported=8100 own=4500"),
        ("我自己出了1500块，按报销60%倒推，总共花了多少", "own=1500"),
        (
            "单据上写着：医疗费总额 3,486.20，统筹支付 1,520.00，个人自付 1,966.20",
            "amount=3486.2 reported=1520 own=1966.2",
        ),
        ("花费：2680元；自费：380元；医院：三级；身份：退休", "amount=2680 out_of_scope=380"),
        ("三级医院/退休/门诊/2680/自费380", "amount=2680 out_of_scope=380"),
    ],
)
def test_which_sum_is_which(text: str, expected: str) -> None:
    """The bill, what lies outside the insurance, who paid what and when, the base, the pension and the card are told apart."""
    assert _slots(text) == _facts(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1月120，3月350，5月600", "amounts=120,350,600"),
        ("头一回四百三十七，第二回二百六十三", "amounts=437,263"),
        ("在药店花了120，在三甲花了860", "amounts=120,860"),
        ("我900，我老伴1200，都是三甲门诊", "amounts=900,1200"),
        ("先看门诊花了300，后来住院花了8000，分别报多少", "amounts=300,8000"),
        ("药费收了我两回钱，一回186，一回92.5", "amounts=186,92.5"),
        ("先在镇卫生院花了320，又转到县医院花了4600", "amounts=320,4600"),
        ("我在职花了900，我爸退休花了1500，两个人报多少", "amounts=900,1500"),
        ("一级医院300二级医院500，三级的呢", "amounts=300,500"),
        ("药费两千，检查费一千二，床位费三百六，能报多少", "amounts=2000,1200,360"),
        ("俺今年七十一，俺老头子七十四，俩人都退休，他上月住院花了九千四，我门诊花了六百", "amounts=9400,600"),
        ("去药店买了两次药，第一次132，第二次268，统筹报多少", "amounts=132,268"),
        ("门诊三回：260、310、450，都是二级医院", "amounts=260,310,450"),
        ("上午在社区看花了85，下午转到三甲又花了1240", "amounts=85,1240"),
    ],
)
def test_several_bills(text: str, expected: str) -> None:
    """Several bills come in their order, without the total that only adds them up."""
    assert _slots(text) == _facts(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打错了打错了，1560", "amount=1560"),
        ("花了一千八，不对，一千六", "amount=1600"),
        ("不是一千八，是一千六", "amount=1600"),
        ("是一千六不是一千八", "amount=1600"),
        ("花了1800，哦说错了，1680", "amount=1680"),
        ("自费200，不对不对，是230，总共1500", "amount=1500 out_of_scope=230"),
        ("我花了八百五，哦不对是八百一，记岔了", "amount=810"),
        ("刚才说的1600错了，应该是1060", "amount=1060"),
        ("不是3800哈，是3080", "amount=3080"),
    ],
)
def test_a_sum_taken_back(text: str, expected: str) -> None:
    """Of a sum that is corrected in the same breath the later one counts."""
    assert _slots(text) == _facts(expected)


@pytest.mark.parametrize(
    "text",
    [
        "看病使咗八百几蚊",
        "花了大几百",
        "花了五百多块",
        "花了三百来块钱",
        "千把块钱的药",
        "住院花了万把块",
        "花了一千出头",
        "花了将近三千",
        "花了不到两千块",
        "花了小一万",
        "花了两三千",
        "花了一千五六",
        "一千九还是一千九百几记不清了",
        "能不能报销啊我花了一千多",
        "花了1.2万多",
        "花了5000+",
        "几千块钱",
        "好几万",
        "百十来块",
        "花了有个三四千",
        "差不多一千七八",
        "不到一万",
        "一百零几块",
        "我喺三甲睇急诊，使咗成千二蚊，其中二百几系自费",
        "医保卡里头还剩八百多块，清零不",
    ],
)
def test_what_is_not_exact(text: str) -> None:
    """A sum that is not told exactly is none."""
    assert _slots(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "是不是最多还报2500吗",
        "听说一年最多报2000是吗",
        "抖音说举报奖50万是真的吗",
        "举报骗保最高奖二十万是不是",
        "到底是150还是180",
        "起付线是150还是200啊",
        "个人缴费380对不对",
        "居民医保一年交400，值不值",
        "封顶线是不是2500",
        "两个娃，三口人，一家五口",
        "我家五口人一人交380",
        "我今年五十八，退了三年了",
        "我工号3107，排队86号",
        "一年两次体检",
        "100路公交到不到医保局",
        "报销要等30天吗",
        "慢病有42种",
        "统筹基金分成两块",
        "加一块多少",
        "医保局几点上班，8点半还是9点",
        "2018年上半年汇报里，参保12万3千人",
        "报销比例从60%提到70%",
        "血压160，血糖11.2，要办慢病",
        "体温39度5，半夜挂急诊",
        "我排了两个钟头的队",
        "有5000人参保",
        "我在三单元1204住",
        "邮编621000",
        "发〔2018〕84号文",
        "打120送来的，报不报救护车",
        "他一个月工资5200，陪产的津贴该哪个去申请，在哪个股办，我们厂里搞人事的",
        "我卡里每个月进130",
        "我医保卡每个月打进来八十六，是不是少了",
        "每人补助160元",
        "参保12万人，基金收入1.2亿",
        "汇报里说工作经费70万",
        "2018年一共补助了3560人次",
        "药店被罚了五万",
        "我举报药店骗保30万，能拿多少奖金",
        "举报查实罚了他20万，奖励多少",
        "门槛费要交300吗",
        "2.8%是多少",
        "我68了，退休8年",
        "坐10路到606车站",
        "发烧38.5度",
        "2023年门诊报多少",
        "千儿八百",
        "医保交了15年，还差10年",
        "我交了二十年医保",
        "一年交四百",
        "职工医保一个月扣我三百二",
        "灵活就业一年交五千六，报销比例多少",
        "补缴了3万8，退休了能报多少",
        "个账一个月120，退休后变成85",
        "是不是报1200",
        "我去年交了350，今年涨到380，明年多少",
        "居民医保从350涨到380了吧",
        "听说明年要交420",
        "我家三个人交了1200块的居民医保",
        "生育津贴是不是有两万多",
        "网上说住院最低报200最高报30万",
        "奖励标准是2%还是5%，最高多少万",
        "举报金额100万，能奖励多少",
        "2017年参保人数是37.6万，2018年呢",
        "第3条第2款说的是啥",
        "医保办电话是不是2278080",
        "我身份证510704195603120018，查一下余额",
        "我62岁，工龄30年，医保缴费18年，够不够",
        "血压180/110，够不够办慢病",
        "我的慢病药一天吃3次一次2片",
        "药一盒28块6，一个月4盒",
        "去大医院挂专家号就要50块",
        "挂号费能报吗，22块的那种",
        "我150斤，身高172",
        "30天内要备案吗",
        "住院押金交了一万",
        "看病欠了五万块债",
        "我众筹了三万",
        "大病保险起付线是一万二吗",
        "门诊共济以后，退休的一年5000够不够用",
    ],
)
def test_no_sum(text: str) -> None:
    """What is no sum of the person's own, or is only asked about, fills no slot."""
    assert _slots(text) == {}


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_never_raises(text: str) -> None:
    """Any text, lone surrogates and combining marks too, has facts or none."""
    money_slots(text)
    money_slots(f"门诊花了{text}元")


@given(
    st.lists(
        st.sampled_from(
            [
                "门诊",
                "花了",
                "1600",
                "一千二",
                "元",
                "块",
                "自费",
                "不对，",
                "还是",
                "每个月",
                "1,600",
                "万",
                "几",
                "的",
                "。",
                "百分之",
                "报了",
                "基数",
            ]
        ),
        max_size=40,
    )
)
def test_never_raises_on_words_of_money(words: list[str]) -> None:
    """However words of money and numbers are strung together, the slots are numbers."""
    for value in money_slots("".join(words)).values():
        assert all(Decimal(one).is_finite() for one in value.split(","))


@pytest.mark.parametrize(
    "unit", ["门诊花了1600元，其中自费200元。", "三千二百四一个月", "1", "一千", "不对，1800", "e\u0301", "每个月300块"]
)
def test_reads_a_very_long_message(unit: str) -> None:
    """A message of 100,000 characters is read like any other."""
    money_slots((unit * 100_000)[:100_000])
