import { fromEntry } from '@temkin/audit-event';
import { parseVerifierKey } from '@temkin/tlog';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer } from '../../../packages/runtimes/local/src/server.ts';
import type { CommandOutcome } from '../../../packages/surfaces/cli/src/run-command.ts';
import { temkin } from '../../support/command-line.ts';
import { exportedLog } from '../../support/exported-log.ts';
import { readLog, writeLog } from '../../support/log-directory.ts';
import { logMutations } from '../../support/log-mutations.ts';
import { sha256 } from '../../support/sha256.ts';
import { openShift } from '../../support/parcels.ts';
import { testSystem } from '../../support/system.ts';
import { workingHours, type WorkedHours } from '../../support/working-day.ts';
import { goVerdict, verdictsOn } from './verdicts.ts';

const LOG = '/v1/audit/log/demo/2026';

/** Parcels of the hours between one batch of the log and the next. The mutations want 257 to 400 entries of the first. */
const HOURS = [48, 85, 85, 85];

const system = await testSystem();
const server = await startServer(0, () => ({
  issuer: (_, response) => void response.writeHead(404).end(),
  fetch: (request) => system.fetch(request),
}));
afterAll(server.stop);

const out = mkdtempSync(join(tmpdir(), 'temkin-real-log-'));
afterAll(() => rmSync(out, { recursive: true }));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temkin-real-log-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The key that the log says it has: nobody here got another one elsewhere. */
const vkey = async (): Promise<string> =>
  (await (await system.as('auditor-khanh').get(`${LOG}/vkey`)).text()).trim();

/** The options that ask for proofs of these. */
const proofsOf = (eventIds: readonly string[]): readonly string[] =>
  eventIds.flatMap((eventId) => ['--proof', eventId]);

/** Copies the log as an auditor does: by the command, over HTTP, with a token, with proofs of what was on record. */
const exported = async (eventIds: readonly string[]) =>
  temkin(
    ['audit', 'export', server.origin + LOG, '--out', out, '--vkey', await vkey(), ...proofsOf(eventIds)],
    { environment: { TEMKIN_TOKEN: await system.tokenFor('auditor-khanh') } },
  );

const { shiftId } = await openShift(system, 'shipper-an');
const worked: WorkedHours[] = [];
/** What the command said after the first hours, when others followed, and after the last. */
const exports: CommandOutcome[] = [];
for (const [at, count] of HOURS.entries()) {
  const hours = await workingHours(system, { shiftId, count });
  worked.push(hours);
  await system.log.sequence();
  if (at === 0 || at === HOURS.length - 1)
    exports.push(await exported([hours.eventIds[0] ?? '', hours.eventIds.at(-1) ?? '']));
}

const key = await parseVerifierKey(sha256, await vkey());
if (key === undefined) throw new Error('the log has no key');
const copy = await exportedLog(readLog(out), { key, signer: system.log.signer });
const { size } = copy.tree;
const checkpoints = [...copy.files.keys()]
  .flatMap((path) => /^checkpoints\/(\d+)$/.exec(path)?.[1] ?? [])
  .map(Number)
  .toSorted((a, b) => a - b);

describe('the log of a few thousand requests, exported over HTTP,', () => {
  it('is verified by the command that exports it, with proofs of what answers had receipts of', () => {
    for (const { exitCode, output } of exports)
      expect([exitCode, output]).toEqual([0, expect.stringMatching(/^VERIFIED: [^]*, with 2 proofs\.\n$/)]);
  });

  it('has an entry for every request that was answered with a receipt', () => {
    expect(size).toBeGreaterThan(2_000);
    const entries = new Set(copy.entries.map((entry) => fromEntry(entry).metadata.uid));
    const receipts = worked.flatMap(({ eventIds }) => eventIds);
    expect(receipts.length).toBeGreaterThan(1_000);
    expect(receipts.filter((eventId) => !entries.has(eventId))).toEqual([]);
    expect(system.faults).toEqual([]);
  });

  it('is of changes and readings, allowed and refused', () => {
    const kinds = copy.entries.map((entry) => {
      const { api, unmapped } = fromEntry(entry);
      return `${api.operation} ${unmapped.outcome}`;
    });
    expect([...new Set(kinds)].toSorted()).toEqual([
      'audit.open-log allowed',
      'audit.query allowed',
      'audit.read-log allowed',
      'custody.record allowed',
      'parcel.issue allowed',
      'parcel.read allowed',
      'parcel.read refused',
      'parcel.resolve allowed',
      'parcel.resolve refused',
      'shift.open allowed',
    ]);
  });

  it('is verified by Go’s packages, with every checkpoint and proof, and by us', async () => {
    expect(checkpoints).toEqual([expect.any(Number), size]);
    const { ours, go } = await verdictsOn(copy, directory);
    expect(ours).toMatchObject({ outcome: 'verified', isNamed: true, checkpoint: { size } });
    // Two older checkpoints beside the newest, and four proofs.
    expect(go).toEqual({ status: 0, says: `verified: ${size} entries, 7 checkpoints\n` });
  });

  it('is refused by Go with a proof of another entry', async () => {
    const [one = '', other = ''] = [...copy.files.keys()].filter((path) => path.endsWith('.entry'));
    writeLog(new Map(copy.files).set(one, copy.files.get(other) ?? new Uint8Array()), directory);
    expect(goVerdict(directory)).toEqual({
      status: 1,
      says: expect.stringMatching('^refused: inclusion: .*invalid transparency proof\n$') as string,
    });
  });
});

describe('Go refuses what we refuse: the log of a few thousand requests', () => {
  it.each(
    logMutations({ size, older: checkpoints[0] ?? 0 }).map((mutation) => [mutation.name, mutation] as const),
  )('%s', async (_, { change, fault, at, step }) => {
    const log = { ...copy, files: new Map(copy.files) };
    await change(log);
    const { ours, go } = await verdictsOn(log, directory);
    expect(ours).toEqual({ outcome: 'refused', fault, at });
    expect(go).toEqual({ status: 1, says: expect.stringMatching(`^refused: ${step}: `) as string });
  });
});
