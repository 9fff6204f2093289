"""`corridor evidence score --pipeline`: what a pipeline adds, measured on documents marked by hand."""

import json
from pathlib import Path

import pytest

from corridor.cli.main import main

GOLD = Path(__file__).parents[2] / "reading" / "gold"


def scored(capsys, *words):
    """Counts of all documents of the development half, by kind."""
    with pytest.raises(SystemExit) as done:
        main(["evidence", "score", str(GOLD), "--json", *words])
    assert not done.value.code
    return json.loads(capsys.readouterr().out)["all"]


def test_a_pipeline_is_scored_with_the_rules(capsys, tmp_path):
    """More names are found with it, none fewer of those marked; speech, without a parser, is as by rules."""
    spacy = pytest.importorskip("spacy", reason="NOT RUN: spaCy is not installed (extra `nlp`)")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": word} for word in ("road", "the")])
    nlp.to_disk(tmp_path / "own")
    plain, more = scored(capsys), scored(capsys, "--pipeline", str(tmp_path / "own"))
    assert more["names"]["found"] > plain["names"]["found"]
    assert more["names"]["marked_hit"] >= plain["names"]["marked_hit"]
    assert more["speech"] == plain["speech"]
