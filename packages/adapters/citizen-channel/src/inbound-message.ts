import type { CitizenEntries, CitizenText, SignedMessage } from '@temkin/caller-id/domain';
import * as z from 'zod';

/** The longest that a gateway says, in characters: a text of a thousand letters, each written as `\u1ec7`. */
const LONGEST = 8_192;

const from = z.string().regex(/^\+[1-9]\d{6,14}$/);

const inbound = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), from, text: z.string().max(1_000) }),
  z.strictObject({
    kind: z.literal('keys'),
    from,
    entries: z.array(z.string().regex(/^\d{0,20}$/)).max(8),
  }),
]);

/** What a genuine message says; undefined where it is nothing that we know. */
export const inboundMessage = ({ id, content }: SignedMessage): CitizenText | CitizenEntries | undefined => {
  if (content.length > LONGEST) return undefined;
  try {
    const { kind: _, ...said } = inbound.parse(JSON.parse(content));
    return { messageId: id, ...said };
  } catch {
    return undefined;
  }
};
