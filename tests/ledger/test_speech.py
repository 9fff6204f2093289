"""Units of speech by rules: who says what, how it is meant, and where whose name stands."""

import pytest
from tests.ledger.reading import plain_reading

from corridor.ledger.passages import sentences
from corridor.ledger.reading.names import Listed, names_in
from corridor.ledger.reading.quoted import quotations_in
from corridor.ledger.reading.speech import units_in
from corridor.ledger.words import words

EN = words("en")
LISTED = (
    Listed("Tarn", "place"),
    Listed("Hill Council", "actor", ("Council",)),
    Listed("Velland", "country"),
)


def units(text):
    """Units of speech of a text."""
    r = plain_reading(text)
    return units_in(text, sentences(r), r.paragraphs, names_in(text, LISTED, EN), EN)


def told(text):
    """Speaker and stance of each unit."""
    return [(u.speaker, u.stance) for u in units(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Ito said the road was shut.", [("Ann Ito", "asserted")]),
        ("The Hill Council denied that it took a toll.", [("Hill Council", "denied")]),
        ("Velland has accused the Hill Council of theft.", [("Velland", "accused")]),
        ("Ann Ito, who runs the mill, promised bread.", [("Ann Ito", "promised")]),
        ("The road was shut at noon, officials said.", [("officials", "asserted")]),
        ("Nine trucks came, according to Ann Ito.", [("Ann Ito", "asserted")]),
        ("“No truck came this week,” said Ann Ito.", [("Ann Ito", "asserted")]),
        ("Hauliers expect ten trucks.", [("Hauliers", "predicted")]),
        ("Nothing was said of the road.", []),
        ("The road is shut.", []),
    ],
)
def test_who_says_it_and_how(text, expected):
    """The speaker before a verb, after it, or after *according to*, and the stance of the verb."""
    assert told(text) == expected


def test_a_pronoun_means_the_nearest_before_it_in_its_paragraph():
    """She is who spoke before; at the start of another paragraph she is nobody, and nothing is found."""
    text = "Ann Ito said the road was shut. She warned of snow.\n\nShe denied the rest."
    assert told(text) == [("Ann Ito", "asserted"), ("Ann Ito", "warned")]
    second = units(text)[1]
    assert text[second.near_start : second.near_end] == "She"
    assert text[second.speaker_start : second.speaker_end] == "Ann Ito"


def test_he_may_be_a_person_of_the_lists_who_spoke_last():
    """A listed person who spoke in the sentence before is nearer than a name before him; a body is nobody's *he*."""
    lists = (*LISTED, Listed("Bea Lund", "actor"), Listed("Red Cross", "actor"))

    def speakers(text):
        r = plain_reading(text)
        found = units_in(text, sentences(r), r.paragraphs, names_in(text, lists, EN), EN)
        return [u.speaker for u in found]

    assert (
        speakers("When Mr Ito came, Bea Lund said no. She also accused the Council of theft.")
        == ["Bea Lund"] * 2
    )
    assert speakers("Mr Ito came. The Red Cross said no. He also accused the Council of theft.")[1] == "Ito"
    assert speakers("Bea Lund said no, and met Mr Ito. He denied it.") == ["Bea Lund", "Ito"]


def test_a_short_name_leads_to_the_full_one():
    """A surname is the person named in full before it."""
    assert told("The mill is shut, said Ann Ito.\n\nIto blamed the snow.")[-1] == ("Ann Ito", "accused")


def test_what_is_told_as_said_is_no_speech_of_another():
    """The verb of a clause after *said that* does not make its subject a speaker."""
    assert told("Ann Ito said that Velland denied everything.") == [("Ann Ito", "asserted")]


def test_a_denial_is_negative_and_hedges_are_kept():
    """A denial holds its words false; words that loosen it stand with the unit."""
    denied, warned = units("Velland denied the loss. Ann Ito warned that the road may close.")
    assert (denied.polarity, warned.polarity, warned.hedges) == ("-", "+", ("may",))


def test_an_unclosed_quotation_ends_at_its_paragraph():
    """Words of the next paragraph are not quoted by a mark that was never closed."""
    text = "Ann Ito said: “The road is shut. No truck came.\n\nVelland denied it."
    quoted = quotations_in(text, plain_reading(text).paragraphs)
    assert [(q.start, q.end, q.is_closed) for q in quoted] == [(14, text.index("\n\n"), False)]
    assert told(text) == [("Ann Ito", "asserted"), ("Ann Ito", "asserted"), ("Velland", "denied")]


def test_labels_of_a_transcript_speak():
    """Each turn is its label's, the host's own words nobody's."""
    text = "KORD (host): Is it open?\nITO: It is not open.\nKORD (host): Why so?\nITO: The snow came early.\n"
    assert told(text) == [("ITO", "asserted"), ("ITO", "asserted")]


def test_one_label_is_no_transcript():
    """A colon after a name does not make one."""
    assert told("Velland: the road is shut.") == []


def test_a_language_without_words_has_no_speech():
    """Nothing is found, and nothing breaks."""
    text = "Ann Ito said no."
    assert units_in(text, [(0, 16)], [(0, 16)], (), words("xx")) == ()


def test_we_is_the_actor_that_published_the_text_where_the_text_names_it():
    """Of a source that is an actor of the lists; of any other source nobody says it."""
    text = "Hill Council on the bridge\n\nWe condemn the closure of the bridge."
    r = plain_reading(text)

    def speakers(author):
        found = units_in(text, sentences(r), r.paragraphs, names_in(text, LISTED, EN), EN, author=author)
        return [(u.speaker, u.stance) for u in found]

    assert speakers("Hill Council") == [("Hill Council", "accused")]
    assert speakers("") == speakers("Bea Lund") == []


def test_a_title_before_a_listed_name_is_in_its_unit():
    """The unit begins with the title, and the one before ends there; the speaker is the listed name."""
    text = "The Hill Council denied it, and Prime Minister Bea Lund said no."
    r = plain_reading(text)
    lists = (*LISTED, Listed("Bea Lund", "actor"))
    found = units_in(text, sentences(r), r.paragraphs, names_in(text, lists, EN), EN)
    assert [(text[u.start : u.end], u.speaker) for u in found] == [
        ("The Hill Council denied it", "Hill Council"),
        ("Prime Minister Bea Lund said no.", "Bea Lund"),
    ]


def test_a_country_is_nobodys_he():
    """Where nobody in the paragraph may be a person, a pronoun for one has no speaker and nothing is proposed."""
    assert told("Velland closed the road. He warned of snow.") == []
