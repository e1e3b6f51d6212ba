from tests.search.corpus import DOCS

from gongkai.search.evaluation import Passage, Question, evaluate, paired_bootstrap

PASSAGES = [Passage(doc.id, doc.text, doc.title) for doc in DOCS]
QUESTIONS = [
    Question("停水要停几个小时？", 4),
    Question("一般公共预算收入完成多少？", 3),
    Question("这个问题的文章不在库里", 99),
]


def test_three_engines_are_measured_on_the_questions_whose_passage_is_there():
    result = evaluate(PASSAGES, QUESTIONS)
    assert (result["documents"], result["questions"]) == (4, 2)
    assert set(result["engines"]) == {"ours", "fts5_words", "fts5_trigram"}
    assert result["engines"]["ours"]["success@1"] == 1.0
    assert result["engines"]["ours"]["mrr"] == 1.0


def test_an_installation_can_bring_its_own_search():
    result = evaluate(
        PASSAGES, QUESTIONS, ours=lambda text: ["not in the corpus", 4 if "停水" in text else 3]
    )
    assert result["engines"]["ours"]["success@1"] == 0.0
    assert result["engines"]["ours"]["mrr"] == 0.5


def test_without_questions_nothing_is_claimed():
    result = evaluate(PASSAGES, [])
    assert result["engines"]["ours"]["mrr"] == 0.0
    assert result["mrr_gain"]["fts5_words"]["p"] == 1.0


def test_the_bootstrap_tells_a_gain_from_chance():
    assert paired_bootstrap([1.0] * 60 + [0.5] * 40, [0.5] * 100)["p"] < 0.01
    assert paired_bootstrap([1.0, 0.0] * 50, [0.0, 1.0] * 50)["p"] > 0.2
