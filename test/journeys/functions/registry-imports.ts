import { systemRandom, toHex, utf8 } from '@temkin/kernel';
import { sealPart } from '@temkin/subscriber/domain';
import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { sha256 } from '../../support/sha256.ts';

interface Created {
  readonly importId: string;
  readonly tenant: string;
  readonly sealingKey: string;
}

interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** An import of the registry that is made, sent past the functions, begun and thought better of. */
export const registryImports = (system: Deployment): void => {
  it('takes a file of records in sealed parts, and forgets it where it is cancelled', async () => {
    const operator = system.as('operator-mobile');
    const plan = { format: 'ndjson', mode: 'legacy', kind: 'full' };
    const make = async (): Promise<Created> =>
      (await (
        await operator.post('/v1/registry/imports', plan, { 'idempotency-key': 'import-1' })
      ).json()) as Created;
    const { importId, tenant, sealingKey } = await make();
    expect((await make()).importId).toBe(importId);

    const place = { of: 'import', tenant, id: importId, part: 1, isLast: true } as const;
    const sealed = sealPart(Buffer.from(sealingKey, 'base64'), place, utf8('{}\n'), systemRandom);
    const at = `/v1/registry/imports/${importId}`;
    const part = { part: 1, bytes: sealed.length, sha256: toHex(sha256(sealed)), rows: 1, isLast: true };
    const announced = await operator.post(`${at}/parts`, part);
    expect(announced.status).toBe(200);
    const { method, url, headers } = (await announced.json()) as Signed;
    const sent = await fetch(url, {
      method,
      headers: headers.map(({ name, value }): [string, string] => [name, value]),
      body: Buffer.from(sealed),
    });
    expect(sent.status).toBe(200);
    const parts = () => [...system.registry.objects.keys()].filter((name) => name.includes(importId));
    expect(parts()).toHaveLength(1);

    expect((await operator.post(`${at}/begin`)).status).toBe(202);
    expect(await (await operator.get(at)).json()).toMatchObject({ state: 'running', parts: 1, rowsDone: 0 });
    expect((await operator.get(`${at}/rejects`)).status).toBe(200);
    expect((await operator.post(`${at}/cancel`)).status).toBe(200);
    expect(parts()).toEqual([]);
    expect(await (await operator.get(at)).json()).toMatchObject({ state: 'cancelled' });
  });
};
