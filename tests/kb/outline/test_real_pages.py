"""Habits of the pages of councils, authorities and ministries, each with examples made up here.

A page is written as a reader copies it: no tags, the marks of lists as their signs.
"""

from __future__ import annotations

import pytest

from kb import outline as sections
from kb.document import Document, Outline

TEXT = "Maombi yote yanapokelewa ofisini na kujibiwa ndani ya siku saba za kazi."
MORE = "Ofisi itamjulisha mwombaji kwa barua au kwa simu baada ya kikao kukamilika."


def outline_of(*lines: str, id: str = "ukurasa.txt") -> Outline:
    """Return the outline of a page given by its lines."""
    return sections.outline(Document(id, "\n".join(lines) + "\n", "text"))


def headings(*lines: str) -> list[str]:
    """Return the headings of a page given by its lines."""
    return [section.heading for section in outline_of(*lines).sections if section.heading]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A full stop, on a page where it is a habit, or after what plainly is a heading.
        (["Huduma ya Umeme", "", "Kukata umeme.", "", TEXT, "", "Kurudisha umeme.", "", MORE], ["Kukata umeme", "Kurudisha umeme"]),
        (["Leseni ya Gati", TEXT, "Gharama za leseni.", "• Fomu", "• Ukaguzi"], ["Gharama za leseni"]),
        (["Leseni ya Gati", TEXT, "MASHARTI YA JUMLA KWA GATI ZOTE.", "Kila gati iwe na taa mbili za usiku na mlinzi mmoja."], ["MASHARTI YA JUMLA KWA GATI ZOTE"]),
        (["UTANGULIZI.", TEXT, "MAJUKUMU YA GATI.", "1. Kupokea meli", "2. Kupima mizigo"], ["UTANGULIZI", "MAJUKUMU YA GATI"]),
        (["Utangulizi.", "Haja ya ukaguzi wa gati.", TEXT, "Maana ya ukaguzi wa gati.", MORE], ["Utangulizi", "Haja ya ukaguzi wa gati", "Maana ya ukaguzi wa gati"]),
        (["Miradi", "Ujenzi wa gati kuu ya kusini", TEXT, "Ujenzi wa gati kuu ya kati.", MORE], ["Ujenzi wa gati kuu ya kusini", "Ujenzi wa gati kuu ya kati"]),
        # A label that is one of two names above it, and a label with a note above a list.
        (["Idara ya Gati", "1. Utangulizi", TEXT, "2. Dira na Dhima ya Gati", "Dira:", MORE, "Dhima:", TEXT], ["1. Utangulizi", "2. Dira na Dhima ya Gati", "Dira", "Dhima"]),
        (["Leseni ya Gati", TEXT, "Masharti:", "• Barua", "Taratibu:", "• Jaza fomu", "Zingatia:", "• Leseni ni ya mwaka mmoja"], ["Masharti", "Taratibu", "Zingatia"]),
        # Below a table, above the next.
        (["Ada za Gati", TEXT, "Boti |", "5,000 |", "Meli |", "9,000 |", "ADA ZA MIZIGO YA GATI", "Aina |", "Ada |", "Saruji |", "700 |"], ["ADA ZA MIZIGO YA GATI"]),
        # An ellipsis.
        (["Leseni ya Gati", TEXT, "Masharti ya leseni…", "• Barua", "• Picha", "Ada za leseni…", MORE], ["Masharti ya leseni", "Ada za leseni"]),
        # A colon before a list.
        (["Leseni ya Gati", TEXT, "Masharti:", "• Barua ya maombi", "• Picha mbili"], ["Masharti"]),
        (["Leseni ya Gati", TEXT, "Viambata vya fomu:", "- Barua", "- Picha", "Siku za huduma:", "- Jumatatu", "- Alhamisi"], ["Viambata vya fomu", "Siku za huduma"]),
        (["Idara ya Gati", TEXT, "Majukumu ya Idara ya Gati :-", "(i) Kupokea meli na abiria wa visiwani;", "(ii) Kupima mizigo;"], ["Majukumu ya Idara ya Gati"]),
        # A mark after capitals; a remark in brackets, however long; a relative in the future.
        (["Leseni ya Gati", TEXT, "ADHABU;", TEXT, "ADA,", MORE], ["ADHABU", "ADA"]),
        (["Kozi za Gati", "Stashahada ya Uongozi na Usimamizi wa Gati (Diploma in Port Leadership and Management of Quays)", "1. Kidato cha sita.", "2. Cheti cha awali."], ["Stashahada ya Uongozi na Usimamizi wa Gati (Diploma in Port Leadership and Management of Quays)"]),
        (["Leseni ya Gati", "1.Hatua za kufuata:", "• Kujaza fomu", "2.Gharama zitakazohusika:-", "1. Ada ya mita kwa mwezi", "2. Ada ya bomba kwa mwezi"], ["1.Hatua za kufuata", "2.Gharama zitakazohusika"]),
        # Numbers with a colon, or with a wide gap; a list with signs below each line.
        (["Usajili wa Meli", TEXT, "1: Usajili wa meli ndogo", "• Jaza fomu", "2: Usajili wa meli kubwa lakini chini ya miaka 10.", "• Leta picha", "3: Kuandikisha meli iliyochelewa kuandikishwa zaidi ya miaka", "• Lipa ada"], ["1: Usajili wa meli ndogo", "2: Usajili wa meli kubwa lakini chini ya miaka 10", "3: Kuandikisha meli iliyochelewa kuandikishwa zaidi ya miaka"]),
        (["Vyuo vya Gati", "1.0.        Utangulizi:", TEXT, "Madhumuni:", "- Mafunzo ya wavuvi"], ["1.0. Utangulizi", "Madhumuni"]),
        # Numbered capitals whose lists were lost, on a page with headings in capitals.
        (["IDARA YA GATI", "MUUNDO", TEXT, "WATUMISHI", MORE, "MAJUKUMU YA MIZIGO", "2. MAJUKUMU YA ABIRIA", "3. MAJUKUMU YA TAA", "5. MAJUKUMU YA VIPIMO", "WADAU", TEXT], ["MUUNDO", "WATUMISHI", "MAJUKUMU YA MIZIGO", "2. MAJUKUMU YA ABIRIA", "3. MAJUKUMU YA TAA", "5. MAJUKUMU YA VIPIMO", "WADAU"]),
        # Numbers that touch the name, or end in one more dot.
        (["Leseni ya Gati", "1.Majukumu", TEXT, "2.Masharti", MORE], ["1.Majukumu", "2.Masharti"]),
        (["2.0. Hali halisi", TEXT, "3.0. Mipango ya baadaye", MORE], ["2.0. Hali halisi", "3.0. Mipango ya baadaye"]),
        (["1.1NAFASI YA MLINZI", TEXT, "1.1.1SIFA", "• Awe na cheti", "1.1.2MSHAHARA", MORE], ["1.1NAFASI YA MLINZI", "1.1.1SIFA", "1.1.2MSHAHARA"]),
        (["1.0 UTANGULIZI;", TEXT, "2.0 MAPATO,", MORE], ["1.0 UTANGULIZI", "2.0 MAPATO"]),
        # Letters and Roman numerals, each with a paragraph of its own.
        (["Muundo wa Gati", "i. Idara ya Mizigo", TEXT, "ii. Idara ya Abiria", MORE, "iii. Kitengo cha Vipimo", TEXT], ["i. Idara ya Mizigo", "ii. Idara ya Abiria", "iii. Kitengo cha Vipimo"]),
        (["Muundo wa Gati", "xvii. Kitengo cha Sheria", TEXT, "xviii. Kitengo cha Vipimo", MORE], ["xvii. Kitengo cha Sheria", "xviii. Kitengo cha Vipimo"]),
        (["Ratiba", "A. SAFARI ZA KIKAZI", TEXT, "B. SAFARI ZA MAFUNZO", MORE], ["A. SAFARI ZA KIKAZI", "B. SAFARI ZA MAFUNZO"]),
        (["Historia", "A. Eneo la gati.", TEXT, "B. Wakazi wa gati.", MORE], ["A. Eneo la gati", "B. Wakazi wa gati"]),
        (["Hati", "(A) Hati ya muda", TEXT, "(B) Hati ya kudumu.", MORE], ["(A) Hati ya muda", "(B) Hati ya kudumu"]),
        (["Upimaji", "(a) Upimaji wa ardhi", "• Kupima mipaka", "• Kuchora ramani", "(b) Upimaji wa bahari", "• Kupima kina", "• Kuweka maboya"], ["(a) Upimaji wa ardhi", "(b) Upimaji wa bahari"]),
        # Numbered capitals are one series, also where a section is empty.
        (["Vibali vya Gati", "1. KIBALI CHA MELI", TEXT, "2. KIBALI CHA MIZIGO", MORE, "3. VIAMBATANISHO", "4. ADA", "5. MUDA", TEXT], ["1. KIBALI CHA MELI", "2. KIBALI CHA MIZIGO", "3. VIAMBATANISHO", "4. ADA", "5. MUDA"]),
        # Questions: long ones, those without a mark, those with letters.
        (["Ada ni kiasi gani?", TEXT, "Nani anaweza kuomba leseni ya gati?", MORE, "Leseni inadumu kwa muda gani", TEXT], ["Ada ni kiasi gani?", "Nani anaweza kuomba leseni ya gati?", "Leseni inadumu kwa muda gani"]),
        (["Kwa mwaka wa fedha wa 2021 gati imepanga kupokea jumla ya meli ngapi za mizigo na za abiria?", TEXT, "Je, gati ina taa?", MORE], ["Kwa mwaka wa fedha wa 2021 gati imepanga kupokea jumla ya meli ngapi za mizigo na za abiria?", "Je, gati ina taa?"]),
        (["Maswali", "Q1. Nani anaweza kutumia gati ya kusini kwa mizigo.", "A. Kila meli yenye leseni.", "Q2. Gati inafunguliwa saa ngapi asubuhi.", "A. Saa kumi na mbili."], ["Q1. Nani anaweza kutumia gati ya kusini kwa mizigo", "Q2. Gati inafunguliwa saa ngapi asubuhi"]),
        # The name of a law above what it says.
        (["Sheria za Gati", "", "Sheria Na. 5 ya Mwaka 2019", TEXT, "", "Tangazo la Serikali Na. 826", MORE], ["Sheria Na. 5 ya Mwaka 2019", "Tangazo la Serikali Na. 826"]),
        # One name of two, below both.
        (["Wizara ya Gati", "", "Dira na Dhima", "", "Dira", "", "Gati bora.", "", "Dhima", "", TEXT], ["Dira", "Dhima"]),
    ],
)  # fmt: skip
def test_a_heading_of_these_habits_is_one(lines, expected):
    """Each kind of heading that real pages have is found, without what follows its name."""
    found = headings(*lines)
    assert [heading for heading in found if heading in expected] == expected
    assert set(found) <= {*expected, lines[0], "Dira na Dhima", "Sheria za Gati"}


@pytest.mark.parametrize(
    "lines",
    [
        # Items, however short, whatever their sign.
        *(["Ada za Gati", TEXT, f"{sign}Meli za abiria", f"{sign}Meli za mizigo", MORE] for sign in ("Ø  ", "➢ ", "➡ ", "§ ", "• ", "o ", "ü", "✔ ", "> ", "¨       ")),
        ["Uongozi wa Gati", "Gati ina viongozi wafuatao:", "i. Mlezi", "ii. Mhasibu", "iii. Katibu wa gati.", MORE],
        ["Matangazo", "Njia hizo ni kama zifuatazo:-", "1. Redio", "- Asubuhi", "- Jioni", "2. Mabango", "- Gati kuu", "- Gati ndogo", MORE],
        ["Ramani", "Ramani ithibitishwe na ofisi zifuatazo:", "Ofisi ya Ardhi", "Ofisi ya Mhandisi", "Ofisi ya Mazingira", TEXT],
        # Examples and remarks.
        ["Leseni", TEXT, "Mfano:", "- Boti", "- Ngalawa", MORE, "Mfano:", "- Jahazi", "- Mashua"],
        # Tasks and sentences with a full stop.
        ["Kazi za Gati", TEXT, "Kupima meli.", "Kutoza ada.", "Kutunza taa za usiku.", MORE],
        # A table, in each of its forms.
        ["Ada za Gati", TEXT, "Aina | Ada | Muda", "Boti | 5,000 | Siku", "Jahazi | 9,000 | Siku", MORE],
        ["Ada za Gati", TEXT, "Aina\tAda", "Boti\t5,000", "Jahazi\t9,000", MORE],
        ["Ada za Gati", TEXT, "Aina", "|", "Ada ya Gati |", "Muda", "|", "Boti", "|", "5,000 |", "Siku", "|", MORE],
        ["Ada za Gati", TEXT, "Aina ya Chombo", "Ada ya Gati", "Boti", "5,000", "Jahazi", "9,000", "Meli", "20,000", MORE],
        ["Ada za Gati", TEXT, "Na", "Aina ya Chombo", "Mahali", "1", "Boti", "Gati ya Kusini", "2", "Jahazi", "Gati ya Kati", "3", "Meli", "Gati ya Kaskazini", MORE],
        ["Watumishi wa Gati", TEXT, "Mkuu wa Gati 1", "Wahandisi 2", "Mpimaji 1", MORE],
        # What goes on from the line above.
        ["Kazi za Gati", "1. Kusimamia taa za gati na", "", "Halmashauri", "", "2. Kupima mizigo ya meli na ya", "", "Wavuvi"],
        # Addresses inside a text.
        ["Barua za Gati", "Anuani ya barua ni kama ifuatavyo:", "Mkuu wa Gati", "S.L.P 54", "PWANI", "K.K. Mkuu wa Bandari", "S.L.P 60", "MJINI", TEXT],
        # Tasks below a heading, without a lead-in.
        ["MAJUKUMU", "Kupokea meli za mizigo na abiria kutoka visiwani kila siku.", "Kuandaa ratiba", "Kutoza ada", "Kupima kina", "Kutunza kumbukumbu za meli zote zilizofika"],
        # An enumeration in one line; an office below a single letter; a count with a remark.
        ["Takwimu za Gati", TEXT, "Asilimia 12.5% ya meli; UVIKO-19; pole-pole; mia kwa mia", MORE],
        ["Uteuzi wa Gati", TEXT, "i. Waziri wa Gati", MORE],
        ["Watumishi wa Gati", TEXT, "Wapimaji wa gati 59", "Walinzi wa gati 03 (mmoja ni wa bandari)", MORE],
        # A page in capitals has sentences in capitals.
        ["TANGAZO", *2 * ["MKUU WA GATI ANAWATANGAZIA WAVUVI WOTE KUWA GATI IMEFUNGWA HADI MWEZI MEI."], "ADA NI SHILINGI ELFU NANE KWA KILA MITA YA GATI. WAVUVI,", "MAKAMPUNI NA TAASISI ZENYE MELI ZIFIKE OFISINI", "KWA MAELEZO ZAIDI FIKA OFISI YA MKUU WA GATI.", "IMETOLEWA NA:", "MKUU WA GATI", "GATI YA KUSINI"],
        # A remark in brackets; the signature below a foreword; the source of a table.
        ["Kazi za Gati", "1. Kusimamia uchaguzi wa wavuvi", "(Uchaguzi wa Mlezi na Katibu)", "2. Kutoa elimu"],
        ["Ada za Gati", TEXT, "MKUU WA GATI", "Novemba, 2010", MORE],
        ["Ada za Gati", TEXT, "Chanzo; Idara ya Gati", MORE],
        # What a blog or a library of files writes around a page.
        ["Ada za Gati", TEXT, "", "No comments:", "", "Post a Comment"],
        # What ends a page.
        ["Ada za Gati", TEXT, "Barabara ya Pwani, Mjini", "Sanduku la Posta: P. O. BOX 9 Mjini", "Simu: 024 555 0101", "Simu ya Mkononi:", "Barua pepe: gati@mfano.go.tz", "Hakimiliki@2017 Gati. Haki zote zimehifadhiwa"],
        ["Ada za Gati", TEXT, "", "JUU"],
        ["Ada za Gati", TEXT, "", "Back to Top"],
        ["Ada za Gati", TEXT, "", "Click here to subscribe this page"],
        ["Ada za Gati", TEXT, "Zawadi K. Bonde", "MKURUGENZI MTENDAJI", "HALMASHAURI YA MJI WA PWANI"],
        ["Ada za Gati", TEXT, "", "OFISI YA MKUU WA GATI", "HALMASHAURI YA MJI WA PWANI"],
        ["Ada za Gati", TEXT, "Imewekwa: Machi 5, 2021", MORE],
        ["Ada za Gati", TEXT, "Kutoka Kitengo cha Mawasiliano Gati ya Pwani", "Januari 31, 2024."],
        ["Ada za Gati", TEXT, "Wasiliana Nasi", "- S.L.P. 9 Mjini", "- 024 555 0101", "Wasiliana Nasi Visiwani", "- 024 555 0102"],
        # A formula; what begins a sentence; a teaser that was cut off.
        ["Ada za Gati", TEXT, "MX x MW x 0.75 x 1/12", MORE],
        ["Ada za Gati", TEXT, "Kwa utaratibu huu", MORE],
        ["Ada za Gati", TEXT, "INAYO...", MORE],
        # Labels with their values, and what they are in English.
        ["Ada za Gati", "OFISI HUSIKA", "Gati ya Kusini", "THAMANI", "Inafaa", TEXT],
        ["Muundo wa Gati", TEXT, "MKUU WA GATI", "Port Captain", "KITENGO CHA SHERIA", "Legal Unit", "KITENGO CHA UGAVI", "Supply Unit", "KITENGO CHA MAJI", "Water Unit", TEXT],
        ["Ada za Gati", TEXT, "Imewekwa tarehe: July 24th, 2019", MORE],
    ],
)  # fmt: skip
def test_what_only_looks_like_a_heading_is_none(lines):
    """Items, cells, remarks and what ends a page are text of the section that has them."""
    assert set(headings(*lines)) <= {lines[0]}


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Responsive image", "", "Maunganisho Mapya", "", TEXT], "Maunganisho Mapya"),
        (["TUME Logo", "JAMHURI YA MUUNGANO", "TUME YA GATI", "Tunalinda bahari na watu wake", "TUME Logo", "Idara ya uchunguzi", "(i) Kupokea malalamiko ya wavuvi;", "(ii) Kuyachunguza;"], "Idara ya uchunguzi"),
        (["Wizara ya Maji", "Wakala wa Gati", "(WAGA)", "", "Mkataba wa Huduma", "", TEXT], "Mkataba wa Huduma"),
        (["Wakala wa Gati", '"Gati ni Uhai"', "Huduma za Usafi wa Gati", TEXT, MORE], "Huduma za Usafi wa Gati"),
        (["MAMLAKA YA GATI", "TAASISI YENYE VIWANGO VYA JUU", TEXT], "MAMLAKA YA GATI"),
        (["OFISI YA RAIS", "TAWALA ZA MIKOA", "HALMASHAURI YA MJI", "06/06/2025", "TANGAZO LA KAZI", TEXT], "TANGAZO LA KAZI"),
        (["GATI Publication", "", "TAARIFA KWA UMMA (USAJILI WA NGOs)", "", TEXT], "TAARIFA KWA UMMA (USAJILI WA NGOs)"),
        (["Swahili   |   English", "Usajili wa Meli", TEXT], "Usajili wa Meli"),
        (["Boti na Meli", "FARAJA BONDE KITO", "Chief Executive Officer", "BOTI NA MELI", TEXT], "BOTI NA MELI"),
        (["Bi.Rehema Kito", "Mkuu wa Idara ya Gati", "IDARA YA GATI", "1.0. Utangulizi", TEXT], "IDARA YA GATI"),
        (["Tume ya Gati", "Kikao cha gati chafanyika kusini.", "09 Jul, 2025", "Kikao cha gati chafanyika kusini.", TEXT], "Kikao cha gati chafanyika kusini"),
        (["JAMHURI YA MUUNGANO", "OFISI YA RAIS", "TAWALA ZA MIKOA", "HALMASHAURI YA MJI", "MKATABA WA HUDUMA", "KAULI YA MKUU WA GATI", TEXT], "MKATABA WA HUDUMA"),
        (["MKATABA WA HUDUMA KWA WAVUVI", "HALMASHAURI YA MJI", "1. Utangulizi", TEXT, "2. Dira", MORE], "MKATABA WA HUDUMA KWA WAVUVI"),
        (["Kumhamisha mwanafunzi wa shule ya gati", "Ili kumhamisha mwanafunzi hatua zifuatazo zinafuatwa na mzazi wake:-", "1. Kuandika barua kwa mkuu wa shule"], "Kumhamisha mwanafunzi wa shule ya gati"),
        (["OFISI YA WAZIRI", "", "Dira na Dhima", "", "Dira", "", "Gati bora.", "", "Dhima", "", TEXT], "Dira na Dhima"),
        (["USAFIMAJI", TEXT, "Upandaji wa miti"], "USAFIMAJI"),
        (["KITENGO CHA MANUNUZI", "Halmashauri ya Mji inanunua vifaa kwa mujibu wa sheria.", "MALENGO YA KITENGO", "• Bei nafuu"], "KITENGO CHA MANUNUZI"),
        (["HUDUMA TUNAZOTOA", "1. Kupima meli", "2. Kutoza ada", MORE], "HUDUMA TUNAZOTOA"),
        (["Fomu ya Maoni", "Jamhuri ya Muungano", "Huduma", "Mwanzo Huduma Kuomba Gati", "OFISI INAYOHUSIKA", "Wizara ya Maji", TEXT], "Mwanzo Huduma Kuomba Gati"),
        (["Mwanzo > Huduma > Leseni", "Leseni ya Gati", TEXT], "Leseni ya Gati"),
        (["Wasiliana Nasi |", "• Mwanzo", "• Kuhusu Sisi", "• Huduma", "• Leseni ya Gati", "• Habari", "", "Leseni ya Gati", "", "1.0 Utangulizi", TEXT], "Leseni ya Gati"),
        (["Mwanzo", "Kuhusu Sisi", "Huduma", "Habari", "", "Leseni ya Gati", TEXT], "Leseni ya Gati"),
        (["Huduma | Leseni ya Gati | Ada | Sheria za Gati | Fomu", "Leseni ya Gati", TEXT], "Leseni ya Gati"),
        (["Jamhuri ya Muungano", "Tovuti Rasmi ya Gati", "Uongozi", TEXT], "Uongozi"),
        (["Taa ya Kusini", "Gati ya Kati", "UTARATIBU WA KUPATA LESENI YA GATI", "1.Hatua za kufuata:", "• Kujaza fomu"], "UTARATIBU WA KUPATA LESENI YA GATI"),
        (["Download as pdf or txt", "Download as pdf or txt", "JAMHURI YA MUUNGANO", "TANGAZO LA KAZI", TEXT], "TANGAZO LA KAZI"),
        (["Wednesday, February 19, 2014", "KUTOKA OFISI YA GATI", "FURSA ZA GATI", TEXT, "VIWANDA", MORE, "BIASHARA", TEXT], "KUTOKA OFISI YA GATI"),
        (["Mr. J. K. Bonde", "Mr. J. K. Bonde", "Mkuu wa Idara", "Utangulizi", "Mamlaka ya Gati ni sehemu ya bandari ya kusini.", "Hali ya Gati", TEXT], "Mamlaka ya Gati"),
        (["Utekelezaji wa Mipango ya Gati;", TEXT, "Majukumu ya Mipango", MORE], "Utekelezaji wa Mipango ya Gati"),
        (["SAIDIA WAVUVI", "SAIDIA WAVUVI", "Tanzania", "1. MRADI WA GATI", "1.1 Utangulizi", TEXT], "SAIDIA WAVUVI"),
        # A motto, and the part of the site, above the page.
        (["Jamhuri ya Muungano", "Wakala wa Gati", "Tunalinda bahari na watu wake", "Huduma Zetu", "USAJILI WA MELI", "Meli ni nini?", TEXT], "USAJILI WA MELI"),
        (["Jamhuri ya Muungano", "Tume ya Gati", "Miradi Inayoendelea", "Mapitio ya mfumo wa gati", TEXT, MORE], "Mapitio ya mfumo wa gati"),
        (["habari za mikoa", "WASIFU WA GATI YA KUSINI", '"Maskani ya samaki"', "UTANGULIZI", TEXT, "KIUTAWALA", MORE], "WASIFU WA GATI YA KUSINI"),
        # A title with a day at its end; a reference; the name of the site behind the title.
        (["Utaratibu Mpya wa Leseni za Gati Kuanzia tarehe 18.04.2017", "09 May 2017", TEXT, MORE], "Utaratibu Mpya wa Leseni za Gati Kuanzia tarehe 18.04.2017"),
        (["Header", "NAFASI ZA GATI 2013Kumb. Na EA.7/96", "TANGAZO LA KAZI", TEXT], "TANGAZO LA KAZI"),
        (["MAELEZO YA MKUU WA GATI KUHUSU ADA MPYA - BLOGU YA GATI", "Header ADS", "Monday, April 15, 2024", "MAELEZO YA MKUU WA GATI KUHUSU ADA MPYA", "UTANGULIZI", TEXT], "MAELEZO YA MKUU WA GATI KUHUSU ADA MPYA"),
        # A paper above its parts; Historia above the first part of a history.
        (["TAARIFA YA IDARA YA GATI YA KUSINI", "HALI YA HUDUMA YA GATI", "UTANGULIZI", TEXT, "HALI YA MABOMBA", MORE], "TAARIFA YA IDARA YA GATI YA KUSINI"),
        (["Historia", "Jiografia ya gati", TEXT, "Ukubwa wa gati", MORE, "Idadi ya Watu", TEXT], "Historia"),
        (["Shirika la Mbao", "", "Mbao za mninga", TEXT, "", "Nguzo za umeme", MORE], "Shirika la Mbao"),
        # The English name of the publisher, and an English title above the Swahili one.
        (["The Port Captain's Office of Shumba", "", "Kazi za Gati", "", "• Kupokea meli", "• Kutoza ada"], "Kazi za Gati"),
        (["Shumba Port Authority", "", "Muundo wa Gati", "", "MLEZI", TEXT, "", "Baraza la Gati", MORE], "Muundo wa Gati"),
        (["Port Landing Permit", "", "Kibali cha Kutia Nanga", "", TEXT, MORE], "Kibali cha Kutia Nanga"),
        # A title in small letters, and one with a motto, below a letterhead.
        (["Jamhuri ya Muungano", "Hospitali ya Gati", "Hospitali ya Gati", "wagonjwa wa usiku", "Idara ya wagonjwa wa usiku iko wazi saa zote za usiku kwa wote."], "wagonjwa wa usiku"),
        (["MFUKO WA WAVUVI", "FISHERS BENEFITS FUND", "Menu", "", "Fao la Boti: Vua kwa Furaha", "", "Nani anapewa Fao la Boti?", TEXT], "Fao la Boti: Vua kwa Furaha"),
        # A piece of news, above the day on which it was posted.
        (["• Mwanzo", "• Huduma", "• Habari", "• Picha", "", "Mkuu wa Gati awaagiza wavuvi kusajili boti zote kabla ya mwezi Mei", "", "Posted on: May 4th, 2021", "", TEXT], "Mkuu wa Gati awaagiza wavuvi kusajili boti zote kabla ya mwezi Mei"),
        # The part of a site, and the part of that which the page is; the trail to a page.
        (["Kuhusu Sisi", "", "Huduma Zetu", "", TEXT, "", "Usajili wa Boti", MORE], "Huduma Zetu"),
        (["Nyumbani / Huduma / Usajili wa Boti", "", TEXT, MORE], "Usajili wa Boti"),
        # Below the name of a forum's author.
        (["Nini hufanyika Gatini", "Mdau wa Gati", "JF-Expert Member", "Jun 3, 2023", "357", "621", TEXT], "Nini hufanyika Gatini"),
    ],
)  # fmt: skip
def test_the_title_is_the_best_line_and_not_the_publisher(lines, title):
    """Logos, mottos, dates and the publisher's name stand above a title; they are none where one follows."""
    result = outline_of(*lines)
    assert result.title == title
    assert not result.named_by_file


@pytest.mark.parametrize(
    ("id", "lines", "title"),
    [
        ("port-structure.txt", ["Port Structures", TEXT, "Our Ports", MORE, "Key Units", TEXT], "Port Structures"),
        ("ziara-ya-gatini.txt", ["Ziara ya Mlezi wa Wavuvi Mh.Zawadi Bonde Bandarini na Gatini kwa ajili ya kukagua boti mpya za wavuvi wote", "", f"{TEXT} {MORE}"], "Ziara ya Mlezi wa Wavuvi Mh.Zawadi Bonde Bandarini na Gatini kwa ajili ya kukagua boti mpya za wavuvi wote"),
    ],
)  # fmt: skip
def test_the_name_of_the_file_chooses_among_lines(id, lines, title):
    """Where no line is plainly the title, the one that the file is named after is it."""
    result = outline_of(*lines, id=id)
    assert (result.title, result.named_by_file) == (title, False)


def test_what_an_institution_does_is_no_title():
    """A sentence about an institution names the page only where it says what that is."""
    does = outline_of("Mamlaka ya Gati ina utaratibu maalum wa kusajili boti.", TEXT, id="boti.txt")
    assert (does.title, does.named_by_file) == ("Boti", True)
    assert outline_of("Mamlaka ya Gati ni sehemu ya bandari.", TEXT).title == "Mamlaka ya Gati"


def test_parts_of_a_unit_are_inside_it():
    """ "Majukumu ya idara" is a part of the unit above it, and "Utangulizi" contains nothing."""
    result = outline_of(
        "Muundo wa Gati", "Utangulizi", "Gati ina idara kama ifuatavyo:", "Idara ya Meli na Boti", TEXT,
        "Majukumu ya idara", MORE, "Idara ya Ushuru wa Gati", TEXT, "Majukumu ya idara", MORE,
    )  # fmt: skip
    levels = {s.heading: s.level for s in result.sections if s.heading}
    assert levels["Majukumu ya idara"] == levels["Idara ya Meli na Boti"] + 1
    assert levels["Idara ya Meli na Boti"] == levels["Utangulizi"]


def test_a_title_from_the_name_of_the_file_says_so():
    """Where no line gives a title the file's name does, and the outline tells it."""
    result = outline_of(TEXT, MORE, id="ada-za-gati.txt")
    assert (result.title, result.named_by_file) == ("Ada za gati", True)


def test_a_list_that_names_its_headings_with_a_remark_still_announces_them():
    """ "Ngazi ya kata (maafisa)" in a list is the heading "Ngazi ya kata" below."""
    result = outline_of(
        "Taratibu za huduma", "Huduma ina ngazi zifuatazo:", "i. Ngazi ya kata (maafisa ugani)",
        "ii. Ngazi ya makao makuu (mkuu wa idara)", "Ngazi ya kata", TEXT, "Ngazi ya makao makuu", MORE,
    )  # fmt: skip
    levels = {section.heading: section.level for section in result.sections}
    assert levels["Ngazi ya kata"] == levels["Ngazi ya makao makuu"] == 2


def test_numbers_inside_numbers_are_deeper():
    """A series 1., 2. inside 2.0 is below it, and 3.0 is beside 2.0 again."""
    result = outline_of(
        "Taarifa ya Gati", "1.0 UTANGULIZI", TEXT, "2.0 MUUNDO", MORE, "1. MADAWATI", TEXT,
        "2. VITENGO", MORE, "3.0 MAPATO", TEXT,
    )  # fmt: skip
    levels = [section.level for section in result.sections if section.heading]
    assert levels == [1, 1, 2, 2, 1]
