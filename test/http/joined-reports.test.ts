import { expect, it } from 'vitest';
import { CALLED, callJourney } from '../support/call-journey.ts';
import { postPublicly } from '../support/parcel-history.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { freshNumber, registered } from '../support/registers.ts';
import { testSystem } from '../support/system.ts';

const MINUTE = 60_000;

const system = await testSystem({ isConnected: true });
const { declared } = callJourney(system);

const ownNumber = freshNumber();
await registered(system, { number: ownNumber });

/** Files a report, and answers its receipt. */
const report = async (said: Readonly<Record<string, unknown>>): Promise<string> => {
  const answer = await postPublicly(system, '/v1/public/demo/reports', { kind: 'call', ...said });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { readonly receipt: string }).receipt;
};

/** What is on record of a report, in order: what was done, and what it turned out to be. */
const recordOf = async (receipt: string) =>
  (await recordedEvents(system.table))
    .filter(({ resources }) => resources.some(({ uid }) => uid === receipt))
    .map(({ api, unmapped }) => [api.operation, unmapped.change]);

it('a report is joined by the sweep ten minutes after it came, is on record, and tells what it turned out to be', async () => {
  const { call } = await declared();
  const ownLast4 = CALLED.slice(-4);
  const receipts = {
    'declared-own-call': await report({ callingNumber: call.dial, ownLast4 }),
    'undeclared-own-call': await report({ callingNumber: ownNumber, ownLast4: '0001' }),
    'spoofed-own-number': await report({ callingNumber: call.dial, ownLast4: '0001' }),
    unknown: await report({ callingNumber: '+84999000111', ownLast4 }),
  };
  const none = { 'declared-own-call': 0, 'undeclared-own-call': 0, 'spoofed-own-number': 0, unknown: 0 };
  const nothing = { joined: none, failed: 0, remaining: false };
  system.clock.advance(9 * MINUTE);
  expect(await system.joinReports()).toEqual(nothing);
  for (const receipt of Object.values(receipts)) expect(await recordOf(receipt)).toHaveLength(1);

  system.clock.advance(2 * MINUTE);
  expect(await system.joinReports(Number.NEGATIVE_INFINITY)).toEqual({ ...nothing, remaining: true });
  const each = { 'declared-own-call': 1, 'undeclared-own-call': 1, 'spoofed-own-number': 1, unknown: 1 };
  expect(await system.joinReports()).toEqual({ ...nothing, joined: each });
  for (const [outcome, receipt] of Object.entries(receipts))
    expect((await recordOf(receipt)).slice(1)).toEqual([['call-report.join', outcome]]);
  const told = ['call-declared', 'call-spoofed', 'call-undeclared'];
  expect(system.findings.map(({ finding, tenant }) => `${finding} ${tenant}`).toSorted()).toEqual(
    told.map((finding) => `${finding} demo`),
  );
  expect(await system.joinReports()).toEqual(nothing);
  expect(system.faults).toEqual([]);
});
