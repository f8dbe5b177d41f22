"""Spoiled workbooks: as bytes, as an archive, as XML, and bombs."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Sequence

from tests.promises.bad_input.changes import NASTY_TEXTS, NUMBERS, spoil

Parts = dict[str, bytes]
_SHEET = "xl/worksheets/sheet1.xml"
_NUMBERS = re.compile(rb"\d+")
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_TAG = re.compile(rb"<[^>]*>")
_BETWEEN = re.compile(rb">[^<]+<")
_PLACES = (b"XFD1048576", b"A0", b"ZZZZZZZ1", b"A99999999999", b"1A", b"", b"a1", b"A-1", b"A1.5")
_KINDS = (b"s", b"n", b"b", b"e", b"str", b"inlineStr", b"d", b"zz")
_BILLION = (
    b'<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
_HERE = b'<!DOCTYPE z [<!ENTITY a SYSTEM "file:///proc/self/environ">]>'


def spoiled_workbook(dice: random.Random, bases: Sequence[bytes]) -> bytes:
    """Return one spoiled workbook.

    Args:
        dice: decides; the same dice give the same file.
        bases: whole files.
    """
    base = dice.choice(bases)
    act = dice.random()
    if act < 0.2:
        return spoil(base, dice, bases)
    if act < 0.3:
        return _with_another_directory(base, dice)
    parts = _parts(base)
    if act < 0.4:
        _spoil_archive(parts, dice)
    elif act < 0.96:
        name = dice.choice([_SHEET, _SHEET, *parts]) if _SHEET in parts else dice.choice([*parts])
        for _ in range(dice.choice((1, 1, 2, 4))):
            parts[name] = dice.choice(_XML)(parts[name], dice)
    else:
        dice.choice(BOMBS)(parts)
    return _packed(parts)


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            # A fixed moment: the same dice give the same bytes.
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_another_directory(data: bytes, dice: random.Random) -> bytes:
    """Have a field of a local header or of the central directory lie."""
    spoiled = bytearray(data)
    headers = [m.start() for m in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    for _ in range(dice.choice((1, 2, 6))):
        at = dice.choice(headers) + dice.randrange(4, 46)
        size, form = dice.choice(((2, "<H"), (4, "<I")))
        if at + size <= len(spoiled):
            number = dice.choice(NUMBERS) & ((1 << 8 * size) - 1)
            spoiled[at : at + size] = struct.pack(form, number)
    return bytes(spoiled)


def _spoil_archive(parts: Parts, dice: random.Random) -> None:
    """Lose, swap, empty or rename what is inside."""
    name, other = dice.choice([*parts]), dice.choice([*parts])
    match dice.randrange(5):
        case 0:
            del parts[name]
        case 1:
            parts[name], parts[other] = parts[other], parts[name]
        case 2:
            parts[name] = b""
        case 3:
            parts[dice.choice(("../../over.xml", "/etc/over", name.upper(), "x/" + name))] = (
                parts.pop(name)
            )
        case _:
            parts[name] = dice.randbytes(dice.choice((1, 400, 50_000)))


def _once(pattern: re.Pattern[bytes], data: bytes, new: bytes, dice: random.Random) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    at = dice.choice(found)
    return data[: at.start()] + new + data[at.end() :]


def _number(data: bytes, dice: random.Random) -> bytes:
    number = dice.choice((*NUMBERS, 10**30, 10**400, -1))
    return _once(_NUMBERS, data, dice.choice((str(number).encode(), b"1e999", b"")), dice)


def _attribute(data: bytes, dice: random.Random) -> bytes:
    value = dice.choice((*_PLACES, *_KINDS, b"A1:XFD1048576", b"999999", b"x" * 70_000))
    return _once(_ATTRIBUTE, data, b'="' + value + b'"', dice)


def _place(data: bytes, dice: random.Random) -> bytes:
    place = re.compile(rb'(?<= )r="[A-Z]*\d+"')
    return _once(place, data, b'r="' + dice.choice((*_PLACES, b"1048576")) + b'"', dice)


def _kind(data: bytes, dice: random.Random) -> bytes:
    return _once(re.compile(rb' t="\w+"'), data, b' t="' + dice.choice(_KINDS) + b'"', dice)


def _words(data: bytes, dice: random.Random) -> bytes:
    text = dice.choice(NASTY_TEXTS).encode("utf-8", "surrogatepass")
    text = text.replace(b"&", b"").replace(b"<", b"")
    odd = dice.choice((b"&#0;", b"&#x1F;", b"&#xD800;", b"&b;", b"_x0000_", b"&amp;" * 900))
    return _once(_BETWEEN, data, b">" + dice.choice((text, text, odd)) + b"<", dice)


def _lost_tag(data: bytes, dice: random.Random) -> bytes:
    return _once(_TAG, data, b"", dice)


def _many_tags(data: bytes, dice: random.Random) -> bytes:
    found = [m for m in _TAG.finditer(data) if m[0].endswith(b"/>")] or [*_TAG.finditer(data)]
    if not found:
        return data
    tag = dice.choice(found)
    return data[: tag.start()] + tag[0] * dice.choice((3, 500, 20_000)) + data[tag.end() :]


def _deep(data: bytes, dice: random.Random) -> bytes:
    depth = dice.choice((200, 3000, 60_000))
    name = dice.choice((b"c", b"row", b"is", b"si", b"x", b"r"))
    inside = b"<%s>" % name * depth + b"</%s>" % name * dice.choice((depth, 0))
    found = [*_TAG.finditer(data)]
    at = dice.choice(found).end() if found else 0
    return data[:at] + inside + data[at:]


def _entities(data: bytes, dice: random.Random) -> bytes:
    begin = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    spoiled = data[:begin] + dice.choice((_BILLION, _HERE)) + data[begin:]
    return _once(_BETWEEN, spoiled, b">&" + dice.choice((b"j", b"a", b"e")) + b";<", dice)


def _character_set(data: bytes, dice: random.Random) -> bytes:
    name = dice.choice((b"utf-16", b"utf-7", b"latin-1", b"idna", b"hex", b"", b"utf-8\x00"))
    begin = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    body = data[begin:]
    if dice.random() < 0.5:
        body = body.decode("utf-8", "replace").encode(
            dice.choice(("utf-16", "utf-32", "cp037")), "replace"
        )
    return b'<?xml version="1.0" encoding="' + name + b'"?>' + body


def _bytes(data: bytes, dice: random.Random) -> bytes:
    return spoil(data, dice)


_XML: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_number, _number, _attribute, _place, _place, _kind, _words, _words, _lost_tag, _many_tags),
    *(_deep, _entities, _character_set, _bytes, _bytes),
)


# Bombs: small in the file, and large for who believes it.


def _sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)


def _shared(items: bytes) -> bytes:
    return (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % items
    )


def blank_bomb(parts: Parts) -> None:
    """A hundred megabytes and more of blanks."""
    parts[_SHEET] = _sheet(b" " * 120_000_000)


def blank_below_the_limit(parts: Parts) -> None:
    """As many blanks as are just not suspect."""
    parts[_SHEET] = _sheet(b" " * 19_000_000)


def long_cell(parts: Parts) -> None:
    """One cell with sixteen megabytes of text."""
    cell = b'<c r="A1" t="inlineStr"><is><t>%s</t></is></c>' % (b"pesten " * 2_300_000)
    parts[_SHEET] = _sheet(b'<row r="1">%s</row>' % cell)


def many_strings(parts: Parts) -> None:
    """A million texts of nothing."""
    parts["xl/sharedStrings.xml"] = _shared(b"<si><t>a</t></si>" * 1_000_000)


def many_members(parts: Parts) -> None:
    """Thirty thousand empty files in the archive."""
    parts.update({f"xl/media/{number}": b"" for number in range(30_000)})


def far_rows(parts: Parts) -> None:
    """A row at the far end of each sheet there is."""
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = _sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')


def far_rows_in_many_sheets(parts: Parts) -> None:
    """A row at the far end of two hundred sheets."""
    main = "xl/workbook.xml"
    links = "xl/_rels/workbook.xml.rels"
    far = _sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    if b"</sheets>" not in parts.get(main, b"") or b"</Relationships>" not in parts.get(links, b""):
        parts[_SHEET] = far
        return
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = relations = b""
    for number in range(200):
        sheets += (
            b'<sheet xmlns:q="%s" name="far%d" sheetId="%d" state="visible" q:id="far%d"/>'
            % (kind, number, 900 + number, number)
        )
        relations += (
            b'<Relationship Id="far%d" Type="%s/worksheet" Target="/xl/worksheets/far%d.xml"/>'
            % (number, kind, number)
        )
        parts[f"xl/worksheets/far{number}.xml"] = far
    parts[main] = parts[main].replace(b"</sheets>", sheets + b"</sheets>")
    parts[links] = parts[links].replace(b"</Relationships>", relations + b"</Relationships>")


def wide_rows(parts: Parts) -> None:
    """Rows of which the last column is used."""
    row = b'<row><c r="XFD1"><v>1</v></c></row>'
    parts[_SHEET] = _sheet(row * 3000)


def many_rows(parts: Parts) -> None:
    """More rows than a registration may have."""
    parts[_SHEET] = _sheet(b"<row><c><v>1</v></c><c><v>2</v></c></row>" * 180_000)


def many_formulas(parts: Parts) -> None:
    """A formula in every cell."""
    parts[_SHEET] = _sheet(b'<row><c r="A1"><f>1+1</f></c></row>' * 90_000)


def merged_all_over(parts: Parts) -> None:
    """Every cell of the sheet merged, many times."""
    sheet = parts.get(_SHEET, _sheet(b""))
    merges = b"<mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A1:XFD1048576"/>' * 2000)
    cells = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % n for n in range(1, 4000))
    parts[_SHEET] = sheet.replace(b"</worksheet>", merges + cells + b"</worksheet>")


def hidden_all_over(parts: Parts) -> None:
    """Columns without end that are hidden."""
    columns = b"<cols>%s</cols>" % (b'<col min="1" max="4294967295" hidden="1"/>' * 20_000)
    sheet = parts.get(_SHEET, _sheet(b""))
    parts[_SHEET] = sheet.replace(b"<sheetData>", columns + b"<sheetData>")


def many_styles(parts: Parts) -> None:
    """Half a million styles."""
    before, found, after = parts.get("xl/styles.xml", b"").partition(b"</cellXfs>")
    parts["xl/styles.xml"] = before + b'<xf numFmtId="14"/>' * 500_000 + found + after


BOMBS: tuple[Callable[[Parts], None], ...] = (
    *(blank_bomb, blank_below_the_limit, long_cell, many_strings, many_members, far_rows),
    *(far_rows_in_many_sheets, wide_rows, many_rows, many_formulas, merged_all_over),
    *(hidden_all_over, many_styles),
)
