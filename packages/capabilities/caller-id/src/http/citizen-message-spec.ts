import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { PROMPTS } from '../domain/index.ts';
import { company } from './public-words.ts';

/** As a network shows it: E.164 with its plus. */
const from = () =>
  z
    .string()
    .regex(/^\+[1-9][0-9]{6,14}$/)
    .meta({ description: 'The number that the network says it comes from, E.164.' });

const menuStep = () =>
  z.strictObject({
    language: z.enum(['vi', 'en']),
    play: z.array(z.enum(PROMPTS)).readonly().meta({ description: 'Recordings, in order.' }),
    next: z
      .enum(['collect', 'hang-up'])
      .meta({ description: 'Whether to wait for keys until the hash key, or to hang up.' }),
  });

export const answerCitizenSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/citizen-messages',
  action: 'call.check',
  tag: 'Public',
  summary: 'Hand on what somebody has written, or pressed in a voice menu',
  description:
    'For the company’s own gateway of texts, which signs what it says (Standard Webhooks 1.0) with the secret that it shares with us, ' +
    'and may be at most five minutes away from our clock. The answer to a text is sent through the gateway, under the id of the text. ' +
    'A message that is told again within ten minutes is answered as it was. Keys are all entries so far, and the answer is what the ' +
    'menu does next.',
  access: 'public',
  params: () => z.strictObject({ company }),
  headers: {
    'webhook-id': { description: 'Names the message: the same each time that it is told.' },
    'webhook-timestamp': { description: 'When it is told, in seconds since the epoch.' },
    'webhook-signature': {
      description:
        '`v1,` and the HMAC-SHA256, in base64, of id, timestamp and body with a dot between them; or several of these with a space ' +
        'between them.',
    },
  },
  body: () =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), from: from(), text: z.string().max(1_000) }),
      z.strictObject({
        kind: z.literal('keys'),
        from: from(),
        entries: z
          .array(z.string().regex(/^[0-9]{0,20}$/))
          .max(8)
          .meta({ description: 'Each as it was ended by the hash key, in order.' }),
      }),
    ]),
  success: {
    status: 200,
    description:
      'A text was answered, or is left unanswered because its number has asked too often; or what the menu does next.',
    body: () =>
      z.discriminatedUnion('outcome', [
        z.strictObject({ outcome: z.literal('texted') }),
        z.strictObject({ outcome: z.literal('silent') }),
        z.strictObject({ outcome: z.literal('menu'), step: menuStep() }),
      ]),
  },
  problems: ['CALL.MESSAGE_NOT_GENUINE', 'CALL.GATEWAY_UNAVAILABLE', 'REQUEST.IN_PROGRESS'],
});

/** The specifications of what a gateway of texts and of a voice menu asks. */
export const citizenMessageSpecs = [answerCitizenSpec];
