import { inFlight, toHex } from '@temkin/kernel';
import {
  indexHash,
  rowReader,
  rowTexts,
  searched,
  segmentOf,
  termsOf,
  type ImportPart,
  type ParityStep,
  type RowText,
} from '../../domain/index.ts';
import { COPIES } from '../../store/index-states.ts';
import { refuse } from '../refuse.ts';
import { WINDOW_ROWS } from './import-lookups.ts';
import type { WorkedPart } from './import-part.ts';
import type { ParityJob, ParitySurroundings } from './parity-surroundings.ts';
import { partText } from './part-text.ts';

/** Rows whose numbers are looked up before it is kept how far that is. */
const LOT_ROWS = 20_000;

/** Subscriptions of one number that are looked at: the one that has it, and those beside it by a fault of the past. */
const OWNERS = 100;

const IN_FLIGHT = 32;

/**
 * Looks up whose numbers the rows of a part name, from the row on that it is at, and remembers which subscriptions these are. Opens nobody. Cut off it
 * goes on behind the last lot; what was remembered by then may be remembered twice.
 */
export const meetRows = (surroundings: ParitySurroundings) => {
  const { states, entries, indexKeys, imports, steps, met, random } = surroundings;
  const textOf = partText(surroundings);

  /** How numbers are called in the index that is searched, as long as the copy of its state is as it was read. */
  const namesOf = async (tenant: string) => {
    const copy = COPIES[(random(1)[0] ?? 0) % COPIES.length] ?? '0';
    const read = await states.read(tenant, copy);
    const generation = searched(read.states.msisdn);
    const key = generation && (await indexKeys.find(tenant, 'msisdn', generation.number));
    if (generation === undefined || key === undefined)
      throw refuse('SUBSCRIBER.INDEX_NOT_READY', { retryAfterSeconds: 60 });
    return {
      check: states.check(tenant, copy, read),
      namesIn: (texts: readonly (RowText | undefined)[], reader: ReturnType<typeof rowReader>) => {
        const hashes = texts.flatMap((text) => {
          const { msisdn, use } = (text && reader(text).row?.record.subscription) ?? {};
          if (msisdn === undefined || use === undefined) return [];
          const fields = { use, fields: { msisdn } };
          const [terms] = termsOf('msisdn', { kind: 'citizen', fields: {} }, fields);
          return terms === undefined ? [] : [indexHash(key, 'msisdn', terms, generation.bits)];
        });
        return [...new Set(hashes)].map((hash) => ({
          index: 'msisdn' as const,
          generation: generation.number,
          hash,
        }));
      },
    };
  };

  return async (
    job: ParityJob,
    part: ImportPart,
    from: ParityStep,
    isOver: () => boolean,
  ): Promise<WorkedPart> => {
    const { tenant, form, keys, expiresAtSeconds } = job;
    const found = await textOf(job, keys, part);
    if ('failure' in found) return { failure: found.failure, at: { step: 'look-ups', part: part.part } };
    const texts = [...rowTexts(found.text, form)];
    const reader = rowReader(form);
    let step = from;
    while (!step.isDone) {
      if (isOver()) return 'unfinished';
      const begin = Number(step.after ?? 0);
      const { check, namesIn } = await namesOf(tenant);
      const bySegment = new Map<string, Set<string>>();
      let at = begin;
      do {
        const names = namesIn(texts.slice(at, at + WINDOW_ROWS), reader);
        const owners = await inFlight(IN_FLIGHT, names, (name) => entries.candidates(tenant, name, OWNERS));
        for (const { personId, subscriptionId } of owners.flatMap(({ candidates }) => candidates)) {
          if (subscriptionId === undefined) continue;
          const segment = segmentOf(personId);
          const known = bySegment.get(segment);
          if (known === undefined) bySegment.set(segment, new Set([subscriptionId]));
          else known.add(subscriptionId);
        }
        at = Math.min(at + WINDOW_ROWS, texts.length);
      } while (at < texts.length && at - begin < LOT_ROWS && !isOver());
      const lot = `${part.part}-${begin}-${toHex(random(8))}`;
      await inFlight(IN_FLIGHT, [...bySegment], ([segment, ids]) =>
        met.put(job, segment, lot, [...ids], expiresAtSeconds),
      );
      const to = { after: String(at), isDone: at >= texts.length, found: 0 };
      const isKept = await steps.advance({ name: job, expiresAtSeconds }, step, to, [
        imports.stateCheck(job, 'running'),
        check,
      ]);
      if (!isKept) return 'left';
      step = { ...step, ...to, version: step.version + 1 };
    }
    return 'done';
  };
};
