import { styleText } from 'node:util';

/** Writes a line of the story. */
export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

/** Writes what the story says of itself. */
export const aside = (text: string): void => say(styleText('dim', text));

/** Writes a value as JSON, indented. */
export const show = (value: unknown): void => say(JSON.stringify(value, null, 2).replaceAll(/^/gm, '  '));

/** Writes an instant, a word of what happened, and the rest of the line. */
export const showStep = (time: string, word: string, isAllowed: boolean, rest: string): void => {
  const mark = isAllowed ? styleText('green', 'allowed') : styleText('red', 'refused');
  say(`  ${time}  ${word.padEnd(18)} ${mark}  ${rest}`);
};

/** Begins a chapter. */
export const head = (number: number, title: string): void =>
  say(`\n${styleText('bold', `${number}. ${title}`)}\n`);
