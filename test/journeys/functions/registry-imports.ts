import { systemRandom, toHex, utf8 } from '@temkin/kernel';
import { sealPart } from '@temkin/subscriber/domain';
import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { generatedRows } from '../../support/generated-rows.ts';
import { jpeg } from '../../support/images.ts';
import { ndjson } from '../../support/import-files.ts';
import { sha256 } from '../../support/sha256.ts';
import { followSigned, type SignedTransfer } from '../../support/signed-transfers.ts';
import { SCHEDULED } from './scheduled.ts';

interface Created {
  readonly importId: string;
  readonly tenant: string;
  readonly sealingKey: string;
}

/** Imports of the registry, from the file to the rows that did not come in. */
export const registryImports = (system: Deployment): void => {
  const operator = () => system.as('operator-mobile');
  const uploads = () => [...system.registry.objects.keys()].filter((name) => name.startsWith('uploads/'));

  const make = async (name: string, kind = 'full'): Promise<Created> => {
    const plan = { format: 'ndjson', mode: 'legacy', kind };
    const key = { 'idempotency-key': name };
    return (await (await operator().post('/v1/registry/imports', plan, key)).json()) as Created;
  };

  /** Sends a text as the only part of an import. */
  const send = async ({ importId, tenant, sealingKey }: Created, text: string): Promise<void> => {
    const place = { of: 'import', tenant, id: importId, part: 1, isLast: true } as const;
    const sealed = sealPart(Buffer.from(sealingKey, 'base64'), place, utf8(text), systemRandom);
    const announced = await operator().post(`/v1/registry/imports/${importId}/parts`, {
      part: 1,
      bytes: sealed.length,
      sha256: toHex(sha256(sealed)),
      rows: text.split('\n').length - 1,
      isLast: true,
    });
    expect(announced.status).toBe(200);
    const request = (await announced.json()) as SignedTransfer;
    expect((await followSigned(system, 'registry-api', request, sealed)).status).toBe(200);
  };

  const sendAndWork = async (name: string, text: string, kind?: string): Promise<string> => {
    const made = await make(name, kind);
    await send(made, text);
    expect((await operator().post(`/v1/registry/imports/${made.importId}/begin`)).status).toBe(202);
    await system.functions['subscriber-import'].invoke(SCHEDULED);
    return `/v1/registry/imports/${made.importId}`;
  };

  it('takes a file of records in sealed parts past the functions, brings it in, and says which rows did not come', async () => {
    // Of the first the papers were brought: they are the number's from now on.
    const picture = { 'content-type': 'image/jpeg' };
    const answer = await operator().post('/v1/registry/import-images', jpeg(), picture);
    expect(answer.status).toBe(201);
    const { imageId, sha256: hash } = (await answer.json()) as {
      readonly imageId: string;
      readonly sha256: string;
    };
    const papers = { imageId, sha256: hash };
    const rows = [...generatedRows(2, 71)].map((row, first) => ({
      ...row,
      record: {
        ...row.record,
        subscription: { ...row.record.subscription, ...(first === 0 && { contract: papers }) },
      },
    }));
    expect((await make('import-1')).importId).toBe((await make('import-1')).importId);
    const at = await sendAndWork('import-1', `${ndjson(rows)}{}\n`);
    expect(await (await operator().get(at)).json()).toMatchObject({
      state: 'done',
      rowsDone: 3,
      accepted: 2,
      rejected: 1,
    });
    expect(await (await operator().get(`${at}/rejects`)).json()).toMatchObject({ rejects: [{ row: 3 }] });
    expect(uploads()).toEqual([]);

    // A further number of somebody who is there by now.
    const [one] = rows;
    if (one === undefined) throw new Error('no row');
    const { holder, subscription } = one.record;
    const further = { record: { holder, subscription: { ...subscription, msisdn: '0912955501' } } };
    const again = await sendAndWork('import-2', ndjson([further]));
    expect(await (await operator().get(again)).json()).toMatchObject({ state: 'done', accepted: 1 });

    // And another day of birth of theirs, by which their numbers are found.
    const { birthDate = '' } = holder;
    const born = { ...holder, birthDate: `${birthDate.slice(0, 4)}-06-07` };
    const amended = ndjson([{ record: { holder: born, subscription: further.record.subscription } }]);
    const delta = await sendAndWork('import-4', amended, 'delta');
    expect(await (await operator().get(delta)).json()).toMatchObject({ state: 'done', amended: 1 });

    // Of what the registry has, a comparison with those two numbers is told the third, and whatever else was registered here.
    const parity = await sendAndWork('import-5', ndjson(rows), 'parity');
    const compared = (await (await operator().get(parity)).json()) as Record<string, unknown>;
    expect(compared).toMatchObject({ state: 'done', rowsDone: 2, segmentsWalked: 256 });
    const unmet = await operator().get(`${parity}/only-in-registry`);
    const { subscriptionIds } = (await unmet.json()) as { readonly subscriptionIds: readonly string[] };
    expect(subscriptionIds.length).toBeGreaterThan(0);
    expect(subscriptionIds).toHaveLength(Number(compared['onlyInRegistry']));
    expect(linesOf(system.functions['subscriber-import'])).toMatchObject(
      [1, 2, 3, 4].map(() => ({
        level: 'info',
        finding: 'imports-worked-off',
        ended: 1,
        failed: 0,
        remaining: false,
      })),
    );
  });

  it('destroys what was sent of an import that is cancelled', async () => {
    const made = await make('import-3');
    await send(made, '{}\n');
    expect(uploads()).toHaveLength(1);
    const at = `/v1/registry/imports/${made.importId}`;
    expect((await operator().post(`${at}/cancel`)).status).toBe(200);
    expect(uploads()).toEqual([]);
    expect(await (await operator().get(at)).json()).toMatchObject({ state: 'cancelled', accepted: 0 });
  });
};
