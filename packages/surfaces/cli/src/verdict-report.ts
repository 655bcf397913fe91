import type { LogFault, LogRemedy, LogVerdict, RefusedLog, WriterGap } from '@temkin/audit/domain';
import { rfc3339, toBase64 } from '@temkin/kernel';
import { formatVerifierKey, type Checkpoint, type VerifierKey } from '@temkin/tlog';
import { countText } from './amounts.ts';
import type { Report } from './command.ts';
import { gapsText } from './gaps-text.ts';

/** What is wrong with a log, as it is said after where. */
const WHY: Readonly<Record<LogFault, string>> = {
  missing: 'is missing',
  malformed: 'is not what the format demands',
  forged: 'has a signature in the name of a trusted key that is not its own',
  unsigned:
    'is not signed by a trusted key of this log, nor by one that the log names by the word of a trusted one',
  'idle-key':
    'is a key of this log that you gave or kept, and has not signed it as it is now, nor leads by its word to one that has: either the log is not what its owner signs, or the key was replaced, and then is to be given by --former-vkey',
  'not-asked-for': 'is of another log than its address names',
  'tile-differs': 'does not hold the hashes of the entries: it was changed, or entries were',
  'root-differs': 'speaks of other entries than these: some were changed, removed, added or moved',
  'other-log': 'is of another log',
  'rolled-back':
    'is of a larger log than this: entries were cut off, or an old checkpoint put in place of the newest',
  inconsistent: 'speaks of another beginning than this log has: it was rewritten, or there are two of it',
  'other-past': 'and the beginning of the log do not agree on how the log before it ended',
  'not-year-before':
    'names as the log before it another than this company’s of the year before, and no year is ever left out',
  unwitnessed: 'lacks the cosignatures of witnesses that were demanded',
};

/** What may lead to the key of a log that is not signed by a trusted one. */
const REMEDY: Readonly<Record<LogRemedy, string>> = {
  'log-before':
    ' No key of this log is trusted, but it names a log before it. Give that log by --previous, or verify it first.',
  'key-before': ' No key of that log is trusted: give one by --vkey, or verify it first.',
  'unread-change':
    ' A change of its key that the log tells of is followed by temkin audit verify alone, which reads all of it: run that with the same --state.',
};

/** Where a log is at fault, and with what. */
export const faultText = ({ fault, at }: RefusedLog): string => `${at} ${WHY[fault]}`;

/** What is wrong with a log, and what may help. */
export const refusalText = ({ remedy, ...refused }: RefusedLog): string =>
  `REFUSED: ${faultText(refused)}.${remedy === undefined ? '' : REMEDY[remedy]}`;

/** What is to be said of a verdict besides. */
interface Asked {
  /** The keys that were trusted before. */
  readonly keys: readonly VerifierKey[];
  /** Whether the log before was verified too. */
  readonly isChained: boolean;
  /** Numbers of writers that are missing in the log; absent where nobody has looked for them. */
  readonly gaps?: readonly WriterGap[];
}

const pastText = (previous: Checkpoint | undefined, isChained: boolean): readonly string[] => {
  if (previous === undefined) return [];
  const end = `Comes after ${previous.origin} at ${countText(previous.size, 'entry', 'entries')}`;
  return [
    isChained ? `${end}, verified too.` : `${end}. Give that log by --previous to have it verified too.`,
  ];
};

const pastData = (previous: Checkpoint | undefined, isChained: boolean): object =>
  previous === undefined
    ? {}
    : {
        previous: {
          origin: previous.origin,
          size: previous.size,
          root: toBase64(previous.root),
          verified: isChained,
        },
      };

const verifiedReport = (
  verdict: Extract<LogVerdict, { readonly outcome: 'verified' }>,
  { keys, isChained, gaps }: Asked,
): Report => {
  const { checkpoint, signatures, previous, isNamed } = verdict;
  const { origin, size, root } = checkpoint;
  const signers = signatures.map(({ key, timeSeconds }) => ({
    name: key.name,
    vkey: formatVerifierKey(key),
    ...(timeSeconds !== undefined && { seen: rfc3339(timeSeconds * 1_000) }),
  }));
  const witnesses = signers
    .filter(({ seen }) => seen !== undefined)
    .map(({ name, seen }) => `${name} at ${seen}`);
  const before = new Set(keys.map(formatVerifierKey));
  const standing = new Set(verdict.standing.map(formatVerifierKey));
  const idle = keys
    .filter(({ type, name }) => type === 'ed25519' && name === origin)
    .map(formatVerifierKey)
    .filter((vkey) => !standing.has(vkey));
  const followed = verdict.keys.map(formatVerifierKey).filter((vkey) => !before.has(vkey));
  return {
    text: [
      `VERIFIED: ${origin}: ${countText(size, 'entry', 'entries')}, all of them read and accounted for.`,
      witnesses.length > 0
        ? `Witnessed by ${witnesses.join(', ')}.`
        : 'Not witnessed: a fork, a cut and back-dating are not excluded, save by your own older checkpoints.',
      ...pastText(previous, isChained),
      ...followed.map((vkey) => `A key that you trust names this one, which is trusted too: ${vkey}`),
      ...idle.map((vkey) => `A key of this log that you trust has not signed it as it is now: ${vkey}`),
      ...(isNamed === false
        ? ['The log does not name the key that signed: its key was replaced without the word of the former.']
        : []),
      ...gapsText(gaps ?? []),
    ].join('\n'),
    data: {
      verdict: 'verified',
      origin,
      size,
      root: toBase64(root),
      signers,
      followed,
      idle,
      ...(isNamed !== undefined && { named: isNamed }),
      ...pastData(previous, isChained),
      ...(gaps !== undefined && { missing: gaps }),
    },
  };
};

/** A verdict on a log, to people and as data, with its exit code. */
export const verdictReport = (verdict: LogVerdict, asked: Asked): Report => {
  if (verdict.outcome === 'verified') return verifiedReport(verdict, asked);
  if (verdict.outcome === 'refused') {
    const { fault, at } = verdict;
    return { text: refusalText(verdict), data: { verdict: 'refused', fault, at }, exitCode: 1 };
  }
  const { checkpoint, previous } = verdict;
  const { origin, size, root } = checkpoint;
  return {
    text: [
      `CONSISTENT, SIGNER NOT AUTHENTICATED: ${origin}: ${countText(size, 'entry', 'entries')}. Give the log's key by --vkey to know whose it is.`,
      ...pastText(previous, asked.isChained),
      ...gapsText(asked.gaps ?? []),
    ].join('\n'),
    data: {
      verdict: 'consistent',
      origin,
      size,
      root: toBase64(root),
      ...pastData(previous, asked.isChained),
      ...(asked.gaps !== undefined && { missing: asked.gaps }),
    },
    exitCode: 3,
  };
};
