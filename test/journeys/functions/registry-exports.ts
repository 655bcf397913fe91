import { boxKeyPair } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { openExportKey, openPart } from '@temkin/subscriber/domain';
import { expect, it } from 'vitest';
import { decide, pendingIn } from '../../support/approvals.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf } from '../../support/function-process.ts';
import { followSigned, type SignedTransfer } from '../../support/signed-transfers.ts';
import { wishedExport } from '../../support/wished-exports.ts';
import { SCHEDULED } from './scheduled.ts';

interface Shown {
  readonly tenant: string;
  readonly state: string;
  readonly rows: number;
  readonly sealedKey: string;
  readonly parts: readonly { readonly part: number; readonly isLast: boolean }[];
}

/** Exports of the registry, from the asking to the rows in clear at whoever they are for. */
export const registryExports = (system: Deployment): void => {
  const officer = () => system.as('privacy-minh');
  const kept = () => [...system.registry.objects.keys()].filter((name) => name.startsWith('exports/'));

  it('writes what two people released past the functions, for whoever has the key, and deletes it when told', async () => {
    const recipient = boxKeyPair(systemRandom);
    const wish = wishedExport({
      recipientKey: Buffer.from(recipient.publicKey).toString('base64url'),
      // A purpose that marks close.
      purpose: 'reconciliation',
      ground: 'company-decision',
    });
    const asked = await officer().post('/v1/registry/exports', wish);
    expect(asked.status).toBe(201);
    const { exportId } = (await asked.json()) as { readonly exportId: string };
    const at = `/v1/registry/exports/${exportId}`;
    const pending = await pendingIn(await officer().post(`${at}/release`));
    expect((await decide(system, pending, 'approve', 'security-ha')).status).toBe(200);
    expect((await officer().post(`${at}/release`)).status).toBe(200);
    await system.functions['subscriber-export'].invoke(SCHEDULED);
    expect(linesOf(system.functions['subscriber-export'])).toMatchObject([
      { level: 'info', finding: 'exports-worked-off', done: 1, expired: 0, remaining: false },
    ]);

    const shown = (await (await officer().get(at)).json()) as Shown;
    expect([shown.state, shown.parts.length]).toEqual(['done', 1]);
    const fetched = await officer().post(`${at}/parts/1/fetch`);
    const answer = await followSigned(system, 'registry-api', (await fetched.json()) as SignedTransfer);
    const sealed = new Uint8Array(await answer.arrayBuffer());
    const { tenant } = shown;
    const sealedKey = Buffer.from(shown.sealedKey, 'base64');
    const key = openExportKey(recipient, { tenant, exportId }, sealedKey) ?? new Uint8Array(32);
    const rows = openPart(key, { of: 'export', tenant, id: exportId, part: 1, isLast: true }, sealed);
    const lines = Buffer.from(rows ?? [])
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(shown.rows);
    expect(lines.some((line) => line.includes('Nguyễn Thị Huệ'))).toBe(true);

    expect(kept()).toHaveLength(1);
    expect((await officer().post(`${at}/cancel`)).status).toBe(200);
    expect(kept()).toEqual([]);
  });
};
