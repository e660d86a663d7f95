"""What is different between two texts: nothing is left out, and what speaks of AI is marked."""

from hypothesis import given
from hypothesis import strategies as st

from libitum.rights.wording.comparing import compare, compare_clauses, compare_texts, compare_words
from libitum.rights.wording.document import PLACE, Document, compose, parts_of, read_document, source_of

CLAUSE = {"svc.deliver": "N", "disc.search": "D", "train.analysis": "O"}
texts = st.text(alphabet="ab ,.\n*#", max_size=60)


def body(source: str, clause: dict[str, str] | None = None) -> str:
    return compose(source, clause or CLAUSE, "en", 1)


def document(source: str, clause: dict[str, str] | None = None) -> Document:
    return Document(1, 1, clause or CLAUSE, "", {"en": body(source, clause)})


@given(texts, texts)
def test_both_texts_are_in_the_pieces(old: str, new: str) -> None:
    pieces = list(compare_words(old, new))
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


@given(st.lists(st.sampled_from(["One two three four.", "One two five four.", "Six.", "## Seven"]), max_size=5))
def test_every_paragraph_of_the_new_text_is_shown_in_order(paragraphs: list[str]) -> None:
    new = "\n\n".join([*paragraphs, PLACE])
    shown = compare_texts(body(f"One two three four.\n\nEight.\n\n{PLACE}"), body(new), "en")
    kept = ["".join(p.text for p in passage.pieces if p.kind != "gone") for passage in shown if not passage.made]
    assert [text for text in kept if text] == paragraphs


def test_the_made_section_is_not_held_against_anybody() -> None:
    wider = {**CLAUSE, "train.analysis": "K"}
    difference = compare(document(f"Hello.\n\n{PLACE}"), document(f"Hello.\n\n{PLACE}", wider))
    assert difference.ai_wording == []
    assert difference.only_narrows


def test_a_paragraph_on_ai_counts_when_it_goes_comes_or_moves() -> None:
    said, other = "No AI learns from you.", "You can leave."
    with_it, without_it = document(f"{said}\n\n{other}\n\n{PLACE}"), document(f"{other}\n\n{PLACE}")
    moved = document(f"{other}\n\n{PLACE}\n\n{said}")
    for old, new in ((with_it, without_it), (without_it, with_it), (with_it, moved)):
        assert compare(old, new).widens
    assert not compare(with_it, with_it).widens


def test_a_word_that_only_joins_a_paragraph_on_ai_counts() -> None:
    old, new = document(f"We never train on it.\n\n{PLACE}"), document(f"We may train on it.\n\n{PLACE}")
    [(language, passage)] = compare(old, new).ai_wording
    assert language == "en"
    assert [(piece.kind, piece.text) for piece in passage.pieces][1:3] == [("gone", "never "), ("new", "may ")]


def test_classes_compare_by_how_wide_they_are() -> None:
    changes = compare_clauses({"a": "O", "b": "D", "c": "N"}, {"a": "D", "b": "D", "d": "O"})
    assert {(c.purpose, c.turn.value) for c in changes} == {("a", "widened"), ("c", "narrowed"), ("d", "widened")}


def test_a_published_file_can_be_read_again() -> None:
    written = document(f"Hello.\n\n{PLACE}\n\nGoodbye.")
    assert read_document(written.file()) == written
    assert source_of(written.texts["en"]) == f"Hello.\n\n{PLACE}\n\nGoodbye.\n"
    assert "### Always on" in parts_of(written.texts["en"]).section
