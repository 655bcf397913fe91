import { kmsRootKey } from '@temkin/aws';
import { rfc3339, systemRandom } from '@temkin/kernel';
import { keyOf } from '@temkin/storage';
import { expect, it, onTestFinished } from 'vitest';
import { duePut } from '../../../packages/capabilities/parcel/src/store/due-keys.ts';
import type { RootKeyName } from '../../../cdk/grant.ts';
import { compose } from '../../../packages/runtimes/local/src/compose.ts';
import { codeOf } from '../../support/answer-codes.ts';
import { clients } from '../../support/clients.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { testKmsClient } from '../../support/kms-simulator.ts';
import { memoryBlobs } from '../../support/memory-blobs.ts';
import { testCallSigning } from '../../support/test-call-signing.ts';
import { memorySigner } from '../../support/memory-signer.ts';
import { noTransfers } from '../../support/no-transfers.ts';
import { bringTo, handTo, issue, openShift, scan, type Issued } from '../../support/parcels.ts';
import { testClock } from '../../support/test-clock.ts';
import { SCHEDULED } from './scheduled.ts';

const DAY = 86_400_000;

/** What time does to parcels. `shipper-an` must have no shift open, and has one afterwards. */
export const destruction = (system: Deployment): void => {
  it('destroys on schedule what has come to its last day, and nothing else', async () => {
    const longAgo = testClock(Date.now() - 335 * DAY);
    const client = testKmsClient(system.kms.endpoint);
    onTestFinished(() => client.destroy());
    const rootKeyOf = (name: RootKeyName) => kmsRootKey({ client, keyId: system.rootKeys(name) });
    const before = compose({
      table: system.store.table,
      bundleSigner: memorySigner(),
      callSigning: await testCallSigning(longAgo),
      logBlobs: memoryBlobs(),
      registryBlobs: memoryBlobs(),
      transfers: noTransfers,
      logSigner: memorySigner(),
      logPrefix: 'journey.example/v1/audit/log',
      rootKeys: {
        main: rootKeyOf('main'),
        escrow: rootKeyOf('escrow'),
        registry: rootKeyOf('registry'),
        registryIndex: rootKeyOf('registry-index'),
      },
      issuers: {
        profiles: [system.issuer.profile],
        keysOf: system.issuer.keysOf,
        allowDemoIssuers: false,
      },
      clock: longAgo,
      random: systemRandom,
      notify: { send: async () => undefined },
      wait: async () => undefined,
      faultLog: { fault: () => undefined },
    });
    const then = clients({
      fetch: (request) => before.fetch(request),
      issuer: system.issuer,
      clock: longAgo,
    });
    const ancient = await issue(then);
    longAgo.set(Date.now() - 213 * DAY);
    const old = await issue(then);
    // Accepted much later, it does not become unclaimed before its label's key dies.
    longAgo.set(Date.now() - 100 * DAY);
    await bringTo(then, old);
    longAgo.set(Date.now() - 50 * DAY);
    const abandoned = await issue(then);
    const young = await issue(system);

    // It would have moved this note there, had it been at work.
    const { parcelId } = ancient;
    const dueAtSeconds = Date.now() / 1_000 - 86_400;
    await system.store.table.write(duePut({ tenant: 'demo', parcelId, dueAtSeconds }));
    // It has been at work before: otherwise it looks back four hundred days, longer than a function has here.
    const day = rfc3339(Date.now() - 60 * 86_400_000).slice(0, 10);
    await system.store.table.write({
      kind: 'put',
      key: keyOf('parcels', 'shredProgress', {}),
      item: { day },
    });
    await system.functions['parcel-shredder'].invoke(SCHEDULED);
    await system.functions['parcel-shredder'].invoke(SCHEDULED);
    const said = {
      level: 'info',
      finding: 'due-worked-off',
      leftOver: false,
      failed: 0,
      remaining: false,
    };
    expect(linesOf(system.functions['parcel-shredder'])).toEqual([
      { timestamp: expect.stringMatching(RFC_3339), ...said, shredded: 1, ended: 2 },
      { timestamp: expect.stringMatching(RFC_3339), ...said, shredded: 0, ended: 0 },
    ]);

    const an = await openShift(system, 'shipper-an');
    const read = async ({ token }: Issued) =>
      codeOf(await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' }));
    await handTo(system, young, an.shiftId);
    await handTo(system, old, an.shiftId);
    expect(await read(young)).toBe(200);
    expect(await read(old)).toBe('PARCEL.SHREDDED');
    expect(await read(ancient)).toBe('PARCEL.SHREDDED');
    expect(await read(abandoned)).toBe('PARCEL.REVOKED');
    await scan(system, 'order-system', [{ parcelId: young.parcelId, event: 'delivered' }]);
  });
};
