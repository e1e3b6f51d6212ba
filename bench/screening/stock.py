"""The stock recogniser set beside ours: presidio-analyzer with all that it has for English text and Chinese telephones.

Its default engine wants a language model to be downloaded. Two stand in for it: one that does nothing, so that only
patterns and checks run, and spaCy's blank Chinese tokeniser, which its words of context need. Names need the model.

For speed it is also asked for the kinds that the set lacks, with a pattern and words of context each, as an office that
wanted to screen Chinese notices with it would have to add them.
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

ADDED = {
    "CN_ID": (r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx](?!\d)", ["身份证", "证件"]),
    "CN_MOBILE": (r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)", ["手机", "电话"]),
    "CN_CARD": (r"(?<!\d)\d{4}(?:[- ]?\d{4}){3}(?:[- ]?\d{1,3})?(?!\d)", ["卡号", "账号"]),
    "CN_CODE": (r"(?<![0-9A-Z])[0-9A-Z]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])", ["信用代码"]),
    "CN_PLATE": (r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]·?[A-HJ-NP-Z0-9]{5,6}", ["车牌"]),
    "CN_PASSPORT": (r"(?<![0-9A-Z])[EG][A-Z0-9]\d{7}(?!\d)", ["护照"]),
    "CN_PERMIT": (r"(?<![0-9A-Z])[CHMTWL]\d{8}(?!\d)", ["通行证"]),
    "CN_LANDLINE": (r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)", ["电话"]),
    "CN_QQ": (r"(?i:qq)[号:： ]{0,3}\d{5,11}", ["QQ"]),
}  # fmt: skip


class Stock:
    """`recognise(text)` gives a span once for each of our kinds that its type may mean."""

    def __init__(self, *, tokens: bool, added: bool = False) -> None:
        import spacy  # noqa: PLC0415
        from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry  # noqa: PLC0415  (only in the bench's own venv)
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
        if added:
            for kind, (form, words) in ADDED.items():
                registry.add_recognizer(
                    PatternRecognizer(
                        supported_entity=kind, patterns=[Pattern(kind, form, 0.5)], context=words
                    )
                )
        self._analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])

    def analyse(self, text: str) -> list[tuple[str, int, int]]:
        """Its own types, with places."""
        return [(hit.entity_type, hit.start, hit.end) for hit in self._analyzer.analyze(text, language="en")]

    def recognise(self, text: str) -> Iterator[Found]:
        for kind, start, end in self.analyse(text):
            for ours in KINDS.get(kind, ()):
                yield ours, start, end
