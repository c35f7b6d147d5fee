"""What the web page says around the documents' own words: Swahili, English.

Takes the name of a message and a language, gives text. Nothing here is HTML:
the templates escape every message like any other text.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGES", "MESSAGES", "counted", "date", "other", "say"]

LANGUAGES = ("sw", "en")
"""The first is spoken where none is asked for."""

MESSAGES: Mapping[str, tuple[str, str]] = {
    # every page
    "name": ("Kisima", "Kisima"),
    "tagline": (
        "Tafuta katika nyaraka za Kiswahili",
        "Search documents in Swahili",
    ),
    "skip": ("Ruka hadi yaliyomo", "Skip to the content"),
    "language": ("Lugha ya ukurasa", "Language of the page"),
    "language.sw": ("Kiswahili", "Kiswahili"),
    "language.en": ("English", "English"),
    "search": ("Tafuta katika nyaraka", "Search the documents"),
    "search.button": ("Tafuta", "Search"),
    "offers": ("Mapendekezo", "Suggestions"),
    "offers.count": (
        "Mapendekezo #. Chagua kwa mishale ya juu na chini.",
        "# suggestions. Choose with the up and down arrows.",
    ),
    "footer": (
        "Nyaraka zote zilizomo ni wazi kwa kila mtu.",
        "All the documents in it are open to everyone.",
    ),
    "footer.json": ("Ukurasa huu kwa JSON", "This page as JSON"),
    "printed": ("{address} · imechukuliwa {date}", "{address} · retrieved {date}"),
    # the search page
    "home.intro": (
        "Andika neno moja au zaidi, kwa umbo lolote: “wakurugenzi” hupata pia “mkurugenzi”.",
        "Type a word or more, in any form: “wakurugenzi” also finds “mkurugenzi”.",
    ),
    "home.try": ("Jaribu", "Try"),
    "home.how": ("Kutafuta kwa usahihi zaidi", "Searching more precisely"),
    "home.holds.one": ("Ina hati 1.", "It holds 1 document."),
    "home.holds.many": ("Ina hati {count}.", "It holds {count} documents."),
    "how.phrase": ("maneno yaliyo pamoja, kwa mpangilio huu", "words side by side, in this order"),
    "how.not": ("bila neno hili", "without this word"),
    "how.must": ("lazima neno hili liwepo", "this word must be there"),
    "how.prefix": ("maneno yanayoanza hivi", "words that start like this"),
    "how.heading": ("neno katika kichwa cha sehemu", "a word in the heading of a section"),
    "how.kind": ("sehemu za aina hii tu", "sections of this kind only"),
    # the results page
    "results.of": ("Matokeo ya “{question}”", "Results for “{question}”"),
    "results.title": ("{question} – Matokeo", "{question} – Results"),
    "results.title.none": ("{question} – Hakuna matokeo", "{question} – No results"),
    "results.title.page": (
        "{question} – Matokeo (ukurasa {page} wa {pages})",
        "{question} – Results (page {page} of {pages})",
    ),
    "results.one": ("Tokeo 1", "1 result"),
    "results.many": ("Matokeo {count}", "{count} results"),
    "results.page": ("ukurasa {page} wa {pages}", "page {page} of {pages}"),
    "results.list": ("Orodha ya matokeo", "List of results"),
    "results.none": ("Hakuna matokeo", "No results"),
    "results.none.of": (
        "Hakuna kifungu kinacholingana na “{question}”.",
        "No passage matches “{question}”.",
    ),
    "advice": ("Unaweza:", "You can:"),
    "advice.spelling": ("kuangalia tahajia ya maneno", "check the spelling of the words"),
    "advice.fewer": (
        "kutumia maneno machache, au yenye maana pana zaidi",
        "use fewer words, or more general ones",
    ),
    "advice.signs": (
        "kuondoa nukuu, alama + na -, na sehemu kama aina:",
        "leave out quotes, the signs + and -, and fields such as aina:",
    ),
    "advice.filters": ("kuondoa vichujio vyote", "remove all filters"),
    "on_page": ("uk. {number}", "p. {number}"),
    "widened": ("Pia: {shown}", "Also: {shown}"),
    "corrected": (
        "Hakuna kilichopatikana kwa maneno hayo; haya ni majibu ya maneno yanayofanana.",
        "Nothing was found for those words; these are the answers for words like them.",
    ),
    "meant": ("Ulimaanisha:", "Did you mean:"),
    "note": ("Angalizo:", "Note:"),
    "missing": ("Haina: {words}", "Lacks: {words}"),
    "children": ("Ndani yake:", "In it:"),
    "more.one": ("Tokeo jingine 1 la hati hii", "1 more of this document"),
    "more.many": ("Matokeo mengine {count} ya hati hii", "{count} more of this document"),
    "older": ("Toleo la zamani", "Older version"),
    "newer": ("toleo jipya:", "newer:"),
    "permalink": ("Kiungo cha kudumu:", "Permalink:"),
    "path": ("Mahali pake", "Where it stands"),
    "pages": ("Kurasa za matokeo", "Pages of results"),
    "pages.number": ("Ukurasa wa {page}", "Page {page}"),
    "pages.previous": ("Ukurasa uliotangulia", "Previous page"),
    "pages.next": ("Ukurasa unaofuata", "Next page"),
    "filters": ("Chuja matokeo", "Filter the results"),
    "filters.remove": ("Ondoa kichujio hiki: {name}", "Remove this filter: {name}"),
    # the document page
    "contents": ("Yaliyomo", "Contents"),
    "opening": ("Mwanzo", "Opening"),
    "marked.one": (
        "Alama 1 ya maneno ya “{question}”.",
        "1 mark for the words of “{question}”.",
    ),
    "marked.many": (
        "Alama {count} za maneno ya “{question}”.",
        "{count} marks for the words of “{question}”.",
    ),
    "marked.none": (
        "Hati hii haina maneno ya “{question}”.",
        "This document has none of the words of “{question}”.",
    ),
    "marks.in.one": ("alama 1", "1 mark"),
    "marks.in.many": ("alama {count}", "{count} marks"),
    "marks.remove": ("Ondoa alama", "Remove the marks"),
    "back": ("Rudi kwenye matokeo", "Back to the results"),
    "about": ("Kuhusu hati hii", "About this document"),
    "institution": ("Taasisi", "Institution"),
    "date": ("Tarehe", "Date"),
    "source": ("Chanzo", "Source"),
    "replaces": ("Inabadilisha", "Replaces"),
    "link.to": ("Kiungo cha sehemu hii: {heading}", "Link to this section: {heading}"),
    # errors: what is wrong, and what to do
    "error.bad": ("Ombi halieleweki", "The request cannot be understood"),
    "error.bad.do": (
        "Anwani ya ukurasa ina thamani isiyokubalika. Anza upya kwenye ukurasa wa kutafutia.",
        "The address has a value that is not accepted. Start again from the search page.",
    ),
    "error.number": ("Namba haikubaliki", "A number is not accepted"),
    "error.number.do": (
        "{name} lazima iwe namba nzima kati ya {least} na {most}.",
        "{name} must be a whole number from {least} to {most}.",
    ),
    "error.question": ("Swali halipo", "There is no question"),
    "error.question.do": (
        "Andika swali katika kigezo q.",
        "Give the question in the parameter q.",
    ),
    "error.missing": ("Ukurasa haupo", "There is no such page"),
    "error.missing.do": (
        "Huenda hati imeondolewa au anwani ina kosa. Jaribu kuitafuta.",
        "The document may have been removed, or the address mistyped. Try to search for it.",
    ),
    "error.method": ("Njia hii hairuhusiwi", "This method is not allowed"),
    "error.method.do": (
        "Kisima husomwa tu: tumia GET.",
        "Kisima can only be read: use GET.",
    ),
    "error.long": ("Anwani ni ndefu mno", "The address is too long"),
    "error.long.do": ("Fupisha swali.", "Shorten the question."),
    "error.host": ("Jina la seva halitambuliki", "The server does not go by this name"),
    "error.host.do": (
        "Mwendeshaji huongeza jina lake katika KISIMA_HOSTS.",
        "Its operator adds the name to KISIMA_HOSTS.",
    ),
    "error.often": ("Maombi ni mengi mno", "Too many requests"),
    "error.often.do": (
        "Subiri sekunde {seconds}, kisha jaribu tena.",
        "Wait {seconds} s, then try again.",
    ),
    "error.empty": ("Faharasa bado haijajengwa", "Nothing has been indexed yet"),
    "error.empty.do": (
        "Mwendeshaji wa tovuti huijenga kwa amri hii; ukurasa utafunguka bila kuwasha upya:",
        "The operator builds the index with this command; the page then opens without a restart:",
    ),
    "error.damaged": ("Faharasa haiwezi kutumika", "The index cannot be used"),
    "error.damaged.do": (
        "Mwendeshaji wa tovuti huijenga upya kwa amri hii:",
        "The operator builds it anew with this command:",
    ),
    "error.broken": ("Kuna hitilafu upande wetu", "Something is wrong on our side"),
    "error.broken.do": (
        "Jaribu tena baadaye. Maelezo yako kwenye kumbukumbu ya seva.",
        "Try again later. The details are in the server's log.",
    ),
    "error.home": ("Nenda kwenye ukurasa wa kutafutia", "Go to the search page"),
}

_MONTHS: Mapping[str, tuple[str, ...]] = {
    "sw": (
        *("Januari", "Februari", "Machi", "Aprili", "Mei", "Juni"),
        *("Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def say(name: str, language: str, /, **values: object) -> str:
    """Return one message in one language; Swahili where the language is not known.

    >>> say("missing", "sw", words="bodi"), say("missing", "en", words="bodi")
    ('Haina: bodi', 'Lacks: bodi')
    """
    swahili, english = MESSAGES[name]
    return (english if language == "en" else swahili).format(**values)


def counted(name: str, language: str, count: int, /, **values: object) -> str:
    """Return the message for one thing, or for many, with the number in it.

    >>> counted("results", "sw", 1), counted("results", "sw", 1234)
    ('Tokeo 1', 'Matokeo 1,234')
    """
    form = f"{name}.one" if count == 1 else f"{name}.many"
    return say(form, language, count=f"{count:,}", **values)


def other(language: str) -> str:
    """Return the language a page can be switched to.

    >>> other("sw")
    'en'
    """
    return "sw" if language == "en" else "en"


def date(iso: str, language: str) -> str:
    """Return a date as people write it, as precise as it is known.

    What is no date is returned as it is.

    >>> date("2012-04-01", "sw"), date("2012-07", "en"), date("2019", "sw")
    ('1 Aprili 2012', 'July 2012', '2019')
    """
    year, *rest = iso.split("-")
    if not rest or not all(part.isdecimal() for part in rest) or not 1 <= int(rest[0]) <= 12:
        return iso
    month = _MONTHS["en" if language == "en" else "sw"][int(rest[0]) - 1]
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, month, year])
