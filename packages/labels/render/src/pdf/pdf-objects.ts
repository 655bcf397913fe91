import { concatBytes, utf8 } from '@temkin/kernel';
import { deflate } from '../deflate.ts';

/**
 * The objects of a PDF file in the making: each is bytes as soon as it is known, and all that is kept of it is where it
 * stands. Numbers may be taken before their objects are written.
 */
export interface PdfObjects {
  readonly header: () => Uint8Array;
  /** The number of an object that will be written. */
  readonly take: () => number;
  /** An object without a stream. */
  readonly plain: (number: number, content: string) => Uint8Array;
  /** An object with a stream, deflated; `entries` go into its dictionary. */
  readonly stream: (number: number, content: Uint8Array, entries?: string) => Promise<Uint8Array>;
  /** The cross-reference table and the end. Throws where a number was taken and no object written. */
  readonly trailer: (root: number) => Uint8Array;
}

/** An empty file (ISO 32000-1 §7.5). The bytes must be put behind each other in the order in which they were made. */
export const pdfObjects = (): PdfObjects => {
  const offsets: (number | undefined)[] = [];
  let length = 0;
  const out = (bytes: Uint8Array): Uint8Array => {
    length += bytes.length;
    return bytes;
  };
  const begin = (number: number): void => {
    offsets[number - 1] = length;
  };
  return {
    // Four bytes above 127 tell whoever copies the file that it is no text (ISO 32000-1 §7.5.2).
    header: () => out(Uint8Array.from([...utf8('%PDF-1.7\n%'), 0xe2, 0xe3, 0xcf, 0xd3, 0x0a])),
    take: () => offsets.push(undefined),
    plain: (number, content) => {
      begin(number);
      return out(utf8(`${number} 0 obj\n${content}\nendobj\n`));
    },
    stream: async (number, content, entries = '') => {
      const data = await deflate(new Uint8Array(content));
      begin(number);
      const dictionary = `<</Length ${data.length}/Filter/FlateDecode${entries}>>`;
      return out(
        concatBytes(utf8(`${number} 0 obj\n${dictionary}\nstream\n`), data, utf8('\nendstream\nendobj\n')),
      );
    },
    trailer: (root) => {
      const table = offsets.map((offset, i) => {
        if (offset === undefined) throw new Error(`object ${i + 1} was never written`);
        return `${String(offset).padStart(10, '0')} 00000 n \n`;
      });
      const size = offsets.length + 1;
      return utf8(
        `xref\n0 ${size}\n0000000000 65535 f \n${table.join('')}` +
          `trailer\n<</Size ${size}/Root ${root} 0 R>>\nstartxref\n${length}\n%%EOF\n`,
      );
    },
  };
};
