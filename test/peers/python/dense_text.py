"""Texts of payload version 2 (sections 15 and 16 of docs/token-format.md)."""

import re

from payload_v1 import PAGE
from vietnamese import OPEN_PAIRS, PLAIN_LETTERS, ROW_OF, Syllables, Token, plain_word, text_of, tokens_of
from vietnamese import tone_of, with_tone

NUMBER, SPELLED, SYLLABLE, OTHER, FIRST_MARK = range(5)
LONGEST_TEXT = 1000
MODES = (255, 1)
RANGES = ((0, 11), (0, 16), (0x10000, 20))
CHARACTERS = [PAGE[byte] for byte in sorted(PAGE)]
CHARACTER_WEIGHTS = [1] * len(CHARACTERS) + [12, 10, 4, 1]
FORM_LETTERS = "adeiouy"


def range_of(code):
    return 0 if code < 0x800 else 1 if code < 0x10000 else 2


def code_in_range(coder, number, code):
    first, bits = RANGES[number]
    high = coder.uniform(1 << bits - 10, code - first >> 10)
    return first + (high << 10) + coder.uniform(1 << 10, code - first & 0x3FF)


def code_characters(coder, given):
    text = ""
    for at in range(LONGEST_TEXT + 1):
        character = given[at : at + 1]
        if character in CHARACTERS and character:
            wanted = CHARACTERS.index(character)
        else:
            wanted = len(CHARACTERS) + (range_of(ord(character)) if character else 3)
        symbol = coder.symbol(CHARACTER_WEIGHTS, wanted)
        if symbol == len(CHARACTERS) + 3:
            return text
        if symbol < len(CHARACTERS):
            text += CHARACTERS[symbol]
        else:
            text += chr(code_in_range(coder, symbol - len(CHARACTERS), ord(character) if character else 0))
    raise ValueError("a text without end")


def character_bits(text):
    return 16 + sum(8 if c in CHARACTERS else (16, 21, 26)[range_of(ord(c))] for c in text)


def new_spelling_of(word):
    """A listed word in the newer spelling; None where it has only one."""
    pair = word[-2:]
    if len(pair) < 2 or tone_of(pair[0]) == 0:
        return None
    toneless = with_tone(pair[0], 0) + pair[1]
    if toneless not in OPEN_PAIRS:
        return None
    return word[:-2] + toneless[0] + with_tone(pair[1], tone_of(pair[0]))


class Habits:
    def __init__(self):
        self.count = 0
        self.previous = -1
        self.letter_case = 0
        self.plain = False
        self.new_spelling = False


class DenseTexts:
    def __init__(self, tables):
        def in_weights(levels):
            return [tables["levelWeights"][level] for level in levels]

        def in_list(entry):
            return entry["tokens"], in_weights(entry["levels"])

        self.marks = tables["marks"]
        self.fields = tables["textFields"]
        self.syllables = Syllables(tables["onsets"], tables["rhymes"])
        self.small = {name: [in_weights(levels) for levels in table] for name, table in tables["small"].items()}
        self.field_lists = [in_list(entry) for entry in tables["fields"]]
        self.contexts = {int(number): in_list(entry) for number, entry in tables["contexts"].items()}
        self.class_weights = in_weights(tables["classLevels"])
        self.classes = []
        self.texts = []
        for texts in tables["classes"]:
            self.classes.append((len(self.texts), len(texts)))
            self.texts += texts
        self.first_word = FIRST_MARK + len(self.marks)
        self.mark_tokens = {self.texts[token]: token for token in range(FIRST_MARK, self.first_word)}
        self.words = {}
        self.plain_forms = {}
        for token in range(self.first_word, len(self.texts)):
            text = self.texts[token]
            self.words[text] = (token, False, False)
            if new_spelling_of(text):
                self.words[new_spelling_of(text)] = (token, False, True)
            self.plain_forms.setdefault(plain_word(text), []).append(token)

    # Places of the distributions in the small tables.

    def _mark(self, character):
        return FIRST_MARK + self.marks.index(character)

    def _spacing(self, token):
        if token >= self.first_word or token in (SPELLED, SYLLABLE):
            return 0
        if token in (NUMBER, OTHER):
            return 1 if token == NUMBER else 2
        character = self.marks[token - FIRST_MARK]
        return 4 + ",/-.()+'".index(character) if character in ",/-.()+'" else 3

    def _end_place(self, field, now):
        spacing = 3 if now.previous < 0 else self._spacing(now.previous)
        last = spacing if spacing < 2 else 2 if now.previous == self._mark(")") else 3
        return (field * 10 + min(now.count, 9)) * 4 + last

    def _case_place(self, field, now):
        if now.previous < 0:
            before = 0
        else:
            spacing = self._spacing(now.previous)
            before = spacing + 1 if spacing < 2 else 3 if now.previous == self._mark(",") else 4
        return (field * 5 + before) * 3 + now.letter_case

    def _number_place(self, field, previous):
        table = (1, 0, 1, 2)[field]
        if previous < 0:
            return table * 6
        if previous >= self.first_word:
            return table * 6 + 1
        places = {self._mark("/"): 2, self._mark("."): 3, self._mark("-"): 4}
        return table * 6 + places.get(previous, 5)

    # Tokens.

    def _lists(self, field, previous):
        per_field = 1 + self.first_word
        if previous < self.first_word:
            context = field * per_field + previous + 1
        else:
            context = len(self.fields) * per_field + previous - self.first_word
        behind = self.contexts.get(context)
        return ([behind] if behind else []) + [self.field_lists[field]]

    def _code_token(self, coder, field, previous, given):
        for tokens, weights in self._lists(field, previous):
            place = tokens.index(given) if given in tokens else len(tokens)
            place = coder.symbol(weights, place)
            if place < len(tokens):
                return tokens[place]
        wanted = next((i for i, (first, size) in enumerate(self.classes) if first <= given < first + size), 0)
        first, size = self.classes[coder.symbol(self.class_weights, wanted)]
        return first + coder.uniform(size, given - first)

    def _likeliest(self, field, previous, candidates):
        for tokens, _ in self._lists(field, previous):
            places = [tokens.index(token) for token in candidates if token in tokens]
            if places:
                return tokens[min(places)]
        return candidates[0]

    def _choose(self, field, now, word):
        exact = self.words.get(word)
        if exact is None or now.plain:
            candidates = self.plain_forms.get(word)
            if candidates:
                token = self._likeliest(field, now.previous, candidates)
                return token, plain_word(self.texts[token]) != self.texts[token], False
        if exact is not None:
            return exact
        return (SYLLABLE if self.syllables.read(word) else SPELLED), False, False

    def _code_listed(self, coder, now, token, plain, new_spelling):
        text = self.texts[token]
        if plain_word(text) != text:
            now.plain = coder.symbol(self.small["plain"][int(now.plain)], int(plain)) == 1
            if now.plain:
                return plain_word(text)
        if new_spelling_of(text) is None:
            return text
        now.new_spelling = coder.symbol(self.small["spelling"][int(now.new_spelling)], int(new_spelling)) == 1
        return new_spelling_of(text) if now.new_spelling else text

    def _code_syllable(self, coder, given):
        parts = self.syllables.read(given) or (0, 0, 0, False)
        onset = coder.symbol(self.small["onset"][0], parts[0])
        rhyme = coder.symbol(self.small["rhyme"][0], parts[1])
        stopped = re.search("(c|ch|p|t)$", self.syllables.rhymes[rhyme]) is not None
        tone = coder.symbol(self.small["tone"][int(stopped)], parts[2])
        new_spelling = False
        if self.syllables.has_two_spellings(rhyme, tone):
            new_spelling = coder.uniform(2, int(parts[3])) == 1
        return self.syllables.write(onset, rhyme, tone, new_spelling)

    def _code_spelled(self, coder, given):
        word = ""
        previous = 26
        while len(word) < LONGEST_TEXT:
            letter = given[len(word) : len(word) + 1]
            wanted = PLAIN_LETTERS.index(ROW_OF[letter][0]) if letter else 26
            place = coder.symbol(self.small["letter"][previous], wanted)
            if place == 26:
                break
            forms = ROW_OF[PLAIN_LETTERS[place]]
            if len(forms) > 1:
                table = self.small["form"][FORM_LETTERS.index(PLAIN_LETTERS[place])]
                word += forms[coder.symbol(table, forms.index(letter) if letter else 0)]
            else:
                word += forms
            previous = place
        return word

    def _code_digits(self, coder, field, previous, given):
        lengths = self.small["numberLength"][self._number_place(field, previous)]
        length = 1 + coder.symbol(lengths, len(given) - 1 if given else 0)
        first = ((0 if self.fields[field] == "street" else 1) * 4 + min(length, 4) - 1) * 6
        digits = ""
        for at in range(length):
            place = first + min(at, 2) * 2 + (1 if digits.endswith("0") else 0)
            digits += str(coder.symbol(self.small["digit"][place], int(given[at]) if given else 0))
        return digits

    def _code_next(self, coder, field, now, given):
        text = given.text if given else ""
        choice = (OTHER, False, False)
        if given and given.kind == "word":
            choice = self._choose(field, now, text)
        elif given:
            choice = (NUMBER if given.kind == "number" else self.mark_tokens.get(text, OTHER), False, False)
        token = self._code_token(coder, field, now.previous, choice[0])
        spacing = self._spacing(token)
        glued = False
        if now.count > 0:
            place = self._spacing(now.previous) * 12 + spacing
            glued = coder.symbol(self.small["glued"][place], int(bool(given and given.glued))) == 1
        if token >= self.first_word:
            text = self._code_listed(coder, now, token, choice[1], choice[2])
        elif token == NUMBER:
            text = self._code_digits(coder, field, now.previous, text)
        elif token == SYLLABLE:
            text = self._code_syllable(coder, text)
        elif token == SPELLED:
            text = self._code_spelled(coder, text)
        elif token >= FIRST_MARK:
            text = self.texts[token]
        else:
            code = ord(text) if text else 0
            text = chr(code_in_range(coder, coder.symbol(self.small["codePoint"][0], range_of(code)), code))
        letter_case = 0
        if spacing == 0:
            table = self.small["letterCase"][self._case_place(field, now)]
            letter_case = coder.symbol(table, given.letter_case if given else 0)
            now.letter_case = letter_case
        now.previous = token
        now.count += 1
        return Token("", text, letter_case, glued)

    def _code_tokens(self, coder, field, given):
        now = Habits()
        tokens = []
        length = 0
        while not coder.symbol(self.small["end"][self._end_place(field, now)], int(now.count >= len(given))):
            tokens.append(self._code_next(coder, field, now, given[now.count] if now.count < len(given) else None))
            length += 1 + len(tokens[-1].text)
            if length > 3 * LONGEST_TEXT:
                raise ValueError("a text without end")
        return text_of(tokens)

    def write(self, coder, field, text):
        if len(text) > LONGEST_TEXT:
            raise ValueError("a text longer than any")
        number = self.fields.index(field)
        mark, before = coder.mark(), coder.bits_written()
        coder.symbol(MODES, 0)
        self._code_tokens(coder, number, tokens_of(text, self.marks))
        if coder.bits_written() - before > character_bits(text):
            coder.go_back(mark)
            coder.symbol(MODES, 1)
            code_characters(coder, text)
        return text

    def read(self, coder, field):
        if coder.symbol(MODES, 0) == 1:
            return code_characters(coder, "")
        return self._code_tokens(coder, self.fields.index(field), [])
