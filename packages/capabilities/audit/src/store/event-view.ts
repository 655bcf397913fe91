import { isEventId, once, rfc3339 } from '@temkin/kernel';
import * as z from 'zod';
import type { EventView } from '../domain/index.ts';

/** Lone surrogates have no UTF-8. */
const isText = (value: string): boolean => !/\p{Cs}/u.test(value);

const text = z.string().refine(isText);

/** Characters of a pseudonym in a key of the index, at most, each that is escaped there as three or more (DynamoDB: 2,048 bytes). */
const KEY_LENGTH = 1_500;

const pseudonym = z
  .string()
  .min(1)
  .refine((value) => isText(value) && encodeURIComponent(value).length <= KEY_LENGTH);

const words = z.array(text);

/** What is read of an entry. It may have more, as events of other versions do. */
const entryShape = once(() =>
  z.object({
    metadata: z.object({ uid: z.string().refine(isEventId) }),
    time: z.int(),
    api: z.object({ operation: text }),
    status_code: text.exactOptional(),
    actor: z.object({
      user: z.object({ uid: pseudonym, groups: z.array(z.object({ name: text })) }),
    }),
    resources: z.array(
      z.object({
        type: text,
        uid: pseudonym,
        version: z
          .string()
          .regex(/^\d{1,15}$/)
          .exactOptional(),
      }),
    ),
    unmapped: z.object({
      outcome: z.enum(['allowed', 'refused', 'failed']),
      facility: text.exactOptional(),
      purpose: text.exactOptional(),
      groups: words.exactOptional(),
      policies: words.exactOptional(),
      change: text.exactOptional(),
      fields: words.exactOptional(),
      grounds: text.exactOptional(),
      flags: words.exactOptional(),
    }),
  }),
);

/** What an entry says, in the API's words; undefined where it is no event. */
export const eventView = (entry: unknown): EventView | undefined => {
  const parsed = entryShape().safeParse(entry);
  if (!parsed.success) return undefined;
  const { metadata, time, api, status_code: reason, actor, resources, unmapped } = parsed.data;
  const { outcome, facility, ...said } = unmapped;
  return {
    eventId: metadata.uid,
    time: rfc3339(time),
    action: api.operation,
    outcome,
    ...(reason !== undefined && { reason }),
    actor: {
      pseudonym: actor.user.uid,
      role: actor.user.groups.map((group) => group.name).join(' '),
      ...(facility !== undefined && { facility }),
    },
    resources: resources.map(({ type, uid, version }) => ({
      type,
      pseudonym: uid,
      ...(version !== undefined && { version: Number(version) }),
    })),
    ...said,
  };
};
