import { ringing, type Recorded } from '@temkin/audit-event';
import { describe, expect, it } from 'vitest';

const caller = {
  principal: { tenant: 'ems', id: 'a', client: 'c', roles: ['auditor' as const] },
  reliedOn: [],
};
const draft = { action: 'parcel.read', outcome: 'allowed', resources: [] } as const;
const receipt = { eventId: '019aa3a0-0000-7000-8000-000000000001', leaf: '' };

const rungAfter = async (commit: () => Promise<Recorded>): Promise<readonly string[]> => {
  const rung: string[] = [];
  const recorder = ringing({ commit }, (tenant) => rung.push(tenant));
  await recorder.commit(caller, draft).catch(() => undefined);
  return rung;
};

describe('a recorder with a bell', () => {
  it('rings for the tenant of an event that was committed', async () => {
    expect(await rungAfter(async () => ({ outcome: 'committed', receipt }))).toEqual(['ems']);
  });

  it.each<[string, () => Promise<Recorded>]>([
    ['changed meanwhile', async () => ({ outcome: 'changed' })],
    ['was refused', async () => ({ outcome: 'refused', failed: [0] })],
    ['failed', () => Promise.reject(new Error('down'))],
  ])('does not ring where it %s', async (_, commit) => {
    expect(await rungAfter(commit)).toEqual([]);
  });
});
