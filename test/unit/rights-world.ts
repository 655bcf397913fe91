import { keyRing, type KeyRing } from '@temkin/crypto';
import type { Approvals, PendingApproval } from '@temkin/audit-event';
import { systemRandom, type Caller, type Role } from '@temkin/kernel';
import { noticeSimulator } from '@temkin/notice';
import { tableWrappedKeys, type Table } from '@temkin/storage';
import { subscriberRights } from '@temkin/subscriber';
import type { OpenedSelfCheck } from '../../packages/capabilities/subscriber/src/usecases/rights/open-self-check.ts';
import type { RightsFindings } from '../../packages/capabilities/subscriber/src/usecases/rights/ports.ts';
import { instantWait } from '../support/instant-wait.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import type { MemoryTable } from '../support/memory-table.ts';
import { sha256 } from '../support/sha256.ts';
import {
  beginning,
  citizen,
  numberOf,
  registration,
  REGISTRAR,
  registryWorld,
  seedOf,
  TENANT,
} from './registry-world.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A staff member of a company. */
export const staff = (id: string, role: Role, tenant = TENANT): Caller => ({
  principal: { tenant, id, client: id, roles: [role] },
  reliedOn: [],
});

export const OFFICER = staff('privacy-1', 'privacy-officer');
export const LEAD = staff('lead-1', 'support-lead');

/** Number n, which is served. */
const served = (n: number) => ({
  ...beginning(numberOf(n)),
  standing: { state: 'active', holds: [] } as const,
});

/** Two people agree as the test says: word for word, once. */
export const approvalsOf = () => {
  const asked = new Map<string, PendingApproval>();
  const agreed = new Set<string>();
  let count = 0;
  const approvals: Approvals = {
    of: async (caller, request) => {
      const words = JSON.stringify([caller.principal.id, request]);
      if (agreed.has(words)) {
        const resources = [{ type: 'approval', pseudonym: asked.get(words)?.approvalId ?? '' }];
        return { state: 'granted', resources, spentWith: (change) => change };
      }
      count += 1;
      const pending = { state: 'pending', approvalId: `approval-${count}`, expiresAt: 0 } as const;
      asked.set(words, pending);
      return pending;
    },
  };
  return {
    approvals,
    /** All that was asked for, as whoever decides is shown it. */
    asked: () => [...asked.keys()].map((words) => (JSON.parse(words) as [string, object])[1]),
    agreeToAll: () => {
      for (const words of asked.keys()) agreed.add(words);
    },
  };
};

/** A registry of which people and authorities ask. `wrap` puts something before its table, `watch` before the keys that open people. */
export const rightsWorld = async (
  wrap?: (memory: MemoryTable) => Table,
  watch: (ring: KeyRing) => KeyRing = (ring) => ring,
) => {
  const world = registryWorld(wrap);
  const { clock, memory } = world;
  const dependencies = world.dependencies();
  const notices = noticeSimulator();
  const found: Parameters<RightsFindings['report']>[0][] = [];
  const two = approvalsOf();
  const { wait } = instantWait();
  const rights = subscriberRights({
    ...dependencies,
    keyRing: watch(dependencies.keyRing),
    codeKeyRing: keyRing({
      rootKey: memoryRootKey(),
      wrappedKeys: tableWrappedKeys(memory, clock),
      clock,
      random: systemRandom,
      epochs: 'shared',
    }),
    approvals: two.approvals,
    companies: { exists: async (company) => company === TENANT || company === 'other' },
    notify: notices,
    findings: { report: (finding) => void found.push(finding) },
    sha256,
    wait,
  });
  await world.openIndexes();

  /** Registers person n with number n, and as many further numbers as are said. */
  const register = async (n: number, further: readonly number[] = []) => {
    const { personId, subscriptionId = '' } = await world.registry.newPerson(
      REGISTRAR,
      { ...registration(n), number: served(n) },
      seedOf(n),
    );
    const ids = [subscriptionId];
    for (const m of further) {
      const more = { personId, number: served(m) };
      const one = await world.registry.newSubscription(REGISTRAR, more, seedOf(m));
      ids.push(one.subscriptionId ?? '');
    }
    return { personId, ids };
  };

  /** Which cases there are. */
  const cases = () =>
    world
      .items('subscribers')
      .filter(({ key }) => key.partition.startsWith('RB#') && key.sort === 'basis')
      .map(({ key, item }) => ({ caseId: key.partition.split('#')[2], ...item }));

  let network = 0;
  const ask = async (n: number, of = n, from = `2001:db8:${(network += 1).toString(16)}::/64`) => {
    const before = notices.sent.length;
    const { challengeId } = await rights.requestOwnCode(TENANT, {
      msisdn: numberOf(n),
      identity: citizen(of).identity,
      network: from,
    });
    const notice = notices.sent.slice(before)[0];
    return { challengeId, ...(notice !== undefined && { code: notice.code }) };
  };

  /** Proves number n and opens the check. */
  const check = async (n: number): Promise<OpenedSelfCheck & { readonly challengeId: string }> => {
    const { challengeId, code = '' } = await ask(n);
    return { challengeId, ...(await rights.openSelfCheck(TENANT, challengeId, code)) };
  };

  return { ...world, rights, notices, found, two, cases, register, ask, check };
};

export type RightsWorld = Awaited<ReturnType<typeof rightsWorld>>;

/** The code of what an act is refused with; `done` where it is not. */
export const refusalOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    ({ code }: { readonly code: string }) => code,
  );
