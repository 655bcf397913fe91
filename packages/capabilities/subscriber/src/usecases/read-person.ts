import type { Caller, Receipt } from '@temkin/kernel';
import {
  maskField,
  openFields,
  type SealedFieldName,
  type Fields,
  type HolderKind,
} from '../domain/index.ts';
import { personResource, refuse } from './refuse.ts';
import type { Registry } from './registry.ts';
import { untilSettled } from './until-settled.ts';

/** Which fields of whom are read, how, and what for. */
export interface PersonReading {
  readonly personId: string;
  readonly fields: readonly SealedFieldName[];
  readonly shown: 'masked' | 'full';
  /** A word of a closed list. */
  readonly purpose: string;
}

/** What was asked for of a person, as far as it is there. */
export interface ShownPerson {
  readonly personId: string;
  readonly kind: HolderKind;
  readonly fields: Fields;
  readonly receipt: Receipt;
}

/**
 * Opens the fields that are asked for and no other, once the event of it is durable. Whether the caller may see them is decided before.
 * Refuses `SUBSCRIBER.UNKNOWN`, also of who is erased.
 */
export const readPerson =
  ({ recorder, people, personKeys }: Registry) =>
  async (caller: Caller, { personId, fields, shown, purpose }: PersonReading): Promise<ShownPerson> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const person = await people.find(tenant, personId);
      if (person === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.read',
          outcome: 'allowed',
          purpose,
          change: shown,
          groups: fields,
          resources: [personResource(personId)],
        },
        { reliedOn: [person.reliedOn], writes: () => [personKeys.aliveCheck(tenant, personId)] },
      );
      if (recorded.outcome === 'refused') throw refuse('SUBSCRIBER.UNKNOWN');
      if (recorded.outcome === 'changed') return undefined;
      const key = await personKeys.find(tenant, personId);
      if (key === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
      const opened = openFields(key, { tenant, personId, record: 'person' }, person.sealed, fields);
      const masked = Object.entries(opened).map(
        ([field, value]) => [field, maskField(field, value)] as const,
      );
      return {
        personId,
        kind: person.kind,
        fields: shown === 'full' ? opened : Object.fromEntries(masked),
        receipt: recorded.receipt,
      };
    });
  };
