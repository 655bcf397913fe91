import type { TemkinClient } from '@temkin/client';

/** Who was refused a parcel, and why: every page of the record. */
export const refusalsOf = async (temkin: TemkinClient, parcelId: string) => {
  const found: { actor: string; reason: string | undefined }[] = [];
  const body = { parcelId, outcome: 'refused', limit: 100 } as const;
  for await (const page of temkin.pages('post', '/v1/audit/queries', { body }))
    for (const { actor, reason } of page.body.events) found.push({ actor: actor.pseudonym, reason });
  return found;
};
