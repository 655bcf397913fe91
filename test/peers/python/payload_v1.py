"""Payload version 1: sections 7 and 8 of docs/token-format.md."""

from texts import require_normal

_STEPS = (0, 16, 32, 48, 64, 80, 96, 128, 160, 192, 256, 320, 448, 640, 960, 1536)
_SHORTEST = {"delivery": 64, "payment": 32, "contact": 16, "sender": 64, "contents": 48}
LADDERS = {group: [first + step for step in _STEPS] for group, first in _SHORTEST.items()}

_UPPER_HALF = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
PAGE = {byte: chr(byte) for byte in range(0x20, 0x7F)}
PAGE.update({0x80 + i: letter for i, letter in enumerate(_UPPER_HALF)})
PAGE.update({0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"})
_ESCAPE = 0x1B


class _Source:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, length):
        part = self.data[self.at : self.at + length]
        if len(part) < length:
            raise ValueError("the content is cut")
        self.at += length
        return part

    def number(self):
        value = 0
        for shift in range(0, 56, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if (byte == 0 and shift > 0) or value > 2**53 - 1:
                    raise ValueError("a number in another form")
                return value
        raise ValueError("a number without end")

    def commune(self):
        return f"{int.from_bytes(self.take(2), 'big'):05}"

    def phone(self):
        digits = str(self.number())
        if not 2 <= len(digits) <= 15 or digits[0] == "0":
            raise ValueError("a phone that cannot be")
        return f"+{digits}"

    def text(self):
        source = _Source(self.take(self.number()))
        text = ""
        while source.at < len(source.data):
            byte = source.take(1)[0]
            if byte != _ESCAPE:
                if byte not in PAGE:
                    raise ValueError("a byte that is no character")
                text += PAGE[byte]
                continue
            lead = source.data[source.at : source.at + 1]
            length = 2 if lead < b"\xe0" else 3 if lead < b"\xf0" else 4
            character = source.take(length).decode("utf-8")
            if len(character) != 1 or character in PAGE.values():
                raise ValueError("an escape that need not be")
            text += character
        return require_normal(text)


_FIELDS = {
    "delivery": (("communeCode", "commune"), ("recipientName", "text"), ("street", "text")),
    "payment": (("codAmountVnd", "number", 1), ("handlingNote", "text", 2)),
    "contact": (("recipientPhone", "phone"), ("senderPhone", "phone", 1)),
    "sender": (("communeCode", "commune"), ("name", "text"), ("street", "text")),
    "contents": (("description", "text"), ("weightGrams", "number", 1), ("declaredValueVnd", "number", 2)),
}
_ALL_FLAGS = {"delivery": 0, "payment": 3, "contact": 1, "sender": 1, "contents": 3}


def decode_group(group, plaintext):
    source = _Source(plaintext)
    flags = source.take(1)[0] if _ALL_FLAGS[group] else 0
    if flags > _ALL_FLAGS[group]:
        raise ValueError("an unknown flag")
    fields = None
    if group != "sender" or flags == 1:
        fields = {}
        for name, kind, *flag in _FIELDS[group]:
            if not flag or flags & flag[0]:
                fields[name] = getattr(source, kind)()
    ladder = LADDERS[group]
    if next((rung for rung in ladder if rung >= source.at), None) != len(plaintext):
        raise ValueError("another length")
    if any(plaintext[source.at :]):
        raise ValueError("a padding that is not zero")
    return fields
