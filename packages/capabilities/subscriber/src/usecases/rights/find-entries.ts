import { toHex } from '@temkin/kernel';
import { indexHash, searched, soughtBy, type IndexQuestion } from '../../domain/index.ts';
import type { Candidate } from '../../store/index-entries.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';

/** Entries that a number or a document has at most before nobody is told anything. */
const MOST_ENTRIES = 90;

/**
 * Whom the entries of a full-length index lead to, without opening anybody: for what only asks whether there is somebody. Nobody is
 * found while the index is made for the first time. Whatever becomes of the index meanwhile, whoever was there is found.
 */
export const findEntries = ({
  states,
  entries,
  indexKeys,
  random,
}: Pick<Registry, 'states' | 'entries' | 'indexKeys' | 'random'>) => {
  return (
    tenant: string,
    index: 'msisdn' | 'identityNumber',
    question: IndexQuestion,
  ): Promise<readonly Candidate[]> =>
    untilSettled(async () => {
      const copy = toHex(random(1)).slice(1);
      const before = await states.read(tenant, copy);
      const generation = searched(before.states[index]);
      const terms = soughtBy(index, question)?.terms[0];
      if (generation === undefined || terms === undefined) return [];
      const key = await indexKeys.find(tenant, index, generation.number);
      if (key === undefined) return undefined;
      const hash = indexHash(key, index, terms, generation.bits);
      const name = { index, generation: generation.number, hash };
      const { candidates } = await entries.candidates(tenant, name, MOST_ENTRIES);
      const after = await states.read(tenant, copy);
      return after.version === before.version ? candidates : undefined;
    });
};
