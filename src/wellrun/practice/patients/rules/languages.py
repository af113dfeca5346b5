"""The languages that an office asks for (ISO 639-1)."""

from __future__ import annotations

LANGUAGES = {
    "en": "English", "es": "Spanish", "zh": "Chinese", "vi": "Vietnamese", "tl": "Tagalog", "ar": "Arabic",
    "ko": "Korean", "ru": "Russian", "fr": "French", "ht": "Haitian Creole", "pt": "Portuguese", "pl": "Polish",
    "hi": "Hindi", "ur": "Urdu", "fa": "Persian", "de": "German", "it": "Italian", "ja": "Japanese", "so": "Somali",
    "uk": "Ukrainian", "am": "Amharic", "bn": "Bengali", "gu": "Gujarati", "pa": "Punjabi", "te": "Telugu",
}  # fmt: skip


def language_name(code: str) -> str:
    """The English name of a language, or its code where the list lacks it."""
    return LANGUAGES.get(code, code)
