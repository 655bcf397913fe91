/** A linear symbol: what a printer has to be told, and which of its modules are bars. */
export interface Code128 {
  /** Widths of bars and spaces by turns, beginning with a bar, in modules. */
  readonly widths: readonly number[];
  /** All of them together, without quiet zones. */
  readonly modules: number;
  /** Parts of the content by the code set that each is written in. */
  readonly parts: readonly { readonly set: 'B' | 'C'; readonly text: string }[];
}

/** Light modules on either side (ISO/IEC 15417 §4.1). */
export const CODE_128_QUIET_MODULES = 10;

const START = { B: 104, C: 105 } as const;
const SWITCH = { B: 100, C: 99 } as const;
/** The last character: seven widths, for it ends with a bar. */
export const STOP = '2331112';

/** Widths of the characters 0 to 105, in modules, bar first (ISO/IEC 15417 Table 1). */
export const PATTERNS: readonly string[] | null = (
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211' +
  '221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113' +
  '132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121' +
  '312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211' +
  '221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141' +
  '114113114311411113411311113141114131311141411131211412211214211232'
).match(/.{6}/g);

/** Printable ASCII: what code set B can write. */
const ENCODABLE = /^[\x20-\x7E]+$/;

/**
 * The Code 128 symbol of a text: digits by twos (code set C) where four or more stand together, the rest in code set B.
 * Undefined for what is empty or has a character beyond printable ASCII.
 */
export const code128 = (text: string): Code128 | undefined => {
  if (!ENCODABLE.test(text)) return undefined;
  const parts = partsOf(text);
  const values = parts.flatMap(({ set, text: part }, index) => [
    index === 0 ? START[set] : SWITCH[set],
    ...(set === 'C'
      ? Array.from({ length: part.length / 2 }, (_, pair) => Number(part.slice(2 * pair, 2 * pair + 2)))
      : Array.from(part, (character) => character.charCodeAt(0) - 32)),
  ]);
  const check = values.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % 103;
  const widths = Array.from(
    [...values, check].map((value) => PATTERNS?.[value] ?? '').join('') + STOP,
    Number,
  );
  return { widths, modules: widths.reduce((sum, width) => sum + width, 0), parts };
};

/** An odd digit is left to code set B, at the front. */
const partsOf = (text: string): Code128['parts'] => {
  const parts: { set: 'B' | 'C'; text: string }[] = [];
  const add = (set: 'B' | 'C', part: string): void => {
    const last = parts.at(-1);
    if (part === '') return;
    if (last?.set === set) last.text += part;
    else parts.push({ set, text: part });
  };
  for (const [run] of text.matchAll(/\d+|\D+/g)) {
    const paired = /^\d{4}/.test(run) ? run.length - (run.length % 2) : 0;
    add('B', run.slice(0, run.length - paired));
    add('C', run.slice(run.length - paired));
  }
  return parts;
};
