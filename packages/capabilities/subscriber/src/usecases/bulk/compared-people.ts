import type { Caller } from '@temkin/kernel';
import { fieldOfStored } from '../../domain/index.ts';
import type { Read, SealedPerson } from '../../store/record-item.ts';
import { personResource } from '../refuse.ts';
import { importResource, type ImportJob, type ImportSurroundings } from './import-surroundings.ts';

/** A holder that the registry has. */
export interface KnownHolder {
  readonly person: Read<SealedPerson>;
  readonly key: Uint8Array;
}

/** People that one event names, and whose keys are one read. */
const PAGE = 100;

/**
 * The people with whom rows of an import are compared, by their ids, each with its key. Of each hundred it is on record who they are, and
 * which fields of theirs are opened (`fieldsOf`, as they are stored), before the first of their keys is unwrapped. Who is erased is left out,
 * and where nobody is there nothing is on record. Undefined where the import is no longer worked off: then nobody is opened for it.
 */
export const comparedPeople = ({ recorder, people, personKeys, imports }: ImportSurroundings) => {
  return async (
    caller: Caller,
    job: ImportJob,
    personIds: readonly string[],
    fieldsOf: (person: SealedPerson) => readonly string[],
  ): Promise<ReadonlyMap<string, KnownHolder> | undefined> => {
    const { tenant, importId } = job;
    const known = new Map<string, KnownHolder>();
    for (let at = 0; at < personIds.length; at += PAGE) {
      const asked = await people.findMany(tenant, personIds.slice(at, at + PAGE));
      const found = asked.filter((person) => person !== undefined);
      if (found.length === 0) continue;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.import',
          outcome: 'allowed',
          change: 'compared',
          groups: [...new Set(found.flatMap(fieldsOf).map(fieldOfStored))].toSorted(),
          resources: [importResource(importId), ...found.map(({ personId }) => personResource(personId))],
        },
        { writes: () => [imports.stateCheck(job, 'running')] },
      );
      if (recorded.outcome !== 'committed') return undefined;
      const keys = await personKeys.findMany(
        tenant,
        found.map(({ personId }) => personId),
      );
      for (const [i, person] of found.entries()) {
        const key = keys[i];
        if (key !== undefined) known.set(person.personId, { person, key });
      }
    }
    return known;
  };
};
