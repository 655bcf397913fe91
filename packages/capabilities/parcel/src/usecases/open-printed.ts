import {
  amendedFields,
  amendmentKey,
  openAmendment,
  openLabel,
  openReplacement,
  type AmendedFields,
  type GroupName,
} from '../domain/index.ts';
import type { StoredAmendment } from '../store/amendment-item.ts';
import type { Label } from '../store/label-item.ts';

/** A label in hand whose read is on record, with its key. */
export interface Printed {
  readonly label: Label;
  /** The whole token. */
  readonly bytes: Uint8Array;
  /** The label key, 32 bytes. */
  readonly key: Uint8Array;
}

/**
 * Opens these groups of a label with all that was said since it was printed, and no other: what replaced it, and what was
 * amended. Throws where anything does not fit: nobody but us writes any of it.
 */
export const openPrinted = (
  tenant: string,
  { label, bytes, key }: Printed,
  amendments: readonly StoredAmendment[],
  groups: readonly GroupName[],
): Partial<AmendedFields> => {
  const { labelId, parcelId, replacement } = label;
  const overlay = amendmentKey(key);
  const printed =
    replacement === undefined
      ? openLabel({ bytes, remoteGroups: label.groups, key, groups })
      : openReplacement(overlay, replacement.sealed, groups, {
          tenant,
          parcelId,
          labelId,
          version: replacement.version,
        });
  if (printed === 'broken') throw new Error('a genuine label does not open');
  const changes = amendments
    .filter(({ version }) => version > (replacement?.version ?? 0))
    .map(({ version, beside }) =>
      openAmendment(overlay, beside(labelId), groups, { tenant, parcelId, version, beside: { labelId } }),
    );
  return amendedFields(printed, changes);
};
