"""The range coder of payload version 2 (section 13 of docs/token-format.md)."""

WHOLE = 2**32
SMALL = 2**24


class Encoder:
    """Writes the symbols that it is given, and gives them back."""

    def __init__(self):
        self.out = bytearray()
        self.low = 0
        self.range = WHOLE - 1

    def _carry(self):
        place = len(self.out) - 1
        while self.out[place] == 0xFF:
            self.out[place] = 0
            place -= 1
        self.out[place] += 1

    def _narrow(self, start, weight, total):
        unit = self.range // total
        self.low += unit * start
        self.range = unit * weight
        if self.low >= WHOLE:
            self.low -= WHOLE
            self._carry()
        while self.range < SMALL:
            self.out.append(self.low >> 24)
            self.low = self.low << 8 & (WHOLE - 1)
            self.range <<= 8

    def symbol(self, weights, given):
        self._narrow(sum(weights[:given]), weights[given], sum(weights))
        return given

    def uniform(self, size, given):
        self._narrow(given, 1, size)
        return given

    def bits_written(self):
        return 8 * len(self.out) + 32 - self.range.bit_length()

    def mark(self):
        return bytearray(self.out), self.low, self.range

    def go_back(self, mark):
        out, self.low, self.range = mark
        self.out = bytearray(out)

    def finish(self):
        for zeros in (32, 24, 16, 8, 0):
            rest = -(-self.low >> zeros) << zeros
            if rest < self.low + self.range:
                break
        if rest >= WHOLE:
            rest -= WHOLE
            self._carry()
        return bytes(self.out + rest.to_bytes(4, "big")).rstrip(b"\0")


class Decoder:
    """Reads symbols; what it is given is not looked at."""

    def __init__(self, data):
        self.data = data
        self.at = 4
        self.range = WHOLE - 1
        self.rest = int.from_bytes((data + bytes(4))[:4], "big")

    def _part(self, unit, total):
        if self.rest // unit >= total:
            raise ValueError("a value that no encoder writes")
        return self.rest // unit

    def _narrow(self, start, weight, unit):
        self.rest -= unit * start
        self.range = unit * weight
        while self.range < SMALL:
            self.rest = self.rest << 8 | (self.data[self.at] if self.at < len(self.data) else 0)
            self.at += 1
            self.range <<= 8

    def symbol(self, weights, given):
        unit = self.range // sum(weights)
        value = self._part(unit, sum(weights))
        symbol = start = 0
        while start + weights[symbol] <= value:
            start += weights[symbol]
            symbol += 1
        self._narrow(start, weights[symbol], unit)
        return symbol

    def uniform(self, size, given):
        unit = self.range // size
        value = self._part(unit, size)
        self._narrow(value, 1, unit)
        return value
