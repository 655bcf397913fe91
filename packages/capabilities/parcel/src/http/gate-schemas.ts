import { once } from '@temkin/kernel';
import * as z from 'zod';
import { GATE_MODES, GATED_ROLES } from '../domain/index.ts';

export const facilityId = z.string().min(1).max(64);

/** A calendar day in Vietnam. */
export const day = z.iso.date();

export const gateSetting = once(() =>
  z
    .strictObject({
      mode: z.enum(GATE_MODES),
      facility: facilityId.exactOptional(),
      role: z.enum(GATED_ROLES).exactOptional(),
      validFrom: day,
    })
    .meta({ id: 'GateSetting' }),
);

/** What was set, and what would have come of it. */
export const gateReport = once(() =>
  z
    .strictObject({
      settings: z.array(gateSetting()).readonly(),
      counts: z
        .array(
          z.strictObject({
            facility: z.string(),
            role: z.enum(GATED_ROLES),
            reads: z.int(),
            wouldHaveRefused: z.int(),
            rate: z.number(),
          }),
        )
        .readonly(),
    })
    .meta({ id: 'GateReport' }),
);
