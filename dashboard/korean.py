"""Korean particles and endings that follow what is filled in: they depend on the sound before them.

A translation writes both forms: "{value}은(는)" becomes "5는" or "3은", "{value}(으)로" "4로" or "6으로", "{value}이었(였)습니다"
"2였습니다" or "1이었습니다", "{value}(이)라고" "2라고" or "1이라고".
"""

from __future__ import annotations

import re

# After a final consonant, after a vowel.
_FORMS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "이었(였)": ("이었", "였"),
    "(으)로": ("으로", "로"),
    "(이)": ("이", ""),
}
_BOTH = re.compile("|".join(re.escape(both) for both in _FORMS))

_DIGITS = "영일이삼사오육칠팔구"
_TENS = ("", "십", "백", "천")
_MYRIADS = ("", "만", "억", "조")
_LETTERS = dict(zip(
    "abcdefghijklmnopqrstuvwxyz",
    ["이", "비", "시", "디", "이", "프", "지", "치", "이", "이", "이", "엘", "엠", "엔", "오", "피", "큐", "알", "스", "티", "유", "이", "유", "스", "이", "트"], strict=True,
))  # fmt: skip
_LOAN_WORDS = {
    "l": "ㄹ",
    "m": "ㅁ",
    "n": "ㄴ",
    "ng": "ㅇ",
}  # kernel, Adam, run, pooling; after most other endings a vowel is spoken


class Template(str):
    """A text with both forms of a particle in it; `format` chooses the right one."""

    def format(self, *args: object, **values: object) -> str:
        return with_particles(super().format(*args, **values))


def template(text: str) -> str:
    """The text, as a `Template` where it has to be one."""
    return Template(text) if _BOTH.search(text) else text


def with_particles(text: str) -> str:
    """The text with the form of each particle that suits what stands before it."""
    parts, end = [], 0
    for found in _BOTH.finditer(text):
        parts.append(text[end : found.start()])
        after_consonant, after_vowel = _FORMS[found[0]]
        final = final_consonant("".join(parts))
        parts.append(after_vowel if not final or (found[0] == "(으)로" and final == "ㄹ") else after_consonant)
        end = found.end()
    return "".join([*parts, text[end:]])


def final_consonant(text: str) -> str:
    """The consonant that the text ends with when it is read aloud: "ㄹ", another one, or "" after a vowel."""
    spoken = _spoken(_bare(text))
    last = spoken[-1:]
    if "가" <= last <= "힣":
        return "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"[(ord(last) - ord("가")) % 28].strip("\0")
    return last if "ㄱ" <= last <= "ㅎ" else ""


def _bare(text: str) -> str:
    """Without what is not read at the end: marks of bold type, quotation marks, a remark in brackets."""
    while True:
        bare = re.sub(r"""[\s*_`"'”’»」』]+$""", "", text)
        bare = re.sub(r"(?<=.)\([^()]*\)$|[)\]]$", "", bare)
        if bare == text or not bare:
            return text
        text = bare


def _spoken(text: str) -> str:
    """The end of the text in Hangul, as it is read aloud."""
    if text.endswith("%"):
        return "퍼센트"
    if number := re.search(r"\d[\d,]*(\.\d+)?$", text):
        return _number(number[0])
    if word := re.search(r"[A-Za-z]+$", text):
        return _word(word[0])
    return text


def _number(digits: str) -> str:
    """Its last syllable, in Sino-Korean: 20 is 이십, 1,000 is 천, 100,000 is 십만, 0.25 is 영 점 이 오."""
    digits = digits.replace(",", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    if "." in digits or zeros in (0, len(digits)):
        return _DIGITS[int(digits[-1])]
    return _TENS[zeros] if zeros < 4 else _MYRIADS[min(zeros // 4, len(_MYRIADS) - 1)]


def _word(word: str) -> str:
    """A foreign word: abbreviations are read letter by letter."""
    if len(word) == 1 or word.isupper():
        return _LETTERS[word[-1].lower()]
    return next((sound for ending, sound in _LOAN_WORDS.items() if word.endswith(ending)), "")
