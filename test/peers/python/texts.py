"""What every text of a label satisfies (section 8 of docs/token-format.md)."""

import unicodedata

WHITE_SPACE = set("\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff")
WHITE_SPACE |= {chr(code) for code in range(0x2000, 0x200B)}


def require_normal(text):
    """Refuses control characters, surrogates and white space that is not folded. NFC is the writer's duty."""
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueError("a character that no text has")
    folded = text == text.strip(" ") and "  " not in text
    if not folded or any(character in WHITE_SPACE and character != " " for character in text):
        raise ValueError("white space that is not folded")
    return text
