"""Every bad file gets its sentence, writes nothing and is not touched."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.imports.truth import SAMPLES, TODAY, VOCABULARY
from vertrouwen.__main__ import main
from vertrouwen.imports.errors import ImportCancelledError, ImportRefusedError
from vertrouwen.imports.mapping import Mapping
from vertrouwen.imports.reading import read

BAD = SAMPLES / "bad"
SAID = {
    "01-afgebroken.xlsx": ("beschadigd of onvolledig",),
    "02-eigenlijk-pdf.xlsx": ("geen Excel-bestand", "PDF"),
    "03-zipbom.xlsx": ("te groot na uitpakken",),
    "04-wachtwoord.xlsx": ("met wachtwoord beveiligd", "haal het wachtwoord weg"),
    "05-nulbytes.csv": ("onleesbare tekens", "regelnummer 5"),
    "07-leeg.csv": ("bestand is leeg",),
    "10-verkeerde-kopjes.xlsx": ("geen bruikbare kopregel", "gevonden kopjes", "Magazijn"),
    "11-twee-bladen-zelfde-kop.xlsx": ("twee bladen: Registratie, Registratie (2)",),
}


@pytest.mark.parametrize("name", SAID)
def test_a_bad_file_is_refused_in_plain_words(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashlib.sha256((BAD / name).read_bytes()).digest()
    assert main(["read-registration", str(BAD / name), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    for words in SAID[name]:
        assert words in said.err
    assert hashlib.sha256((BAD / name).read_bytes()).digest() == before


def test_a_giant_field_is_named_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "veld.csv"
    path.write_text("Datum;Aard;Uitkomst\n1-2-2025;pesten;beter\n2-2-2025;pesten;" + "x" * 200_000)
    assert main(["read-registration", str(path)]) == 2
    said = capsys.readouterr().err
    assert "veld te lang" in said and "regelnummer 3" in said


@pytest.mark.parametrize("content", ['"\n";' * 60_000, "a;" * 1_100_000])
def test_a_record_without_end_is_refused_before_it_is_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "eindeloos.csv"
    path.write_text("Datum;Aard;Uitkomst\n1-2-2025;pesten;beter\n" + content)
    with pytest.raises(ImportRefusedError) as refused:
        read(path, VOCABULARY, today=TODAY)
    assert refused.value.code == "veld_te_lang"


def test_utf_16_is_read_with_its_accents() -> None:
    rows = read(BAD / "06-utf16.csv", VOCABULARY, today=TODAY).rows
    assert len(rows) == 5
    assert all("café, géén" in row.remark for row in rows)


def test_formulas_and_links_are_named_and_never_carried_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["read-registration", str(next(BAD.glob("09-*"))), "--json"]) == 0
    said = capsys.readouterr()
    for words in ("formules", "externe koppeling", "niet uitgevoerd"):
        assert words in said.err
    rows = json.loads(said.out)["regels"]
    formula = next(r for r in rows if r["rij"] == 3)
    assert formula["na_import"]["organisatie"] is None
    assert ("organisatie", "blokkerend") in {(f["veld"], f["niveau"]) for f in formula["vlaggen"]}


def test_the_adviser_may_choose_one_of_two_equal_sheets() -> None:
    path = next(BAD.glob("11-*"))
    rows = read(path, VOCABULARY, today=TODAY, mapping=Mapping(sheets=("Registratie (2)",))).rows
    assert len(rows) == 13


def test_too_many_rows_are_refused_while_streaming(tmp_path: Path) -> None:
    path = tmp_path / "200000 regels.csv"
    with path.open("w", encoding="cp1252") as stream:
        stream.write("Datum;Organisatie;Soort contact;Aard\n")
        stream.writelines(f"{i % 28 + 1}-3-2025;Bos;melding;pesten\n" for i in range(200_000))
    seen: list[int] = []

    def progress(done: int, total: int) -> bool:
        seen.append(done)
        return True

    with pytest.raises(ImportRefusedError) as refused:
        read(path, VOCABULARY, today=TODAY, progress=progress)
    assert refused.value.code == "te_veel_regels"
    assert max(seen) < 101_000


def test_cancelling_stops_the_reading_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lang.csv"
    lines = [f"{i};1-2-2025;Bos;melding;pesten" for i in range(3000)]
    path.write_text("\n".join(["Nr;Datum;Organisatie;Soort contact;Aard", *lines]))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ImportCancelledError):
        read(path, VOCABULARY, today=TODAY, progress=lambda done, total: done < 1000)
    assert sorted(tmp_path.iterdir()) == before


def test_an_error_never_carries_what_a_cell_says(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Datum", "Organisatie", "Soort contact", "Aard"])
    sheet.append(["geheim-417", "Bos", "melding", "pesten"])
    path = tmp_path / "half.xlsx"
    book.save(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(ImportRefusedError) as refused:
        read(path, VOCABULARY, today=TODAY)
    assert refused.value.__cause__ is None
    assert "geheim" not in str(refused.value)


def test_a_row_number_that_no_sheet_has_is_damage(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Datum", "Organisatie", "Soort contact", "Aard"])
    sheet.append(["1-2-2025", "Bos", "melding", "pesten"])
    whole, far = tmp_path / "heel.xlsx", tmp_path / "ver.xlsx"
    book.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(far, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b'<row r="2"', b'<row r="2000000000"')
            new.writestr(name, content)
    with pytest.raises(ImportRefusedError) as refused:
        read(far, VOCABULARY, today=TODAY)
    assert refused.value.code == "beschadigd"


def _changed(tmp_path: Path, old: bytes, new: bytes, part: str = "sheet1.xml") -> Path:
    """Return a small workbook in which a part was changed by somebody who knows the form."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Datum", "Organisatie", "Soort contact", "Aard", "Minuten", "Aantal gesprekken"])
    for day in range(1, 9):
        sheet.append([f"{day}-2-2025", "Bos", "melding", "pesten", 45, 2])
    whole, changed = tmp_path / "heel.xlsx", tmp_path / "anders.xlsx"
    book.save(whole)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(changed, "w") as other:
        for name in archive.namelist():
            data = archive.read(name)
            other.writestr(name, data.replace(old, new) if name.endswith(part) else data)
    return changed


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"9" * 400])
def test_a_number_beyond_all_reckoning_is_a_doubt_and_no_crash(
    tmp_path: Path, number: bytes
) -> None:
    path = _changed(tmp_path, b"<v>45</v>", b"<v>" + number + b"</v>")
    rows = read(path, VOCABULARY, today=TODAY).rows
    assert len(rows) == 8
    assert all(row.minutes is None and row.flags for row in rows)


@pytest.mark.parametrize("cell", ["²", "Ⅷ", "³-1-2025", "9" * 5000])
def test_a_sign_that_only_looks_like_a_digit_is_no_number(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "tekens.csv"
    lines = [f"{cell};Bos;melding;pesten;{cell};{cell}"] * 8
    head = "Datum;Organisatie;Soort contact;Aard;Minuten;Aantal gesprekken"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    assert len(read(path, VOCABULARY, today=TODAY).rows) == 8


def test_a_line_of_signs_alone_is_no_month(tmp_path: Path) -> None:
    path = tmp_path / "streep.csv"
    path.write_text("Datum;Aard;Uitkomst\n1-2-2025;pesten;beter\n---\n2-2-2025;pesten;beter\n")
    assert len(read(path, VOCABULARY, today=TODAY).rows) == 2


def test_sheets_of_blanks_to_the_last_row_are_refused_at_once(tmp_path: Path) -> None:
    book = Workbook()
    for _ in range(3):
        book.create_sheet().cell(1_048_576, 1, "x")
    path = tmp_path / "leegte.xlsx"
    book.save(path)
    with pytest.raises(ImportRefusedError) as refused:
        read(path, VOCABULARY, today=TODAY)
    assert refused.value.code == "te_veel_regels"


def test_styles_without_end_are_refused_before_they_are_made(tmp_path: Path) -> None:
    path = _changed(
        tmp_path, b"</cellXfs>", b'<xf numFmtId="14"/>' * 250_000 + b"</cellXfs>", "styles.xml"
    )
    with pytest.raises(ImportRefusedError) as refused:
        read(path, VOCABULARY, today=TODAY)
    assert refused.value.code == "te_groot_uitgepakt"
