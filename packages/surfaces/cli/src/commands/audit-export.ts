import {
  verifyCheckpoint,
  verifyLog,
  type LogVerdict,
  type ReadLogFile,
  type RefusedLog,
} from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { EVENT_ID, utf8 } from '@temkin/kernel';
import { formatVerifierKey, parseTilePath } from '@temkin/tlog';
import { countText } from '../amounts.ts';
import { noteCheckpoint } from '../auditor-state.ts';
import { readTrust, TRUST_OPTIONS, type Trust } from '../auditor-trust.ts';
import { neededOption, textsOption, UsageError, type Command, type Report } from '../command.ts';
import { copyLog, isTileOf } from '../copy-log.ts';
import { entriesOf, proofOf } from '../log-proofs.ts';
import { askedForAt, directoryLog, openLogOnce } from '../open-log.ts';
import { demandWholeCopy, refuseCopy } from '../refused-copy.ts';
import { AUDIT_EXPORT_USAGE } from '../usage-audit.ts';
import { verdictReport } from '../verdict-report.ts';
import { sha256 } from '../verifier-keys.ts';
import { writeBelow } from '../whole-files.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The keys of this log that were given and that it stands on: those that came to the auditor from elsewhere. */
const ownKeys = ({ keys }: Trust, verdict: LogVerdict): readonly string[] => {
  if (verdict.outcome !== 'verified') return [];
  const standing = new Set(verdict.standing.map(formatVerifierKey));
  const own = keys.filter(({ type, name }) => type === 'ed25519' && name === verdict.checkpoint.origin);
  return [...new Set(own.map(formatVerifierKey))].filter((vkey) => standing.has(vkey));
};

/** `temkin audit export` */
export const auditExport: Command = {
  usage: AUDIT_EXPORT_USAGE,
  operand: 'log',
  options: { ...TRUST_OPTIONS, out: { type: 'string' }, proof: { type: 'string', multiple: true } },
  run: async (values, { environment, progress }): Promise<Report> => {
    await cryptoReady;
    const place = neededOption(values, 'log');
    const out = neededOption(values, 'out');
    const proved = textsOption(values, 'proof');
    if (!proved.every((eventId) => EVENT_ID.test(eventId)))
      throw new UsageError('--proof is no id of an event, as a receipt names it');
    const trust = await readTrust(values);
    const reportOf = (verdict: LogVerdict) => verdictReport(verdict, { keys: trust.keys, isChained: false });
    const copy = directoryLog(out);
    const before = await copy('checkpoint');
    const keptSize = (before && noteCheckpoint(decode(before))?.size) ?? 0;
    /** What was copied and verified before. */
    const kept: ReadLogFile = async (path) => {
      const tile = parseTilePath(path);
      return tile !== undefined && isTileOf(tile, keptSize) ? copy(path) : undefined;
    };

    const served = await openLogOnce(place, environment.TEMKIN_TOKEN);
    const given = { sha256, keys: trust.keys, ...trust.demanded, ...askedForAt(place, trust.keys) };
    const newest = await verifyCheckpoint({
      ...given,
      read: async (path) => (await kept(path)) ?? served(path),
    });
    if (newest.outcome === 'refused') {
      await demandWholeCopy(out, copy);
      return reportOf(newest);
    }
    const { origin, size } = newest.checkpoint;
    const there = before && noteCheckpoint(decode(before))?.origin;
    if (there !== undefined && there !== origin)
      throw new Error(
        `${out} has a copy of ${there}, and this is ${origin}: give each log a directory of its own.`,
      );
    const checkpoint = utf8(newest.note);
    progress.begin('copying entries');
    const copied = await copyLog({ read: served, size }, { directory: out, keptSize }, ({ entries, bytes }) =>
      progress.advance({ items: entries, bytes }),
    );
    progress.end();

    const refuse = async (refused: RefusedLog): Promise<Report> => {
      await demandWholeCopy(out, copy);
      return refuseCopy(refused, reportOf(refused), { ...copied, checkpoint });
    };
    const search = entriesOf(proved);
    const read: ReadLogFile = async (path) => (path === 'checkpoint' ? checkpoint : copy(path));
    const known = trust.kept(origin);
    // It may be signed by a key that has gone since, and says no more than a larger one that is known to be this log's.
    const isKnown = known !== undefined && (noteCheckpoint(known.note)?.size ?? 0) >= keptSize;
    const ofCopy =
      before === undefined || isKnown ? [] : [{ name: 'the checkpoint of the copy', note: decode(before) }];
    progress.begin('verifying entries');
    const verdict = await verifyLog({
      ...given,
      read,
      older: ofCopy,
      onEntries: ({ first, entries }) => {
        search.look(first, entries);
        progress.advance({ items: entries.length });
      },
    });
    progress.end();
    if (verdict.outcome === 'refused') return refuse(verdict);
    const differing = verdict.outcome === 'verified' ? await trust.keep(verdict, read) : undefined;
    if (differing !== undefined) return refuse(differing);
    const report = reportOf(verdict);

    for (const { eventId, index, entry } of search.found()) {
      const proof = await proofOf({ read: copy, size, checkpoint: newest.note }, index);
      await writeBelow(out, `proofs/${eventId}.entry`, entry);
      await writeBelow(out, `proofs/${eventId}.tlog-proof`, proof);
    }
    const keys = ownKeys(trust, verdict);
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
