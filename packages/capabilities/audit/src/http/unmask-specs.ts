import { routeSpec } from '@temkin/http';
import { ROLES } from '@temkin/kernel';
import * as z from 'zod';
import { PSEUDONYM } from '../domain/index.ts';

const id = (pattern: RegExp) => z.string().regex(pattern);

export const unmaskSpec = routeSpec({
  method: 'POST',
  path: '/v1/audit/unmask',
  action: 'audit.unmask',
  tag: 'Audit',
  summary: 'Ask whom a pseudonym means',
  description:
    'Two people: whoever asks, and somebody else who agrees. Who acted, by the id that the company’s own directory knows; or ' +
    'the parcel that the case is about. Put on record before it is told, and told once: after that it is asked for anew.',
  access: { scope: 'audit:read', roles: ['auditor'] },
  body: () =>
    z.strictObject({
      pseudonym: id(PSEUDONYM).meta({ description: 'Of an actor, or of the parcel of the case.' }),
      caseId: id(/^[0-9a-f]{32}$/).meta({ description: 'An open case that somebody else opened.' }),
    }),
  twoPerson: true,
  success: {
    status: 200,
    description: 'Whom the pseudonym means: one of the two.',
    body: () =>
      z
        .strictObject({
          pseudonym: id(PSEUDONYM),
          caseId: id(/^[0-9a-f]{32}$/),
          actor: z
            .strictObject({
              id: z.string().meta({ description: 'Staff id, or id of a system.' }),
              kind: z
                .enum(['staff', 'system', 'itself'])
                .meta({ description: '`itself`: Temkin, at work of its own accord.' }),
              roles: z.array(z.enum(ROLES)).readonly().meta({ description: 'As they are by now.' }),
              facility: z.string().exactOptional(),
              status: z.enum(['active', 'suspended', 'revoked']).exactOptional(),
            })
            .exactOptional(),
          parcel: z
            .strictObject({ parcelId: id(/^[0-9a-f]{32}$/), waybillNumber: z.string() })
            .exactOptional(),
        })
        .meta({ id: 'Unmasked' }),
  },
  problems: ['AUDIT.CASE_UNKNOWN', 'AUDIT.PSEUDONYM_UNKNOWN'],
});

/** The specifications of unmasking. */
export const unmaskSpecs = [unmaskSpec];
