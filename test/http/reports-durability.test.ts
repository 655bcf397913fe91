import { describe, expect, it } from 'vitest';
import { declaredCalls, POOL_NUMBER } from '../support/declared-calls.ts';
import { eachWrite, type Failing } from '../support/each-write.ts';
import { postPublicly } from '../support/parcel-history.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const JOINED_AFTER = 11 * 60_000;

const writes = eachWrite();
const system = await testSystem({ wrapTable: writes.wrapTable });
await declaredCalls(system).addNumber();

let serial = 0;

/** Of a call under the company's number that nobody declared, each in other words and of another network. */
const newReport = () => {
  serial += 1;
  const said = { kind: 'call', callingNumber: POOL_NUMBER, ownLast4: '0001', text: `the call ${serial}` };
  return (): Promise<Response> =>
    postPublicly(system, '/v1/public/demo/reports', said, `198.51.${serial >> 8}.${serial & 255}`);
};

const receiptIn = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { readonly receipt: string }).receipt;
};

/** What is on record of a report, in order. */
const recordOf = async (receipt: string) =>
  (await recordedEvents(system.table))
    .filter(({ resources }) => resources.some(({ uid }) => uid === receipt))
    .map(({ api, unmapped }) => [api.operation, unmapped.change]);

const stored = async () => {
  const calls = (await system.stored()).filter(({ table }) => table === 'calls');
  const of = (mark: string) => calls.filter(({ partition }) => partition.startsWith(mark)).length;
  return { reports: of('CR#'), due: of('RD#') };
};

/** Runs the joiner as its schedule would: a run that fails is followed by the next. */
const joinedThroughout = async (during: Failing['during']): Promise<void> => {
  await during(() => system.joinReports()).catch(() => undefined);
  await system.joinReports();
};

describe('a report of which a write fails', () => {
  it('is on file and on record once where it is sent again, with one receipt, and joined once', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const [before, told] = [await stored(), system.findings.length];
      const file = newReport();
      const first = await during(file);
      expect([202, 503]).toContain(first.status);
      const receipt = await receiptIn(first.ok ? first : await file());
      expect(await receiptIn(await file())).toBe(receipt);
      expect(await stored()).toEqual({ reports: before.reports + 1, due: before.due + 1 });
      system.clock.advance(JOINED_AFTER);
      await system.joinReports();
      expect(await recordOf(receipt)).toEqual([
        ['call-report.file', 'call'],
        ['call-report.join', 'spoofed-own-number'],
      ]);
      expect(system.findings).toHaveLength(told + 1);
    });
    expect(tried).toBeGreaterThanOrEqual(2);
  });
});

describe('a run that joins reports and of which a write fails', () => {
  it('joins each once by the next one, and tells what it turned out to be once', async () => {
    const tried = await writes.failsInTurn(async ({ during }) => {
      const told = system.findings.length;
      const receipts: string[] = [];
      for (let n = 0; n < 2; n += 1) receipts.push(await receiptIn(await newReport()()));
      system.clock.advance(JOINED_AFTER);
      await joinedThroughout(during);
      for (const receipt of receipts)
        expect((await recordOf(receipt)).slice(1)).toEqual([['call-report.join', 'spoofed-own-number']]);
      expect((await stored()).due).toBe(0);
      expect(system.findings.slice(told)).toEqual(
        receipts.map(() => ({ finding: 'call-spoofed', tenant: 'demo' })),
      );
    });
    expect(tried).toBe(2);
  });
});

it('nothing of it is a fault', () => expect(system.faults).toEqual([]));
