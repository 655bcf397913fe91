"""Letters, syllables and tokens of payload version 2 (section 14 of docs/token-format.md)."""

ROWS = ["aàảãáạăằẳẵắặâầẩẫấậ", "eèẻẽéẹêềểễếệ", "iìỉĩíị", "oòỏõóọôồổỗốộơờởỡớợ", "uùủũúụưừửữứự", "yỳỷỹýỵ", "dđ"]
ROWS += list("bcfghjklmnpqrstvwxz")
ROW_OF = {letter: row for row in ROWS for letter in row}
SMALL = set(ROW_OF)
SMALL_OF = {letter.upper(): letter for letter in SMALL}
VOWELS = {letter for letter in SMALL if len(ROW_OF[letter]) >= 6}
PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
OPEN_PAIRS = ("oa", "oe", "uy")


def plain_word(word):
    return "".join(ROW_OF.get(letter, letter)[0] for letter in word)


def tone_of(letter):
    return ROW_OF[letter].index(letter) % 6 if letter in VOWELS else 0


def with_tone(vowel, tone):
    row = ROW_OF[vowel]
    return row[row.index(vowel) // 6 * 6 + tone]


def tone_place(rhyme):
    marked = [place for place, letter in enumerate(rhyme) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    vowels = sum(letter in VOWELS for letter in rhyme)
    return 1 if vowels > 2 or (vowels == 2 and len(rhyme) > 2) else 0


class Syllables:
    def __init__(self, onsets, rhymes):
        self.onsets = onsets
        self.rhymes = rhymes

    def write(self, onset, rhyme, tone, new_spelling=False):
        text = self.rhymes[rhyme]
        place = 1 if new_spelling and text in OPEN_PAIRS else tone_place(text)
        return self.onsets[onset] + text[:place] + with_tone(text[place], tone) + text[place + 1 :]

    def has_two_spellings(self, rhyme, tone):
        return tone > 0 and self.rhymes[rhyme] in OPEN_PAIRS

    def read(self, word):
        """Onset, rhyme, tone and whether the spelling is the newer; None where the word is no syllable."""
        tones = [tone_of(letter) for letter in word if tone_of(letter) > 0]
        if not word or len(tones) > 1:
            return None
        tone = sum(tones)
        toneless = "".join(with_tone(letter, 0) if letter in VOWELS else letter for letter in word)
        for length in range(min(3, len(toneless) - 1), -1, -1):
            if toneless[:length] not in self.onsets or toneless[length:] not in self.rhymes:
                continue
            onset, rhyme = self.onsets.index(toneless[:length]), self.rhymes.index(toneless[length:])
            for new_spelling in (False, True):
                if new_spelling and not self.has_two_spellings(rhyme, tone):
                    continue
                if self.write(onset, rhyme, tone, new_spelling) == word:
                    return onset, rhyme, tone, new_spelling
            return None
        return None


class Token:
    def __init__(self, kind, text, letter_case, glued):
        self.kind = kind
        self.text = text
        self.letter_case = letter_case
        self.glued = glued


def _run(text, at, belongs, most=None):
    end = at
    while end < len(text) and belongs(text[end]) and (most is None or end - at < most):
        end += 1
    return end


def _word_end(text, at):
    if text[at] in SMALL:
        return _run(text, at, SMALL.__contains__)
    capitals_end = _run(text, at, SMALL_OF.__contains__)
    small_end = _run(text, capitals_end, SMALL.__contains__)
    if small_end == capitals_end:
        return capitals_end
    return small_end if capitals_end - at == 1 else capitals_end - 1


def _case_of(piece, previous):
    if piece[0] in SMALL:
        return 0
    if len(piece) == 1:
        return 2 if previous == 2 else 1
    return 1 if piece[1] in SMALL else 2


def tokens_of(text, marks):
    tokens = []
    glued = False
    letter_case = 0
    at = 0
    while at < len(text):
        first = text[at]
        if first == " ":
            glued = False
            at += 1
            continue
        if first in SMALL or first in SMALL_OF:
            end = _word_end(text, at)
            letter_case = _case_of(text[at:end], letter_case)
            word = "".join(SMALL_OF.get(letter, letter) for letter in text[at:end])
            tokens.append(Token("word", word, letter_case, glued))
        elif first in "0123456789":
            end = _run(text, at, "0123456789".__contains__, 10)
            tokens.append(Token("number", text[at:end], 0, glued))
        else:
            end = at + 1
            tokens.append(Token("mark" if first in marks else "other", first, 0, glued))
        glued = True
        at = end
    return tokens


def text_of(tokens):
    text = ""
    for index, token in enumerate(tokens):
        word = token.text
        if token.letter_case == 1:
            word = word[:1].upper() + word[1:]
        elif token.letter_case == 2:
            word = word.upper()
        text += ("" if index == 0 or token.glued else " ") + word
    return text
