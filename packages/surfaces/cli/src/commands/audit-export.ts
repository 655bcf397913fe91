import { verifyLog, type ReadLogFile } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { EVENT_ID } from '@temkin/kernel';
import { formatVerifierKey, parseCheckpoint, parseNote } from '@temkin/tlog';
import { countText } from '../amounts.ts';
import { readTrust, TRUST_OPTIONS, type Trust } from '../auditor-trust.ts';
import { neededOption, textsOption, UsageError, type Command, type Report } from '../command.ts';
import { copyLog } from '../copy-log.ts';
import { entriesOf, proofOf } from '../log-proofs.ts';
import { directoryLog, openLog } from '../open-log.ts';
import { AUDIT_EXPORT_USAGE } from '../usage-audit.ts';
import { verdictReport } from '../verdict-report.ts';
import { sha256 } from '../verifier-keys.ts';
import { writeBelow } from '../whole-files.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The keys of this log that were given: those that came to the auditor from elsewhere. */
const ownKeys = ({ keys }: Trust, origin: string): readonly string[] =>
  keys.filter(({ type, name }) => type === 'ed25519' && name === origin).map(formatVerifierKey);

/** `temkin audit export` */
export const auditExport: Command = {
  usage: AUDIT_EXPORT_USAGE,
  operand: 'log',
  options: { ...TRUST_OPTIONS, out: { type: 'string' }, proof: { type: 'string', multiple: true } },
  run: async (values, { environment, progress }): Promise<Report> => {
    await cryptoReady;
    const served = openLog(neededOption(values, 'log'), environment.TEMKIN_TOKEN);
    const out = neededOption(values, 'out');
    const proved = textsOption(values, 'proof');
    if (!proved.every((eventId) => EVENT_ID.test(eventId)))
      throw new UsageError('--proof is no id of an event, as a receipt names it');
    const trust = await readTrust(values);
    const copy = directoryLog(out);

    const checkpoint = await served('checkpoint');
    const note = checkpoint && decode(checkpoint);
    const newest = note === undefined ? undefined : parseCheckpoint(parseNote(note)?.text ?? '');
    if (checkpoint === undefined || note === undefined || newest === undefined)
      throw new Error('There is no log: what is served there has no checkpoint.');
    const { origin, size } = newest;
    progress.begin('copying entries');
    await copyLog({ read: served, size }, out, ({ entries, bytes }) =>
      progress.advance({ items: entries, bytes }),
    );
    progress.end();

    const before = await copy('checkpoint');
    const search = entriesOf(proved);
    const read: ReadLogFile = async (path) => (path === 'checkpoint' ? checkpoint : copy(path));
    progress.begin('verifying entries');
    const verdict = await verifyLog({
      sha256,
      read,
      keys: trust.keys,
      ...trust.demanded,
      older: [
        ...trust.kept(new Set([origin])),
        ...(before === undefined ? [] : [{ name: 'the checkpoint of the copy', note: decode(before) }]),
      ],
      onEntries: ({ first, entries }) => {
        search.look(first, entries);
        progress.advance({ items: entries.length });
      },
    });
    progress.end();
    const report = verdictReport(verdict, { keys: trust.keys, isChained: false });
    if (verdict.outcome === 'refused') return report;
    const differing = verdict.outcome === 'verified' ? await trust.keep(verdict, read) : undefined;
    if (differing !== undefined) return verdictReport(differing, { keys: trust.keys, isChained: false });

    for (const { eventId, index, entry } of search.found()) {
      const proof = await proofOf({ read: copy, size, checkpoint: note }, index);
      await writeBelow(out, `proofs/${eventId}.entry`, entry);
      await writeBelow(out, `proofs/${eventId}.tlog-proof`, proof);
    }
    const keys = ownKeys(trust, origin);
    if (keys.length > 0) await writeBelow(out, 'log.vkey', `${keys.join('\n')}\n`);
    await writeBelow(out, `checkpoints/${size}`, checkpoint);
    await writeBelow(out, 'checkpoint', checkpoint);

    const missing = search.missing();
    return {
      text: [
        report.text,
        `Copied to ${out}${proved.length === 0 ? '' : `, with ${countText(search.found().length, 'proof')}`}.`,
        ...missing.map(
          (eventId) => `NOT IN THE LOG: ${eventId}. It may wait for it still, or never was an event.`,
        ),
      ].join('\n'),
      data: { ...report.data, proofs: search.found().map(({ eventId }) => eventId), missing },
      ...(missing.length > 0
        ? { exitCode: 1 }
        : report.exitCode !== undefined && { exitCode: report.exitCode }),
    };
  },
};
