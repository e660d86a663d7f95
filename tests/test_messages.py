"""The check of translations finds each way in which a catalogue can be wrong."""

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
VIEW = """
from django.utils.translation import gettext as _, ngettext
def view(number):
    return _("Hello, %(name)s!"), ngettext("one track", "%(number)d tracks", number)
"""
PAGE = """{% load i18n %}
  {% if x %}
    <p>{% translate "Listen" %}</p>
  {% endif %}
{% blocktranslate trimmed with who=artist.name %}
  by
  {{ who }}
{% endblocktranslate %}
"""
TEXTS = {
    "Hello, %(name)s!": "Salut, %(name)s !",
    "one track": ["un titre", "%(number)d titres"],
    "Listen": "Écouter",
    "by %(who)s": "par %(who)s",
}


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(messages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package with its French catalogue complete."""
    monkeypatch.setattr(messages, "LANGUAGES", ("fr",))
    package = tmp_path / "package"
    (package / "room" / "templates").mkdir(parents=True)
    (package / "room" / "views.py").write_text(VIEW)
    (package / "room" / "templates" / "page.html").write_text(PAGE)
    messages.update(package)
    translate(messages, package, TEXTS)
    assert messages.check(package) == []
    return package


def translate(messages: ModuleType, package: Path, texts: Mapping[str, object], *, compile_it: bool = True) -> None:
    path = messages.catalogue_path(package, "fr")
    catalogue = messages.read(path, "fr")
    for key, text in texts.items():
        catalogue.get(key).string = tuple(text) if isinstance(text, list) else text
    with path.open("wb") as file:
        messages.write_po(file, catalogue)
    if compile_it:
        path.with_suffix(".mo").write_bytes(messages.compiled(messages.read(path, "fr")))


def problems(messages: ModuleType, package: Path) -> str:
    return "\n".join(messages.check(package))


def test_texts_of_code_and_templates_are_found(messages: ModuleType, package: Path) -> None:
    assert {
        message.id if isinstance(message.id, str) else message.id[0] for message in messages.extracted(package)
    } == {
        "",
        *TEXTS,
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Listen": ""}, "not translated: 'Listen'"),
        ({"one track": ["un titre", ""]}, "not translated: 'one track'"),
        ({"Hello, %(name)s!": "Salut !"}, "other placeholders: 'Hello"),
        ({"Hello, %(name)s!": "Salut, %(nom)s !"}, "other placeholders: 'Hello"),
        ({"one track": ["%(count)d titre", "%(number)d titres"]}, "other placeholders: 'one track'"),
    ],
)
def test_a_wrong_translation_is_told(messages: ModuleType, package: Path, change: dict[str, object], told: str) -> None:
    translate(messages, package, change)
    assert told in problems(messages, package)


def test_the_singular_may_do_without_its_number(messages: ModuleType, package: Path) -> None:
    translate(messages, package, {"one track": ["%(number)d titre", "%(number)d titres"]})
    assert problems(messages, package) == ""


def test_a_new_text_is_missing_until_it_is_translated(messages: ModuleType, package: Path) -> None:
    (package / "room" / "more.py").write_text('from django.utils.translation import gettext as _\n_("Pause")\n')
    assert "not in the catalogue: 'Pause'" in problems(messages, package)
    messages.update(package)
    assert problems(messages, package) == "fr: not translated: 'Pause'"


def test_a_text_that_is_gone_is_left_over_until_the_update(messages: ModuleType, package: Path) -> None:
    (package / "room" / "views.py").unlink()
    assert "no longer in the sources: 'one track'" in problems(messages, package)
    messages.update(package)
    assert problems(messages, package) == ""


def test_a_doubtful_entry_is_told(messages: ModuleType, package: Path) -> None:
    path = messages.catalogue_path(package, "fr")
    path.write_text(path.read_text().replace('msgid "Listen"', '#, fuzzy\nmsgid "Listen"'))
    assert "marked as doubtful: 'Listen'" in problems(messages, package)


def test_a_commented_out_entry_is_told(messages: ModuleType, package: Path) -> None:
    path = messages.catalogue_path(package, "fr")
    path.write_text(path.read_text() + '\n#~ msgid "Gone"\n#~ msgstr "Parti"\n')
    assert "left over: 'Gone'" in problems(messages, package)


def test_a_catalogue_that_was_not_compiled_is_told(messages: ModuleType, package: Path) -> None:
    translate(messages, package, {"Listen": "Entendre"}, compile_it=False)
    assert "django.mo is not what django.po says" in problems(messages, package)


def test_a_second_update_changes_nothing(messages: ModuleType, package: Path) -> None:
    path = messages.catalogue_path(package, "fr")
    messages.update(package)
    before = path.read_bytes()
    messages.update(package)
    assert path.read_bytes() == before
