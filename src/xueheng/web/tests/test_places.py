"""Where the server keeps things, by the environment."""

import json
from pathlib import Path

import pytest

from xueheng.web.places import Places, SettingRefused, databases, places, provider_of

LOSES_NOTHING = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XUEHENG_DATA", "XUEHENG_DATABASE", "XUEHENG_HOSTS", "XUEHENG_HTTPS"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_word_all_is_in_one_folder_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XUEHENG_HOME", str(tmp_path))
    found = places()
    assert found.folder == tmp_path / "data"
    both = databases(found)
    assert both["default"]["NAME"] == str(tmp_path / "data" / "record.sqlite3")
    assert both["keys"]["NAME"] == str(tmp_path / "data" / "secrets" / "keys.sqlite3")
    assert both["default"]["OPTIONS"] == both["keys"]["OPTIONS"]
    options = both["default"]["OPTIONS"]
    assert options == {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "cached_statements": 512,
        "init_command": f"{LOSES_NOTHING} PRAGMA cache_size=-16384;",
    }


def test_one_setting_makes_it_postgresql_and_the_keys_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEHENG_DATABASE", "postgresql://office:s%40fe@db.local:5433/xueheng")
    both = databases(places())
    record = both["default"]
    assert [record[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "office", "s@fe", "db.local", "5433", "xueheng",
    ]  # fmt: skip
    assert str(both["keys"]["ENGINE"]).endswith("sqlite3")


@pytest.mark.parametrize("address", ["mysql://a/b", "postgresql://host/", "nonsense"])
def test_another_address_is_refused_with_the_form_it_should_have(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("XUEHENG_DATABASE", address)
    with pytest.raises(SettingRefused) as refused:
        databases(places())
    assert "postgresql://用户:口令@主机:端口/库名" in refused.value.say("zh")
    assert address not in refused.value.say("zh")


def test_names_and_https_of_a_server_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEHENG_HOSTS", "xueheng.example.cn, 10.0.0.8")
    monkeypatch.setenv("XUEHENG_HTTPS", "1")
    found = places()
    assert (found.hosts, found.https) == (("xueheng.example.cn", "10.0.0.8"), True)


def provider_file(folder: Path, **told: str) -> str:
    path = folder / "oidc.json"
    path.write_text(json.dumps({"server": "https://id.example.cn/realms/x", "client": "c", "secret": "s"} | told))
    return str(path)


def test_forms_may_lead_to_the_provider_and_where_its_pages_are(tmp_path: Path) -> None:
    assert Places(tmp_path).provider_origins == ()
    plain = Places(tmp_path, provider=provider_of(provider_file(tmp_path)))
    assert plain.provider_origins == ("https://id.example.cn",)
    pages = "https://pages.example.cn/in https://id.example.cn:8443/"
    further = Places(tmp_path, provider=provider_of(provider_file(tmp_path, pages=pages)))
    assert further.provider_origins == (
        "https://id.example.cn",
        "https://pages.example.cn",
        "https://id.example.cn:8443",
    )


@pytest.mark.parametrize(
    "told",
    [{"server": "id.example.cn"}, {"server": "https://x; script-src *"}, {"pages": "https://a.cn https://b *"}],
)
def test_an_address_that_could_say_more_to_a_browser_is_refused(tmp_path: Path, told: dict[str, str]) -> None:
    with pytest.raises(SettingRefused, match="XUEHENG_OIDC"):
        provider_of(provider_file(tmp_path, **told))
