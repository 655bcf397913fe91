import type { Figure } from './comparison.ts';
import { spreadOf, type Rate } from './measure.ts';

const rateText = (perSecond: number): string =>
  perSecond >= 10_000
    ? `${Math.round(perSecond / 1_000)} k`
    : perSecond >= 1_000
      ? `${(perSecond / 1_000).toFixed(1)} k`
      : String(Math.round(perSecond));

/** Calls a second in several rounds (the median, and from lowest to highest) and the processor time of one. */
export const rateFigure = (rates: readonly Rate[]): Figure => {
  const perSecond = spreadOf(rates.map((rate) => rate.perSecond));
  const cpuMicroseconds = spreadOf(rates.map((rate) => rate.cpuMicroseconds));
  const [median, minimum, maximum] = [perSecond.median, perSecond.minimum, perSecond.maximum].map(rateText);
  return {
    text: `${median}/s (${minimum}–${maximum}), ${Math.round(cpuMicroseconds.median)} µs`,
    value: { perSecond, cpuMicroseconds },
  };
};

/** Milliseconds in several rounds: the median, and from lowest to highest. */
export const durationFigure = (milliseconds: readonly number[]): Figure => {
  const value = spreadOf(milliseconds);
  const digits = value.median < 10 ? 2 : 0;
  const [median, minimum, maximum] = [value.median, value.minimum, value.maximum].map((ms) =>
    ms.toFixed(digits),
  );
  return { text: `${median} ms (${minimum}–${maximum})`, value };
};

/** Something that was counted. */
export const countFigure = (count: number): Figure => ({ text: count.toLocaleString('en-US'), value: count });
