import { equalBytes } from '@temkin/crypto';
import { concatBytes, fromBase64, toBase64 } from '@temkin/kernel';

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes. With the name they name the key. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** Text and its signatures (c2sp.org/signed-note). The text is nobody's word until a signature of a known key is verified. */
export interface SignedNote {
  /** Ends in a newline, which is signed with it. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Characters of a note, at most, and signatures: well above the sixteen that every verifier must take. */
const NOTE_LIMIT = 1_000_000;
const SIGNATURES_LIMIT = 100;

const KEY_ID_BYTES = 4;

const LINE = /^— ([^\s+]+) (\S+)$/;

/** Whether there is a control character below U+0020, the newline apart. */
const hasControl = (text: string): boolean => {
  for (const character of text) if (character < ' ' && character !== '\n') return true;
  return false;
};

/** Whether this may name a key: not empty, no Unicode space, no plus. */
export const isKeyName = (name: string): boolean => /^[^\s+]+$/.test(name) && !hasControl(name);

const parseLine = (line: string): NoteSignature | undefined => {
  const [, name, base64] = LINE.exec(line) ?? [];
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  return name === undefined || bytes === undefined || bytes.length <= KEY_ID_BYTES
    ? undefined
    : { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
};

/** Signature lines and nothing else, as a witness answers them; undefined where one is none, or there are too many. */
export const parseSignatureLines = (lines: string): readonly NoteSignature[] | undefined => {
  if (!lines.endsWith('\n')) return undefined;
  const each = lines.slice(0, -1).split('\n');
  const signatures = each.map(parseLine).filter((signature) => signature !== undefined);
  return signatures.length === each.length && each.length <= SIGNATURES_LIMIT ? signatures : undefined;
};

/** The note that a text holds, parted at its last empty line; undefined where it is none. Nothing is verified. */
export const parseNote = (note: string): SignedNote | undefined => {
  if (note.length > NOTE_LIMIT || hasControl(note)) return undefined;
  const end = note.lastIndexOf('\n\n');
  if (end === -1) return undefined;
  const signatures = parseSignatureLines(note.slice(end + 2));
  return signatures && { text: note.slice(0, end + 1), signatures };
};

/** A signature as its line. */
export const signatureLine = ({ name, keyId, signature }: NoteSignature): string =>
  `— ${name} ${toBase64(concatBytes(keyId, signature))}\n`;

/** The note with one more signature, in place of the one that its key has made before. */
export const withSignature = ({ text, signatures }: SignedNote, added: NoteSignature): SignedNote => ({
  text,
  signatures: [
    ...signatures.filter(({ name, keyId }) => name !== added.name || !equalBytes(keyId, added.keyId)),
    added,
  ],
});

/** The note as it is stored and sent. */
export const formatNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(signatureLine).join('')}`;
