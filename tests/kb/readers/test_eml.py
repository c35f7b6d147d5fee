"""Mails as programs save them."""

from __future__ import annotations

import pytest

from kb.readers import eml
from kb.readers.base import Unreadable
from tests.kb.readers.making_formats import mail

HEAD = "Subject: Ombi\nFrom: a@example.org\nMIME-Version: 1.0\n"


def test_subject_date_and_sender_are_known():
    """The subject is title and heading; a header in another charset is read."""
    parsed = eml.parse(
        b"Subject: =?iso-8859-1?Q?Ombi_la_caf=E9?=\r\nFrom: Asha <a@example.org>\r\n"
        b"Date: Tue, 09 Mar 2021 10:00:00 +0300\r\n\r\nHabari.\r\n"
    )
    assert (parsed.text, parsed.title) == ("Ombi la café\n\nHabari.\n", "Ombi la café")
    assert (parsed.declared.date, parsed.declared.source) == ("2021-03-09", "Asha <a@example.org>")


def test_the_best_alternative_is_read():
    """HTML has headings and tables; where it says less than the plain text, that is read."""
    page = "<h2>Ada</h2><table><tr><td>Kata</td><td>Msoga</td></tr></table>"
    parsed = eml.parse(bytes(mail("Ombi", "Ada Kata Msoga", html=page)))
    assert [(h.text, h.level) for h in parsed.headings] == [("Ombi", 1), ("Ada", 3)]
    assert "Kata | Msoga" in parsed.text
    poor = eml.parse(bytes(mail("Ombi", "Tunaomba kisima kirefu.", html="<p>Fungua.</p>")))
    assert poor.text == "Ombi\n\nTunaomba kisima kirefu.\n"


def test_quoted_replies_are_text_and_no_headings():
    """What another mail said is found, and is no section of this one."""
    parsed = eml.parse(bytes(mail("Re: Ombi", "Sawa.\n\n> DIRA\n> 1. Utangulizi\n")))
    assert parsed.text == "Re: Ombi\n\nSawa.\n\n> DIRA\n> 1. Utangulizi\n"
    assert [h.text for h in parsed.headings] == ["Re: Ombi"]


def test_flowed_lines_are_joined():
    """Programs break lines where a window ends; format=flowed says where a paragraph goes on."""
    text = "Tunaomba \nkisima.\n> Barua \n> yako.\n-- \nAsha\n"
    parsed = eml.parse(f"{HEAD}Content-Type: text/plain; format=flowed\n\n{text}".encode())
    assert parsed.text == "Ombi\n\nTunaomba kisima.\n> Barua yako.\n--\nAsha\n"


def test_attachments_are_named_and_given():
    """Only those that a reader reads; names lead nowhere, and two alike are told apart."""
    inner = mail("Barua: ya awali", "Pampu.", attached=[("vipuri.txt", b"Vipuri.")])
    files = [("ada.txt", b"Ada."), ("../../etc/ada.txt", b"Ada mbili."), ("x.bin", b"\0")]
    data = bytes(mail("Ombi", "Habari.", attached=files, forwarded=[inner]))
    parsed = eml.parse(data)
    assert parsed.attachments == ("ada.txt", "ada (2).txt", "Barua ya awali.eml")
    assert eml.attachment(data, "ada (2).txt") == b"Ada mbili."
    forwarded = eml.attachment(data, "Barua ya awali.eml")
    assert eml.parse(forwarded).attachments == ("vipuri.txt",)
    assert [str(w) for w in parsed.warnings] == ["attachments that no reader reads: x.bin"]
    with pytest.raises(Unreadable, match=r"no attachment x\.pdf"):
        eml.attachment(data, "x.pdf")


def test_a_file_without_a_suffix_is_known_by_its_bytes():
    """Scanners send "scan" and say nothing of what it is."""
    data = bytes(mail("Ombi", "Habari.", attached=[("Skani", b"%PDF-1.4 ...")]))
    assert eml.parse(data).attachments == ("Skani.pdf",)


def test_pictures_of_the_text_and_signatures_are_no_attachments():
    """A logo at the foot of every mail is no document."""
    data = (
        f"{HEAD}Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
        "<p>Habari.</p>\n--b\nContent-Type: image/png; name=logo.png\nContent-ID: <1>\n\nx\n"
        "--b\nContent-Type: application/pgp-signature; name=a.asc\n\nx\n--b--\n"
    ).encode()
    parsed = eml.parse(data)
    assert (parsed.text, parsed.attachments, parsed.warnings) == ("Ombi\n\nHabari.\n", (), ())


def test_what_only_outlook_opens_is_told():
    """winmail.dat holds the attachments in Microsoft's own form."""
    data = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHabari.\n"
        "--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx\n--b--\n"
    ).encode()
    (warning,) = eml.parse(data).warnings
    assert str(warning).startswith("winmail.dat is not read")


def test_an_encrypted_mail_is_refused():
    """Only the program with the key opens it."""
    kind = "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"
    with pytest.raises(Unreadable, match="encrypted"):
        eml.parse(f"{HEAD}Content-Type: {kind}\n\nx".encode())


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: =?utf-8?B?////?=\nDate: 99 Zzz\nContent-Type: text/plain; charset=hapana\n\nHabari.",
        b"Subject: Ombi\nContent-Type: multipart/mixed; boundary=\n\n--\nHabari.",
        b"From: a\nContent-Disposition: attachment; filename*=x''%ff%zz\n\nHabari.",
    ],
)
def test_damaged_headers_are_read_as_far_as_they_go(data):
    """Programs write headers that no standard knows."""
    assert isinstance(eml.parse(data).text, str)


def test_what_would_do_harm_is_refused():
    """Ten thousand parts, or a hundred mails in one another, are no mail."""
    many = HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 1_100
    with pytest.raises(Unreadable, match="more than 1,000"):
        eml.parse(many.encode())
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(60))
    with pytest.raises(Unreadable, match="nested too deep"):
        eml.parse((HEAD + deep + "\nx").encode())
    with pytest.raises(Unreadable, match="not a mail"):
        eml.parse(b"Habari ya leo.")
