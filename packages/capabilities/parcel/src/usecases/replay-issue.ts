import type { IssueDependencies, IssuedParcel, IssueItem } from './issue-parcels.ts';
import { idsAt } from './prepare-parcel.ts';
import { rebuildToken } from './rebuild-token.ts';
import { requireAlive } from './require-alive.ts';

/**
 * Rebuilds the answer of the first time from what is stored; undefined where this parcel was never issued. Refuses and throws
 * as `rebuildToken` does.
 */
export const replayIssue = async (
  dependencies: IssueDependencies,
  tenant: string,
  { index, parcel }: IssueItem,
  seed: Uint8Array,
): Promise<IssuedParcel | undefined> => {
  const { store } = dependencies;
  const { parcelId, labelId } = idsAt(seed, index);
  const [stored, label] = await Promise.all([store.parcel(tenant, parcelId), store.label(tenant, labelId)]);
  if (stored === undefined || label === undefined) return undefined;
  const alive = requireAlive(stored);
  return { parcel: alive, token: await rebuildToken(dependencies, tenant, label, parcel) };
};
