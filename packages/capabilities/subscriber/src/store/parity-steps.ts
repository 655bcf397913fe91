import { toHex, type RandomBytes } from '@temkin/kernel';
import {
  keyOf,
  numberOf,
  optional,
  partsOf,
  textOf,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { ParityStep } from '../domain/index.ts';
import { itemsBelow } from './items-below.ts';
import type { ImportName } from './imports.ts';

const stepKey = ({ tenant, importId }: ImportName, { of, at }: Pick<ParityStep, 'of' | 'at'>): Key =>
  keyOf('registry-bulk', 'parityStep', { tenant, importId, of, at });

/**
 * How far a parity report is with what the registry has and the file has not: which rows' numbers were looked up, by part, and how far the
 * registry is walked, by segment.
 */
export const paritySteps = ({ table, random }: { readonly table: Table; readonly random: RandomBytes }) => ({
  /** Those that somebody has begun, by what they are at. */
  read: async (name: ImportName, of: ParityStep['of']): Promise<ReadonlyMap<string, ParityStep>> => {
    const key = stepKey(name, { of, at: '' });
    const steps = new Map<string, ParityStep>();
    for await (const { sort, item } of itemsBelow(table, key)) {
      const at = partsOf('registry-bulk', 'parityStep', { partition: key.partition, sort })?.at;
      if (at === undefined) continue;
      const after = optional(textOf, item, 'after');
      steps.set(at, {
        of,
        at,
        ...(after !== undefined && { after }),
        isDone: item.isDone === true,
        found: numberOf(item, 'found'),
        version: numberOf(item, 'version'),
      });
    }
    return steps;
  },

  /** Says how far a step is, together with these writes. Answers false where one of them is refused, or somebody else went on in it since. */
  advance: async (
    { name, expiresAtSeconds }: { readonly name: ImportName; readonly expiresAtSeconds: number },
    { version, ...step }: ParityStep,
    { after, isDone, found }: Pick<ParityStep, 'after' | 'isDone' | 'found'>,
    writes: readonly Write[],
  ): Promise<boolean> => {
    const kept = { ...(after !== undefined && { after }), isDone, found, version: version + 1 };
    const advancing: Write = {
      kind: 'put',
      key: stepKey(name, step),
      item: { ...kept, expiresAtSeconds },
      condition: version === 0 ? 'absent' : [{ attribute: 'version', is: 'equal', to: version }],
    };
    const { outcome } = await table.transact([...writes, advancing], toHex(random(16)));
    return outcome === 'committed';
  },
});

export type ParitySteps = ReturnType<typeof paritySteps>;
