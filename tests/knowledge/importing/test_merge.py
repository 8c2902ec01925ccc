"""Three documents become one: held, as the importer wrote it, and new."""

from __future__ import annotations

from knowledge.document import Document, parse_document, write_document
from knowledge.importing.merge import merged, merged_header, with_header

HEAD = "---\nid: d\ntitle: 通知\nregion: 510704\npublished: 2023-01-01\n{}---\n"


def document(*clauses: str, header: str = "") -> Document:
    """A document of clauses, each written as `name attributes | text`."""
    body = ""
    for clause in clauses:
        left, _, text = clause.partition("|")
        name, *attributes = left.split()
        lines = "".join(f"@{a.replace('=', ': ')}\n" for a in attributes)
        body += f"\n# {name} {{#{name}}}\n{lines}\n{text.strip()}\n"
    return parse_document(HEAD.format(header) + body)


def test_nothing_changed() -> None:
    """The same document three times gives itself and no change."""
    same = document("a | 甲甲甲。", "b | 乙乙乙。")
    result, changes = merged(same, same, same)
    assert result == same
    assert (changes.kept, changes.warnings()) == (2, [])


def test_correction_against_the_same_recognition() -> None:
    """A value that the importer gives again does not undo a correction, an uncorrected value is the new one's."""
    base = document("a insured=employee states=list | 甲甲甲。")
    held = document("a insured=resident states=list | 甲甲甲。")
    new = document("a insured=employee states=amount | 甲甲甲。")
    (clause,) = merged(new, held, base)[0].clauses
    assert (clause.facets.insured, clause.states) == ({"resident"}, {"amount"})


def test_removed_by_an_editor() -> None:
    """What an editor took away stays away."""
    base = document("a region=510700 question=怎么办 | 甲甲甲。")
    held = document("a | 甲甲甲。")
    (clause,) = merged(base, held, base)[0].clauses
    assert (clause.region, clause.questions) == ("510704", ())


def test_inherited_values_follow_the_new_header() -> None:
    """A place or day that a clause only inherits is never taken for a correction."""
    base = document("a | 甲甲甲。")
    held = document("a | 甲甲甲。", header="effective_from: 2023-02-01\n")
    new = document("a | 甲甲甲。", header="effective_from: 2024-01-01\n")
    (clause,) = merged(new, held, base)[0].clauses
    assert str(clause.effective_from) == "2024-01-01"


def test_equal_words_under_two_headings() -> None:
    """Clauses of equal words are told apart by their headings."""
    base = document("a | 同样。", "b | 同样。")
    held = document("a question=一 | 同样。", "b question=二 | 同样。")
    new = document("b | 同样。", "a | 同样。")
    result, _ = merged(new, held, base)
    assert [(c.headings[0], c.questions) for c in result.clauses] == [("b", ("二",)), ("a", ("一",))]


def test_equal_words_and_other_ids() -> None:
    """Headings go before ids where words are equal."""
    held = document("a question=一 | 同样。", "b question=二 | 同样。")
    text = write_document(document("a | 同样。", "b | 同样。"))
    new = parse_document(text.replace("# a {#a}", "# b {#a}").replace("# b {#b}", "# a {#b}"))
    result, _ = merged(new, held, document("a | 同样。", "b | 同样。"))
    assert [(c.headings[0], c.id, c.questions) for c in result.clauses] == [
        ("b", "d.b", ("二",)),
        ("a", "d.a", ("一",)),
    ]


def test_new_value_where_nobody_said_any() -> None:
    """A place or day that the new version gives a clause itself stands where editors said nothing."""
    old = document("a | 甲甲甲。")
    new = document("a region=510700 from=2024-01-01 | 甲甲甲。")
    assert merged(new, old, old)[0] == new


def test_white_space_is_no_change() -> None:
    """Words broken over other lines are the same words; the text is the new one's."""
    old, new = document("a question=一 | 甲甲\n乙乙。"), document("a | 甲甲 乙乙。")
    result, changes = merged(new, old, document("a | 甲甲\n乙乙。"))
    assert (changes.kept, result.clauses[0].text, result.clauses[0].questions) == (1, "甲甲 乙乙。", ("一",))


def test_new_ids_are_free() -> None:
    """A new clause never takes the id of one that stays."""
    held = document("x | 旧的一句话。")
    new = document("x | 全新的内容在这里。", "y | 旧的一句话。")
    result, changes = merged(new, held, held)
    assert [c.id for c in result.clauses] == ["d.x-2", "d.x"]
    assert (changes.added, changes.dropped) == (("d.x-2",), ())


def test_header() -> None:
    """Corrected header keys stay, the others are the new one's; without a base only what no importer fills."""
    base = document("a | 甲。").header
    held = document("a | 甲。", header="issuer: 某局\nowner: 张三\n").header
    new = document("a | 甲。", header="kind: notice\nissuer: 别的局\n").header
    kept = merged_header(new, held, base)
    assert (kept.issuer, kept.owner, kept.kind) == ("某局", "张三", "notice")
    bare = merged_header(new, held, None)
    assert (bare.issuer, bare.owner, bare.kind) == ("别的局", "张三", "notice")


def test_with_header() -> None:
    """Another header moves what clauses inherit and leaves what they say themselves."""
    given = document("a | 甲。", "b region=510700 from=2022-01-01 | 乙。")
    moved = with_header(
        given, given.header.model_copy(update={"region": "620522", "effective_from": None, "published": None})
    )
    assert [(c.region, str(c.effective_from)) for c in moved.clauses] == [("620522", "None"), ("510700", "2022-01-01")]


def test_many_changed_clauses_take_no_long_time() -> None:
    """A document that is new from end to end is compared by ids only."""
    old = document(*(f"c{n} | 第{n}句话说的是甲。" for n in range(400)))
    new = document(*(f"n{n} | 第{n}句话说的是乙。" for n in range(400)))
    changes = merged(new, old, old)[1]
    assert (len(changes.added), len(changes.dropped), changes.changed) == (400, 400, ())
