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
}

/** An import of the registry that is made, and told where its parts are sent. */
export const registryImports = (system: Deployment): void => {
  it('takes a file of records in sealed parts, which are sent past the functions', async () => {
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
    const { method, url } = (await announced.json()) as Signed;
    expect(method).toBe('PUT');
    expect(new URL(url).pathname).toContain(importId);
    expect(await (await operator.get(at)).json()).toMatchObject({ state: 'open', parts: 1, rowsDone: 0 });
  });
};
