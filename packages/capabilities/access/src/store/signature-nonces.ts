import { keyOf, type Table } from '@temkin/storage';

export interface SignatureNonces {
  /** Remembers a nonce of a device until then; answers false where it is known already. */
  spend(
    device: { readonly tenant: string; readonly deviceId: string },
    nonce: string,
    expiresAtSeconds: number,
  ): Promise<boolean>;
}

/** The nonces of signatures in the `requests` table. */
export const signatureNonces = ({ table }: { readonly table: Table }): SignatureNonces => ({
  spend: async ({ tenant, deviceId }, nonce, expiresAtSeconds) => {
    const verdict = await table.write({
      kind: 'put',
      key: keyOf('requests', 'signatureNonce', { tenant, deviceId, nonce }),
      item: { expiresAtSeconds },
      condition: 'absent',
    });
    return verdict.outcome === 'committed';
  },
});
