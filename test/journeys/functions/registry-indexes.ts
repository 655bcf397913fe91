import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { msisdnOf, transactionFor } from '../../support/registrations.ts';
import { SCHEDULED } from './scheduled.ts';

/** An index that is made anew by the function of indexes, and by no other. */
export const registryIndexes = (system: Deployment): void => {
  it('makes an index anew under another key, by which people are found as before', async () => {
    const officer = system.as('security-ha');
    const wished = await officer.post('/v1/registry/indexes/msisdn/rebuild', { generation: 2 });
    expect([wished.status, await wished.json()]).toMatchObject([202, { state: 'building' }]);
    const worker = system.functions['subscriber-indexer'];
    await worker.invoke(SCHEDULED);
    const { indexes } = (await (await officer.get('/v1/registry/indexes')).json()) as {
      readonly indexes: readonly object[];
    };
    expect(indexes).toContainEqual(
      expect.objectContaining({
        index: 'msisdn',
        state: 'switching',
        current: { generation: 2 },
        former: { generation: 1 },
      }),
    );
    const transactionId = await transactionFor(system, 'registrar-hoa', 'registration');
    const found = await system
      .as('registrar-hoa')
      .post('/v1/subscribers/search', { purpose: 'registration', transactionId, msisdn: msisdnOf(22) });
    const { matches } = (await found.json()) as { readonly matches: readonly object[] };
    expect(matches).toHaveLength(1);
    expect(linesOf(worker)).toMatchObject([
      { level: 'info', finding: 'registry-indexed', switched: 1, purged: 0, remaining: false, failed: 0 },
    ]);
  });
};
