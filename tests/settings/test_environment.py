"""Settings from the environment: where the data lie, which database, which host names."""

from __future__ import annotations

from pathlib import Path

import pytest

from toevlucht.settings.environment import SettingError, data_folder, database, hosts


def test_data_lie_in_var_unless_a_folder_is_named(tmp_path: Path) -> None:
    assert data_folder({}) == Path.cwd() / "var"
    assert data_folder({"TOEVLUCHT_DATA": str(tmp_path)}) == tmp_path


def test_the_default_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    found = database(tmp_path, {})
    assert found["NAME"] == tmp_path / "toevlucht.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_postgresql_is_named_by_an_address(tmp_path: Path) -> None:
    address = "postgresql://desk:p%40ss%2Fword@db.example:5433/picture?sslmode=require"
    found = database(tmp_path, {"TOEVLUCHT_DATABASE_URL": address})
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("desk", "p@ss/word")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "picture")
    assert found["OPTIONS"] == {"sslmode": "require", "options": "-c jit=off"}


def test_postgresql_may_listen_on_a_socket(tmp_path: Path) -> None:
    address = "postgresql:///picture?host=/run/postgresql&port=5434"
    found = database(tmp_path, {"TOEVLUCHT_DATABASE_URL": address})
    assert (found["HOST"], found["PORT"]) == ("/run/postgresql", "5434")


@pytest.mark.parametrize("address", ["mysql://host/name", "postgresql://host", "picture"])
def test_another_address_is_refused_without_repeating_it(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingError) as refused:
        database(tmp_path, {"TOEVLUCHT_DATABASE_URL": address})
    assert address not in str(refused.value)


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        database(tmp_path, {"TOEVLUCHT_DATABASE_URL": "postgresql://u:secret@host:port/name"})


def test_the_site_answers_to_loopback_and_to_the_names_it_is_given() -> None:
    assert hosts({}) == ["localhost", "127.0.0.1", "[::1]"]
    assert hosts({"TOEVLUCHT_HOSTS": "picture.example, www.example"})[-2:] == [
        "picture.example",
        "www.example",
    ]
