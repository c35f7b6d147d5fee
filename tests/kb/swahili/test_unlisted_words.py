"""Words that no list has: what rules make of verbs, passives, forms of being, kin and spoken writing."""

from __future__ import annotations

import pytest

from kb.swahili import analyse, explain, stem
from kb.swahili.data import table_rows
from kb.swahili.lemmatizer import Lemmatizer, lemmatizer
from kb.swahili.lexicon_tables import parse_lexicon
from kb.swahili.morphology.derivation import WordFamilies
from kb.swahili.universal.readings import readings_of
from kb.swahili.universal.tagger import tag_word


def first(word: str) -> str:
    """Return the first term of a word as it is written."""
    (token,) = analyse(word)
    return token.terms[0]


PASSIVES = {
    "aliyeandikiwa": "andikia",  # native, a consonant before its -a: the applicative
    "wamejengewa": "jengea",
    "tuliletewa": "letea",
    "walipigiwa": "pigia",
    "anaheshimiwa": "heshimu",  # a loan that drops its vowel
    "imeruhusiwa": "ruhusu",
    "yalijaribiwa": "jaribu",
    "wanasamehewa": "samehe",
    "aliteuliwa": "teua",  # a vowel before -a: no applicative
    "inatolewa": "toa",
    "wanahudumiwa": "hudumia",  # hudumu has no object
    "nchi zilizotawaliwa": "tawala",  # the passive of tawala itself
    "anayeshukiwa": "shuku",  # suspected; shukia is of shuka
    "waliachiliwa": "achilia",  # achia would make achiwa
    "ombi limetupiliwa": "tupilia",
    "nyumba imezuiliwa": "zuia",  # a vowel before -iliwa: no applicative
    "imelugazwa": "lugaza",  # nothing knows the verb: the letters decide
    "wamepeluliwa": "pelua",
}


@pytest.mark.parametrize(("form", "active"), PASSIVES.items(), ids=PASSIVES)
def test_a_passive_belongs_to_the_verb_that_it_is_made_of(form, active):
    """What was written to somebody is of writing to; what was respected, of respecting."""
    assert first(form.split()[-1]) == active


@pytest.mark.parametrize(
    ("form", "verbs"),
    {
        "imesainiwa": {"saini", "sainia"},
        "aliteuliwa": {"teua", "teulia"},
        "ilibuchetiwa": {"bucheti", "buchetia"},
    }.items(),
)
def test_a_passive_of_two_verbs_has_both_readings(form, verbs):
    """Signed may be of signing or of signing for: the tagger names both, the search takes the first."""
    assert {reading.lemma for reading in readings_of(form)} >= verbs


ADDRESSED = {
    "nisubirini": "subiri", "jihadharini": "hadhari", "nihukumuni": "hukumu", "walakini": "lakini",
    "wakumwokoa": "okoa", "yakumpinga": "pinga", "maanake": "maana", "kuskia": "sikia", "mahkama": "mahakama",
    "alishaiharibu": "haribu", "usiwaguzwe": "guza", "kizulugacho": "zuluga",
}  # fmt: skip


@pytest.mark.parametrize(("form", "term"), ADDRESSED.items(), ids=ADDRESSED)
def test_forms_that_are_written_together_or_short(form, term):
    """Wait for me, all of you; of saving him; its meaning is: as people write them."""
    assert first(form) == term


SHORT = {
    "mpe": "pa", "nipe": "pa", "wape": "pa", "ampe": "pa", "mje": "ja", "waje": "ja", "tuje": "ja",
    "ale": "la", "afe": "fa", "awe": "wa", "iweni": "wa", "tunywe": "nywa", "twende": "enda",
    "twendeni": "enda", "alaye": "la", "akupaye": "pa", "afaye": "fa", "nifanyeje": "fanya",
    "asiwepo": "wa", "iwepo": "wa", "awezaje": "weza", "afapo": "fa", "walapo": "la", "ninywacho": "nywa",
    "hakwenda": "enda", "hatukwenda": "enda", "halikwendelea": "endelea", "hukwama": "kwama",
}  # fmt: skip


@pytest.mark.parametrize(("form", "verb"), SHORT.items(), ids=SHORT)
def test_short_forms_are_made_by_rule(form, verb):
    """Subjunctives, imperatives and relatives of one-syllable verbs need no list."""
    assert first(form) == verb


FAMILIES = {
    "aliyo": "li", "niliyo": "li", "walipo": "li_place", "hatupo": "po", "hayako": "ko", "unazo": "na_it",
    "waliyonayo": "na_it", "alizonazo": "na_it", "yaliyopo": "li_place", "mlioko": "li_place",
    "ungalipo": "li_place", "yaleyale": "ile", "hichohicho": "hiyo", "vivyo": "hiyo",
}  # fmt: skip


@pytest.mark.parametrize(("form", "family"), FAMILIES.items(), ids=FAMILIES)
def test_being_and_having_are_words_of_grammar(form, family):
    """No question is about them, so they are read as a family, in every person and class."""
    (token,) = analyse(form)
    assert (token.terms[0], token.function) == (family, True)


KIN = {
    "mamake": "mama", "babaye": "baba", "babangu": "baba", "ndugungu": "ndugu", "nduguze": "ndugu",
    "mjombako": "mjomba", "mwenzio": "mwenzi", "wenzie": "mwenzi", "mwenzenu": "mwenzi",
    "mkwewe": "mkwe", "mpenziwe": "mpenzi", "mjukuuwe": "mjukuu", "rafikize": "rafiki",
    "shemejiye": "shemeji",
}  # fmt: skip


@pytest.mark.parametrize(("form", "noun"), KIN.items(), ids=KIN)
def test_kin_with_a_possessive_in_one_word_lead_to_the_noun(form, noun):
    """mamake is mama yake: the forms are made, not listed one by one."""
    assert first(form) == noun


SPOKEN = {
    "ntafanya": "fanya", "nkikuona": "ona", "tushamaliza": "maliza", "anaetaka": "taka",
    "aliekwenda": "enda", "inavoonekana": "onekana", "kuchukuwa": "chukua", "wametowa": "toa",
    "kusaidiya": "saidia", "wanakataga": "kata", "huwaga": "wa", "kafika": "fika", "ivyo": "hiyo",
    "sanaaa": "sana", "baaada": "baada", "kifaaa": "kifaa", "maaana": "maana",
    "unaeza": "weza", "kukwambia": "ambia", "nalikwenda": "enda", "yuaja": "ja",
    "hatotaka": "taka", "hazipatikana": "patikana", "haichapishwa": "chapisha", "hayajulikana": "julikana",
    "ujafika": "fika", "ajatangazwa": "tangaza", "unaitaji": "hitaji", "kuangaika": "hangaika",
}  # fmt: skip


@pytest.mark.parametrize(("form", "term"), SPOKEN.items(), ids=SPOKEN)
def test_spoken_writing_leads_to_the_standard_word(form, term):
    """Messages and the speech of the coast are found with the standard word."""
    assert first(form) == term


BEFORE_A_VOWEL = {
    "kuwona": "ona", "muwone": "ona", "huwona": "ona", "nimuwulize": "uliza", "kuwondoa": "ondoa",
    "tuwondoke": "ondoka", "hatuwoni": "ona", "kuwogopa": "ogopa", "kuwenda": "enda",
    "kumuwombea": "ombea", "atakuwona": "ona", "huwenda": "huenda", "muwafaka": "mwafaka",
    "kuwasha": "washa", "muweke": "weka", "uwezo": "uwezo", "tuwinde": "winda",
}  # fmt: skip


@pytest.mark.parametrize(("form", "term"), BEFORE_A_VOWEL.items(), ids=BEFORE_A_VOWEL)
def test_a_w_that_is_heard_before_a_vowel_is_no_letter_of_the_word(form, term):
    """kuwona is kuona as it is said; a w of the word itself stays."""
    assert first(form) == term


OTHER_SPELLINGS = {
    "kushitakiwa": "shtaki", "ashitakiwe": "shtaki", "waliomshitaki": "shtaki", "anafata": "fuata", "kufatilia": "fuatilia",
    "ukifatwa": "fuata", "kuwashugulikia": "shughulikia", "yamewashitua": "shtua", "haikustuka": "shtuka",
    "kutathimini": "tathmini", "wanasitahili": "stahili", "anasuburi": "subiri", "kumkashfu": "kashifu",
    "anaonyesha": "onyesha", "anaonesha": "onesha", "mwitaji": "mwitaji",
}  # fmt: skip


@pytest.mark.parametrize(("form", "verb"), OTHER_SPELLINGS.items(), ids=OTHER_SPELLINGS)
def test_another_spelling_of_a_verb_is_the_standard_one_in_every_form(form, verb):
    """The table of variants has stems: kushitakiwa is kushtakiwa. onyesha and onesha are listed both."""
    assert first(form) == verb


def test_the_passive_of_another_spelling_is_cut_as_it_is_written():
    """shitakiwa is no sh- with a long ending."""
    forms = [part.form.strip("-") for part in explain("walishitakiwa").parts]
    assert forms == ["wa", "li", "shitak", "iwa"]
    assert [one.lemma for one in readings_of("walishitakiwa")] == ["shtaki", "shtakia"]


BEING_SO = {
    "tuliowengi": "ingi", "waliowengi": "ingi", "waliowachache": "chache", "iliyobora": "bora",
    "aliyemkubwa": "kubwa", "waliohai": "hai", "yaliyomema": "ema", "zilizosalama": "salama",
    "isiyorasmi": "rasmi", "yasiyosahihi": "sahihi", "waliowawili": "wili", "walionyuma": "nyuma",
    "zilizotofauti": "tofauti", "waliowaachia": "achia", "aliyempa": "pa", "waliobaki": "baki",
    "yaliyofaa": "faa", "uliotaharuki": "taharuki",
}  # fmt: skip


@pytest.mark.parametrize(("form", "term"), BEING_SO.items(), ids=BEING_SO)
def test_a_relative_of_being_may_have_its_adjective_written_on(form, term):
    """sisi tuliowengi is tulio wengi; a verb that is listed is still the verb."""
    assert first(form) == term


def test_the_two_words_of_a_relative_of_being_are_tagged_apart():
    """A corpus has tulio, a form of being, and wengi, an adjective."""
    words = tag_word("tuliowengi")
    assert [(word.form, word.lemma, word.upos) for word in words] == [
        ("tulio", "li", "AUX"),
        ("wengi", "ingi", "ADJ"),
    ]
    assert "wengi" not in explain("tuliowengi").parts[0].form


HARDLY_DOERS = {
    "waweza": ("weza",), "wafaa": ("faa",), "wapasa": ("pasa",), "watosha": ("tosha",), "wafanana": ("fanana",),
    "wapambana": ("pambana",), "wapatikana": ("patikana",), "wasikika": ("sikika",),
    "wajua": ("jua", "mjua"), "wataka": ("taka", "mtaka"),
    "watoa": ("mtoa", "toa"), "wauza": ("uza",), "watukana": ("mtukana", "tukana"), "waandika": ("andika",),
}  # fmt: skip


@pytest.mark.parametrize(("form", "terms"), HARDLY_DOERS.items(), ids=HARDLY_DOERS)
def test_wa_before_a_verb_that_nobody_does_is_no_plural_of_people(form, terms):
    """waweza kula is you may eat; watoa huduma are people. What is done to each other has no doer either."""
    (token,) = analyse(form)
    assert token.terms == terms


def test_the_second_reading_of_a_verb_may_be_a_doer():
    """wajua is they know; those that know are a noun."""
    assert [(one.lemma, one.upos) for one in readings_of("wajua")] == [
        ("jua", "VERB"),
        ("mjua", "NOUN"),
    ]


TWO_READINGS = {
    "majini": ("maji", "jini"),  # in water, and jinns
    "huisha": ("isha", "huisha"),  # it ends, and enliven!
    "huishia": ("ishia", "huishia"),
    "kulia": ("kulia", "lia"),  # to the right, and to cry
    "sivyo": ("ndi",),  # as siyo, sio and sicho
    "haimkini": ("yamkini",), "humkini": ("yamkini",), "haiyamkini": ("yamkini",), "haijalishi": ("jalisha",),
    "haistahiki": ("stahiki",), "hayastahiki": ("stahiki",), "haipasi": ("pasa",), "haifai": ("faa",),
    "unajisi": ("unajisi",), "udurusu": ("udurusu",), "urudi": ("rudi",), "ufurahi": ("furahi",),
}  # fmt: skip


@pytest.mark.parametrize(("form", "terms"), TWO_READINGS.items(), ids=TWO_READINGS)
def test_the_likelier_of_two_readings_comes_first(form, terms):
    """Which one that is was counted in running text."""
    (token,) = analyse(form)
    assert token.terms == terms


def test_the_readings_of_two_meanings_are_tagged_each_by_itself():
    """A habitual is no imperative, a place no plural."""
    ends, enliven = readings_of("huisha")
    assert (ends.lemma, ends.feats["Aspect"]) == ("isha", "Hab")
    assert (enliven.lemma, enliven.feats["Mood"]) == ("huisha", "Imp")
    water, jinns = readings_of("majini")
    assert (water.feats["Case"], "Case" in jinns.feats) == ("Loc", False)
    assert readings_of("haimkini")[0].feats["Polarity"] == "Neg"


SMALL = {
    "kijiduka": "duka", "kijinjia": "njia", "vijisenti": "senti", "vijitone": "tone", "kijindege": "ndege",
    "vijibendera": "bendera", "kijishamba": "shamba", "visamaki": "samaki",
}  # fmt: skip


@pytest.mark.parametrize(("form", "noun"), SMALL.items(), ids=SMALL)
def test_a_diminutive_that_no_list_has_is_of_the_family_of_its_noun(form, noun):
    """Whoever looks for shops finds small ones behind them; a listed diminutive is a word of its own."""
    (token,) = analyse(form)
    assert token.terms == (form.replace("vi", "ki", 1),)
    assert noun in token.related
    assert "mto" not in analyse("kijito")[0].related
    assert analyse("kijifunza")[0].related == ()


@pytest.mark.parametrize("word", ["huwenda", "mama'ke", "m'badala", "ivyo"])
def test_a_word_in_another_writing_is_tagged_as_its_standard(word):
    """What a tool counts is the standard word, whatever its writing."""
    standard = {"huwenda": "huenda", "mama'ke": "mamake", "m'badala": "mbadala", "ivyo": "hivyo"}
    (tagged,), (same,) = tag_word(word), tag_word(standard[word])
    assert (tagged.lemma, tagged.upos, tagged.feats) == (same.lemma, same.upos, same.feats)


@pytest.mark.parametrize(
    "word",
    ["mkandaa", "walii", "wanaa", "kata", "kafara", "kamari", "hekaya", "ntungi", "furaha", "haya"],
)
def test_spoken_rules_leave_listed_words_alone(word):
    """The informal layer is tried only where nothing else reads the word."""
    assert lemmatizer().step(word).name != "spoken"


def test_english_verbs_under_swahili_prefixes_are_found_in_english():
    """nimedownload and a question for download meet; an English word is not cut as Swahili."""
    assert first("nimedownload") == first("download")
    assert first("wanashare") == first("kushare") == first("share")
    assert first("language") == first("languages")
    assert first("release") == first("releases")


def test_no_rule_of_shape_touches_a_name():
    """A name that the lexicon lacks is its own term, and small letters find it too."""
    for name in ("Makunduchi", "Vikindu", "Mihunduni"):
        assert analyse(name)[0].terms[0] == name.lower()
        assert name.lower() in analyse(name.lower())[0].terms
        assert explain(name).terms == analyse(name)[0].terms


def test_a_heading_in_capitals_is_no_name():
    """All capitals say nothing, so a heading is read as the same words in a sentence."""
    assert analyse("VITINYANYU")[0].terms == analyse("vitinyanyu")[0].terms


UNLISTED = ["tanganyika", "pakasisha", "imbarika", "fisunganya", "pomorosha"]


@pytest.mark.parametrize("verb", UNLISTED)
def test_no_object_is_cut_off_the_stem_of_an_unlisted_verb(verb):
    """pa-, i- and the letters of other objects begin stems too."""
    for form in (f"kupi{verb}", f"wame{verb}", f"wanaopa{verb}"):
        assert lemmatizer().lemmatize(form).part == "verb"
    assert first(f"wame{verb}") == first(f"wata{verb}") == first(f"aliye{verb}") == verb


def test_an_unlisted_derivation_of_a_listed_verb_is_read_whole():
    """pakaziana is of pakazia, so kupakaziana has no object pa-."""
    known = parse_lexicon()
    for made in ("pakaziana", "imarishana", "papasana"):
        known.verbs.pop(made, None)
        known.learnt.pop(made, None)
    read = Lemmatizer(known)
    assert read.lemmatize("kupakaziana").terms[0] == "pakaziana"
    assert read.lemmatize("wameimarishana").terms[0] == "imarishana"
    assert read.lemmatize("walipapasana").terms[0] == "papasana"


def test_adjectives_that_take_no_concord_as_a_rule_are_found_with_one():
    """vitu visafi: people write it, and look for safi."""
    assert first("visafi") == "safi"
    assert "safi" in analyse("msafi")[0].terms
    assert stem("fupifupi") == "fupi"


NOUNS = {
    "wabahatishaji": "mbahatishaji",  # -aji is a doer's, whatever verb is listed
    "wahudumiaji": "mhudumiaji",
    "waonyaji": "mwonyaji",  # mw- before a vowel
    "majenzi": "ujenzi",  # a plural of what is done
    "nyute": "ute",
    "miato": "mwato",
    "viherehere": "kiherehere",  # the list gives kiherehere no plural
    "vichefuchefu": "kichefuchefu",
}


@pytest.mark.parametrize(("plural", "singular"), NOUNS.items(), ids=NOUNS)
def test_plurals_that_no_list_has_lead_to_their_singular(plural, singular):
    """Doers, and what is done, are made of any verb."""
    assert first(plural) == singular


STATES = {
    "kizingatifu": ("zingatifu", "kizingatifu"), "vizingatifu": ("zingatifu", "vizingatifu"),
    "wazingatifu": ("mzingatifu", "zingatifu", "wazingatifu"), "uzingatifu": ("uzingatifu",),
    "Masharifu": ("masharifu",), "kusanifu": ("sanifu",),
}  # fmt: skip


@pytest.mark.parametrize(("form", "terms"), STATES.items(), ids=STATES)
def test_an_adjective_of_state_that_no_list_has_agrees(form, terms):
    """-fu and -vu after a vowel; not a name, not the noun in u-, not a verb that is listed."""
    (token,) = analyse(form)
    assert token.terms == terms


@pytest.mark.parametrize(
    ("form", "verb"),
    {
        "wanofika": "fika",
        "walofika": "fika",
        "zilofika": "fika",
        "alokufa": "fa",
        "inofaa": "faa",
    }.items(),
)
def test_zanzibars_relatives_are_those_of_the_mainland(form, verb):
    """-no- and -lo- stand for -nao-, -lio- and their like."""
    assert first(form) == verb


FAMILIES_OF_NOUNS = {
    "mfulizo": "fuliza", "uchokonozi": "chokonoa", "kifungio": "fungia", "mtarajiwa": "taraji",
    "ugandamizi": "gandamiza", "msulihishi": "sulihisha", "uzingatifu": "zingatia", "mwandalizi": "andalia",
    "ushangiliaji": "shangilia", "kando": None, "lazio": None,
}  # fmt: skip


@pytest.mark.parametrize(("noun", "verb"), FAMILIES_OF_NOUNS.items(), ids=FAMILIES_OF_NOUNS)
def test_a_noun_that_no_list_has_is_of_the_family_of_its_verb(noun, verb):
    """The ending says what it was made of, where that verb is listed; a word that is listed is not touched."""
    (token,) = analyse(noun)
    assert (token.related[:1] or (None,))[0] == verb


def test_each_row_of_nominalisations_makes_its_example():
    """What the table says of a noun holds where the noun is not listed."""
    words = parse_lexicon()
    columns = ("prefixes", "ending", "verb", "before", "example", "gloss")
    for *_, example, _ in table_rows("nominalisations.tsv", columns):
        noun, _, verb = example.partition(" > ")
        words.nouns.pop(noun, None)
        words.base.pop(noun, None)
        assert WordFamilies(words).related(noun)[:1] == (verb,), example


def test_the_families_of_nouns_are_guessed_as_they_are_listed():
    """Each noun with a listed verb is taken out in turn; its family comes back by its ending."""
    words = parse_lexicon()
    listed = {
        noun: base
        for noun, base in words.base.items()
        if base in words.verbs and noun in words.nouns and noun not in words.verbs
    }
    assert len(listed) > 2_000
    right = guessed = 0
    for noun, verb in listed.items():
        kinds = words.nouns.pop(noun), words.base.pop(noun)
        families = WordFamilies(words)
        found = families.related(noun)
        guessed += bool(found)
        right += verb in found or bool(found and found[0] in families.related(verb))
        words.nouns[noun], words.base[noun] = kinds
    assert right >= 0.75 * len(listed)
    assert right >= 0.95 * guessed
