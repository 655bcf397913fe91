import {
  approvalStore,
  createTenant,
  decideApproval,
  enrolPrincipal,
  principalStore,
  tenantStore,
  twoPersonRule,
} from '@temkin/access';
import { TWO_PERSON_ACTIONS } from '@temkin/access/domain';
import { isAction, type GrantedApproval, type TwoPersonRequest } from '@temkin/audit-event';
import { cryptoReady } from '@temkin/crypto';
import { systemClock, systemRandom, type Caller } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { testTable } from '../support/store.ts';

await cryptoReady;
const { table } = await testTable();
const ground = groundwork({ table, rootKey: memoryRootKey(), clock: systemClock, random: systemRandom });
const principals = principalStore({ table });
const approvals = approvalStore(table);
const rule = twoPersonRule({ ...ground, approvals, principals });
const decide = decideApproval({ ...ground, approvals, principals });

await createTenant({ tenants: tenantStore({ table }) })({
  tenant: 'ems',
  displayName: 'EMS',
  issuers: ['k'],
});
const enrol = enrolPrincipal({ principals });
for (const id of ['one', 'two'])
  await enrol({ tenant: 'ems', id, issuer: 'k', subject: id, kind: 'staff', roles: ['privacy-officer'] });

const caller = (id: string): Caller => ({
  principal: { tenant: 'ems', id, client: 'office', roles: ['privacy-officer'] },
  reliedOn: [],
});

const asked = (parcelId: string): TwoPersonRequest => ({
  action: 'parcel.shred',
  resources: [{ type: 'parcel', pseudonym: 'p' }],
  terms: { parcelId, reason: 'unlawful' },
});

/** What `one` asks for and `two` agrees to. */
const granted = async (request: TwoPersonRequest): Promise<GrantedApproval> => {
  const pending = await rule.of(caller('one'), request);
  if (pending.state === 'pending') await decide(caller('two'), pending.approvalId, 'approved');
  const approval = await rule.of(caller('one'), request);
  if (approval.state !== 'granted') throw new Error('two people have agreed');
  return approval;
};

const act = async ({ spentWith, resources }: GrantedApproval): Promise<string> => {
  const draft = { action: 'parcel.shred', outcome: 'allowed', resources } as const;
  return (await ground.recorder.commit(caller('one'), draft, spentWith({}))).outcome;
};

describe('an approval', () => {
  it('is spent once, by however many acts at once', async () => {
    const approval = await granted(asked('once'));
    const outcomes = await Promise.all([act(approval), act(approval), act(approval)]);
    expect(outcomes.toSorted()).toEqual(['committed', 'refused', 'refused']);
    expect(await act(approval)).toBe('refused');
    expect((await rule.of(caller('one'), asked('once'))).state).toBe('pending');
  });

  it('that was spent gives nothing to the next request of the same words, of the same id', async () => {
    const approval = await granted(asked('again'));
    await act(approval);
    const anew = await rule.of(caller('one'), asked('again'));
    expect([anew.state, anew.state === 'pending' && anew.approvalId]).toEqual([
      'pending',
      approval.resources[0]?.pseudonym,
    ]);
    expect(await act(approval)).toBe('refused');
  });

  it('is asked for once by requests at the same moment', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => rule.of(caller('one'), asked('at-once'))));
    expect(new Set(all.map((one) => (one.state === 'pending' ? one.approvalId : ''))).size).toBe(1);
    expect(all.filter((one) => one.state === 'pending' && one.receipt !== undefined)).toHaveLength(1);
  });
});

describe('the actions that take two people', () => {
  it('are words of the log, and somebody decides about each', () => {
    for (const [action, roles] of Object.entries(TWO_PERSON_ACTIONS)) {
      expect(isAction(action), action).toBe(true);
      expect(roles.length).toBeGreaterThan(0);
    }
  });
});
