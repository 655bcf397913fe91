import { expect, it } from 'vitest';
import { keyOf } from '@temkin/storage';
import { duePut, erasureDue } from '../../../packages/capabilities/subscriber/src/store/due-work.ts';
import { orphanWrites } from '../../../packages/capabilities/subscriber/src/store/pending-images.ts';
import { people } from '../../../packages/capabilities/subscriber/src/store/people.ts';
import { subscriptionItemKey } from '../../../packages/capabilities/subscriber/src/store/record-item.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import {
  bringImage,
  bringPapers,
  knownAs,
  registerHolder,
  registrationOf,
  transactionFor,
  verifyHolder,
} from '../../support/registrations.ts';
import { SCHEDULED } from './scheduled.ts';

const ENDED_AT = Date.parse('2020-01-01T00:00:00Z');

/** What the clocks of numbers bring about. */
export const registryDue = (system: Deployment): void => {
  it('asks a silent source again, drops an image that nobody names, and tells networks', async () => {
    const { table } = system.store;
    const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
    const papers = await bringPapers(system, { takenAt: '2026-01-01T00:00:00Z' });
    const { personId, subscriptionId } = await registerHolder(
      system,
      23,
      registrationOf(23, { ...papers, transactionId }),
    );
    system.identities.know(knownAs(23));
    system.identities.behave('outage');
    const waiting = await verifyHolder(system, { subscriptionId, transactionId });
    const { outcome, verificationId } = (await waiting.json()) as Readonly<Record<string, string>>;
    expect(outcome).toBe('waiting');
    system.identities.behave('works');
    const unnamed = await bringImage(system);
    const names = { tenant: 'demo', segment: personId.slice(0, 2), personId };
    await table.transact(
      [
        {
          kind: 'update',
          key: keyOf('subscribers', 'verification', { ...names, verificationId: verificationId ?? '' }),
          set: { nextAt: ENDED_AT },
        },
        duePut({ what: 'verification', tenant: 'demo', id: verificationId ?? '', personId, dueAt: ENDED_AT }),
        ...orphanWrites('demo', '', [unnamed.imageId], ENDED_AT),
      ],
      crypto.randomUUID(),
    );
    const worker = system.functions['subscriber-due'];
    for (let times = 0; times < 2; times += 1) await worker.invoke(SCHEDULED);
    const [served] = await people(table).findSubscriptions('demo', [{ personId, subscriptionId }]);
    expect(served?.standing.state).toBe('active');
    expect([...system.registry.objects.keys()].filter((name) => name.endsWith(unnamed.imageId))).toEqual([]);
  });

  it('erases who need not be kept any more, and nobody else, by the one function that can', async () => {
    const { table } = system.store;
    const takenAt = '2026-01-01T00:00:00Z';
    const [gone, stays] = [
      await registerHolder(system, 21, registrationOf(21, await bringPapers(system, { takenAt }))),
      await registerHolder(system, 22, registrationOf(22, await bringPapers(system, { takenAt }))),
    ];
    const due = [gone, stays].flatMap(({ personId }) => erasureDue('demo', personId, ENDED_AT));
    const ended = {
      kind: 'update',
      key: subscriptionItemKey('demo', gone.personId, gone.subscriptionId),
      set: { state: 'terminated', endedAt: ENDED_AT, endCause: 'holder-request' },
    } as const;
    await table.transact([ended, ...due], crypto.randomUUID());
    const worker = system.functions['subscriber-due'];
    for (let times = 0; times < 2; times += 1) await worker.invoke(SCHEDULED);
    const known = people(table);
    expect(await known.find('demo', gone.personId)).toBeUndefined();
    expect(await known.holderOf('demo', gone.subscriptionId)).toBeUndefined();
    expect(await known.find('demo', stays.personId)).toBeDefined();
    const timestamp = expect.stringMatching(RFC_3339) as string;
    const said = { timestamp, level: 'info', finding: 'registry-due-worked-off', leftOver: false };
    expect(linesOf(worker).slice(-2)).toEqual(
      // The second thing done is that the images are gone, too.
      [2, 0].map((done) => ({ ...said, done, late: 0, failed: 0, remaining: false })),
    );
  });
};
