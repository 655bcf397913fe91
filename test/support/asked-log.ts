import { cryptoReady } from '@temkin/crypto';
import { formatVerifierKey } from '@temkin/tlog';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temkin } from './command-line.ts';
import { eventEntries } from './event-entries.ts';
import { writeLog } from './log-directory.ts';
import { grow, smallLog } from './small-log.ts';

const parcel = (pseudonym: string) => ({ resources: [{ type: 'parcel', pseudonym }] });

/** The first entry of a log speaks of the log itself. */
export const EVENTS = eventEntries([
  { action: 'audit.open-log', actor: 'log' },
  { action: 'parcel.open', ...parcel('parcel-1') },
  { action: 'parcel.open', actor: 'actor-binh', ...parcel('parcel-1') },
  { action: 'parcel.open', ...parcel('parcel-2'), flags: ['gate-observe', 'PARCEL.NOT_IN_CUSTODY'] },
  { action: 'parcel.resolve', outcome: 'refused', reason: 'PARCEL.SHIFT_CLOSED', ...parcel('parcel-2') },
  { action: 'parcel.resolve', outcome: 'refused', reason: 'PARCEL.UNKNOWN' },
  { action: 'parcel.search', resources: [{ type: 'asked-phone', pseudonym: 'phone-1' }] },
  {
    action: 'parcel.search',
    resources: [{ type: 'asked-phone', pseudonym: 'phone-2' }, ...parcel('parcel-1').resources],
  },
  { action: 'custody.claim', actor: 'actor-binh', ...parcel('parcel-2') },
  { action: 'parcel.issue', outcome: 'failed', actor: '=cmd()', ...parcel('parcel-3') },
]);

/** A log of these events in a directory of its own, and what `temkin audit query` answers from it. */
export const askedLog = async () => {
  await cryptoReady;
  const root = await mkdtemp(join(tmpdir(), 'temkin-query-'));
  const directory = join(root, 'log');
  const log = await smallLog();
  await grow(
    log,
    EVENTS.map(({ entry }) => entry),
  );
  writeLog(log.files, directory);
  return {
    /** For files of the test's; to be removed when it ends. */
    root,
    directory,
    log,
    query: async (...options: readonly string[]) => {
      const announced: string[] = [];
      const serving = { announce: (line: string) => void announced.push(line), untilTold: async () => {} };
      const vkey = formatVerifierKey(log.key);
      const outcome = await temkin(['audit', 'query', directory, '--vkey', vkey, ...options], { serving });
      return { ...outcome, announced: announced.join('\n') };
    },
  };
};
