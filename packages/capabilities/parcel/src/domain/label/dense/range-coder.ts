import { symbolAt, type Distribution } from './distribution.ts';

/**
 * Codes one symbol after the other, in either direction: an encoder writes the symbol that it is given and gives it back;
 * a decoder does not look at it and gives back what it read. So one description of a format serves both.
 */
export interface SymbolCoder {
  symbol(distribution: Distribution, given: number): number;
  /** One of `size` values, all alike; `size` is at most 2^16. */
  uniform(size: number, given: number): number;
}

/** A range coder that writes. It keeps 32 bits of the interval; a carry goes into the bytes that are out already. */
export interface RangeEncoder extends SymbolCoder {
  /** Whole bits written so far, rounded down. */
  readonly bitsWritten: () => number;
  /** Remembers this place, and gives what takes the encoder back to it. */
  readonly mark: () => () => void;
  /**
   * Ends the stream: the fewest bytes that decode to it with zeros behind them, so that padding with zeros changes
   * nothing.
   */
  readonly finish: () => Uint8Array;
}

const WHOLE = 2 ** 32;

/** Below this the interval is scaled up by a byte. */
const SMALL = 2 ** 24;

/** Where an interval begins, and how long it is. Numbers of 32 bits are kept in an array, which spares making objects. */
const LOW = 0;
const RANGE = 1;

const wholeInterval = (): Uint32Array => {
  const interval = new Uint32Array(2);
  interval[RANGE] = WHOLE - 1;
  return interval;
};

/** Starts a stream. */
export const rangeEncoder = (): RangeEncoder => {
  const interval = wholeInterval();
  let bytes: number[] = [];

  const carry = (): void => {
    let place = bytes.length - 1;
    while (bytes[place] === 0xff) bytes[place--] = 0;
    bytes[place] = (bytes[place] ?? 0) + 1;
  };

  const narrow = (start: number, weight: number, total: number): void => {
    let low = interval[LOW] ?? 0;
    let range = interval[RANGE] ?? 0;
    const unit = Math.floor(range / total);
    low += unit * start;
    range = unit * weight;
    if (low >= WHOLE) {
      low -= WHOLE;
      carry();
    }
    while (range < SMALL) {
      bytes.push(low >>> 24);
      low = (low << 8) >>> 0;
      range *= 256;
    }
    interval[LOW] = low;
    interval[RANGE] = range;
  };

  return {
    symbol: ({ starts, total }, given) => {
      const start = starts[given] ?? 0;
      narrow(start, (starts[given + 1] ?? 0) - start, total);
      return given;
    },
    uniform: (size, given) => {
      narrow(given, 1, size);
      return given;
    },
    bitsWritten: () => 8 * bytes.length + Math.clz32(interval[RANGE] ?? 0),
    mark: () => {
      // A later carry may reach into the bytes that are out already.
      const then = { bytes: bytes.slice(), interval: interval.slice() };
      return () => {
        ({ bytes } = then);
        interval.set(then.interval);
      };
    },
    finish: () => {
      const low = interval[LOW] ?? 0;
      const end = low + (interval[RANGE] ?? 0);
      // The number of the interval with the most zero bytes at its end.
      let rest = low;
      for (let scale = WHOLE; scale >= 1; scale /= 256) {
        rest = Math.ceil(low / scale) * scale;
        if (rest < end) break;
      }
      if (rest >= WHOLE) {
        rest -= WHOLE;
        carry();
      }
      for (; rest > 0; rest = (rest << 8) >>> 0) bytes.push(rest >>> 24);
      while (bytes.at(-1) === 0) bytes.pop();
      return new Uint8Array(bytes);
    },
  };
};

/** Reads what an encoder wrote, and zeros behind it. For any other bytes it gives some symbols too, and never throws. */
export const rangeDecoder = (bytes: Uint8Array): SymbolCoder => {
  /** What the bytes say beyond the beginning of the interval stands in the place of that. */
  const interval = wholeInterval();
  let at = 0;
  for (; at < 4; at += 1) interval[LOW] = (interval[LOW] ?? 0) * 256 + (bytes[at] ?? 0);

  const narrow = (start: number, weight: number, unit: number): void => {
    let rest = (interval[LOW] ?? 0) - unit * start;
    let range = unit * weight;
    while (range < SMALL) {
      rest = rest * 256 + (bytes[at++] ?? 0);
      range *= 256;
    }
    interval[LOW] = rest;
    interval[RANGE] = range;
  };

  /** Into which of `total` parts of the interval the bytes point. No encoder points at what the division leaves over. */
  const part = (unit: number, total: number): number =>
    Math.min(Math.floor((interval[LOW] ?? 0) / unit), total - 1);

  return {
    symbol: (distribution) => {
      const { starts, total } = distribution;
      const unit = Math.floor((interval[RANGE] ?? 0) / total);
      const symbol = symbolAt(distribution, part(unit, total));
      const start = starts[symbol] ?? 0;
      narrow(start, (starts[symbol + 1] ?? 0) - start, unit);
      return symbol;
    },
    uniform: (size) => {
      const unit = Math.floor((interval[RANGE] ?? 0) / size);
      const value = part(unit, size);
      narrow(value, 1, unit);
      return value;
    },
  };
};
