/** One data object of a merchant's QR code: two digits that say what it is, and what it says. */
export interface DataObject {
  readonly tag: string;
  readonly value: string;
}

/** The longest value that two digits of length can name. */
export const MAX_VALUE_LENGTH = 99;

/**
 * Data objects in their order (EMV QRCPS Merchant-Presented Mode 1.1, §3.1: tag and length, two digits each, and value);
 * undefined where lengths do not add up, where a tag is there twice, or where a letter is none of ASCII, which is one character and
 * several bytes long: of those, two readers may see different ones.
 */
export const parseDataObjects = (text: string): readonly DataObject[] | undefined => {
  if (!/^[\x20-\x7e]*$/.test(text)) return undefined;
  const objects: DataObject[] = [];
  for (let at = 0; at < text.length;) {
    const [, tag, digits] = /^(\d{2})(\d{2})/.exec(text.slice(at, at + 4)) ?? [];
    if (tag === undefined || digits === undefined) return undefined;
    const end = at + 4 + Number(digits);
    if (end > text.length || objects.some((other) => other.tag === tag)) return undefined;
    objects.push({ tag, value: text.slice(at + 4, end) });
    at = end;
  }
  return objects;
};

/** The text of data objects, in the order given. Throws where a value is longer than its length can say. */
export const encodeDataObjects = (objects: readonly DataObject[]): string =>
  objects
    .map(({ tag, value }) => {
      if (value.length > MAX_VALUE_LENGTH) throw new Error(`data object ${tag} is too long for its length`);
      return `${tag}${String(value.length).padStart(2, '0')}${value}`;
    })
    .join('');

/** The value of a tag, where it is there. */
export const valueOf = (objects: readonly DataObject[], tag: string): string | undefined =>
  objects.find((object) => object.tag === tag)?.value;
