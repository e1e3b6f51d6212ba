"""The stock recogniser set beside ours: presidio-analyzer with all that it has for English text and Chinese telephones.

Its default engine wants a language model to be downloaded. Two stand in for it: one that does nothing, so that only
patterns and checks run, and spaCy's blank Chinese tokeniser, which its words of context need. Names need the model.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.screening.measuring import Found

KINDS = {
    "PHONE_NUMBER": ("mobile", "landline"),
    "CREDIT_CARD": ("bank_card",),
    "EMAIL_ADDRESS": ("email",),
    "US_PASSPORT": ("passport",),
    "PERSON": ("person_name",),
    "LOCATION": ("address",),
    "DATE_TIME": ("birth_date",),
}


class Stock:
    """`recognise(text)` gives a span once for each of our kinds that its type may mean."""

    def __init__(self, *, tokens: bool) -> None:
        import spacy  # noqa: PLC0415
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415  (only in the bench's own venv)
        from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine  # noqa: PLC0415
        from presidio_analyzer.predefined_recognizers import PhoneRecognizer  # noqa: PLC0415

        cutter = spacy.blank("zh") if tokens else None

        class Null(NlpEngine):
            def load(self) -> None: ...

            def is_loaded(self) -> bool:
                return True

            def process_text(self, text: str, language: str) -> NlpArtifacts:
                if not cutter:
                    return NlpArtifacts([], [], [], [], self, language)
                cut = cutter(text)
                return NlpArtifacts([], cut, [t.idx for t in cut], [t.text for t in cut], self, language)

            def process_batch(self, texts, language, **more):
                return ((text, self.process_text(text, language)) for text in texts)

            def is_stopword(self, word: str, language: str) -> bool:
                return False

            def is_punct(self, word: str, language: str) -> bool:
                return not word.isalnum()

            def get_supported_entities(self) -> list[str]:
                return []

            def get_supported_languages(self) -> list[str]:
                return ["en"]

        engine = Null()
        registry = RecognizerRegistry()
        registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
        registry.remove_recognizer("PhoneRecognizer")
        registry.add_recognizer(PhoneRecognizer(supported_regions=("CN", "US", "GB")))
        self._analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])

    def analyse(self, text: str) -> list[tuple[str, int, int]]:
        """Its own types, with places."""
        return [(hit.entity_type, hit.start, hit.end) for hit in self._analyzer.analyze(text, language="en")]

    def recognise(self, text: str) -> Iterator[Found]:
        for kind, start, end in self.analyse(text):
            for ours in KINDS.get(kind, ()):
                yield ours, start, end
