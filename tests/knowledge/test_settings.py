"""Settings are read from the environment or refused in one line."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

import knowledge.settings
from knowledge.errors import InputError
from knowledge.settings import Settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, so that no .env is near."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_home_of_a_checkout() -> None:
    """Run from a checkout, the home is its var/, wherever one stands."""
    checkout = Path(knowledge.settings.__file__).parents[1]
    assert Settings.load().home == checkout / "var"


def test_home_of_an_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a checkout the home is the user's data folder, never the folder one stands in."""
    monkeypatch.setattr(knowledge.settings, "_CHECKOUT", tmp_path / "site-packages")
    assert Settings.load().home == Path(platformdirs.user_data_dir("policy-hotline"))


def test_defaults() -> None:
    """By default the shipped documents and the shipped model are used, and no region is set."""
    settings = Settings.load()
    assert (settings.builtin, settings.region, settings.embedding_model) == (True, None, None)


@pytest.mark.parametrize(("value", "builtin"), [("0", False), ("1", True), ("false", False)])
def test_builtin(monkeypatch: pytest.MonkeyPatch, value: str, builtin: bool) -> None:
    """HOTLINE_BUILTIN=0 leaves the shipped local documents out."""
    monkeypatch.setenv("HOTLINE_BUILTIN", value)
    assert Settings.load().builtin is builtin


def test_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every setting can be given in the environment."""
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "here"))
    monkeypatch.setenv("HOTLINE_REGION", "游仙区")
    monkeypatch.setenv("HOTLINE_EMBEDDING_MODEL", "some/model")
    settings = Settings.load()
    assert (settings.home, settings.region, settings.embedding_model) == (tmp_path / "here", "游仙区", "some/model")


def test_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A .env file gives settings, the environment wins, other programs' names in it do not matter."""
    (tmp_path / ".env").write_text("HOTLINE_REGION=秦安县\nHOTLINE_BUILTIN=0\nPOSTGRES=1\n", encoding="utf-8")
    monkeypatch.setenv("HOTLINE_REGION", "游仙区")
    settings = Settings.load()
    assert (settings.region, settings.builtin) == ("游仙区", False)


@pytest.mark.parametrize("name", ["HOTLINE_HOEM", "HOTLINE_", "hotline_hoem"])
def test_unknown_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A HOTLINE_ name that is no setting is refused, so that a slip does not pass in silence."""
    monkeypatch.setenv(name, "x")
    with pytest.raises(InputError, match=rf"^不认识的设置 {name}；可用的设置见 hotline settings$"):
        Settings.load()


def test_unknown_name_in_env_file(tmp_path: Path) -> None:
    """A slip in the .env file is refused as well."""
    (tmp_path / ".env").write_text("HOTLINE_REGOIN=游仙区\n", encoding="utf-8")
    with pytest.raises(InputError, match="HOTLINE_REGOIN"):
        Settings.load()


def test_wrong_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that cannot be used is refused in one line with its name."""
    monkeypatch.setenv("HOTLINE_BUILTIN", "也许")
    with pytest.raises(InputError) as caught:
        Settings.load()
    assert str(caught.value) == "设置 HOTLINE_BUILTIN 的值“也许”不能用；可用的写法见 hotline settings"


def test_frozen() -> None:
    """Settings cannot be changed once read."""
    with pytest.raises(ValueError, match="frozen"):
        Settings.load().builtin = False


def test_a_model_needs_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address alone says nothing to a server with several models."""
    monkeypatch.setenv("HOTLINE_MODEL_URL", "http://127.0.0.1:11434/v1")
    with pytest.raises(InputError, match="HOTLINE_MODEL_NAME"):
        Settings.load()
    monkeypatch.setenv("HOTLINE_MODEL_NAME", "qwen")
    assert Settings.load().model_name == "qwen"


@pytest.mark.parametrize(
    ("name", "value"), [("URL", "ftp://x"), ("URL", "qwen"), ("TIMEOUT", "0"), ("MAX_TOKENS", "x")]
)
def test_a_model_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """One line that names the setting."""
    monkeypatch.setenv(f"HOTLINE_MODEL_{name}", value)
    with pytest.raises(InputError, match=f"HOTLINE_MODEL_{name}"):
        Settings.load()
