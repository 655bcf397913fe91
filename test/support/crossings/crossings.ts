import { administrationCrossings } from './administration.ts';
import { auditCrossings } from './audit.ts';
import { callCheckCrossings } from './call-checks.ts';
import { callCrossings } from './calls.ts';
import { caseCrossings } from './cases.ts';
import type { Crossing } from './crossing.ts';
import { custodyCrossings } from './custody.ts';
import type { Ground } from './ground.ts';
import { parcelCrossings } from './parcels.ts';
import { recipientCrossings } from './recipients.ts';
import { registerCrossings } from './registers.ts';
import { registryCrossings } from './registry.ts';
import { rightsCrossings } from './rights.ts';
import { shiftCrossings } from './shifts.ts';

/** Every route that takes an id of anything that exists, by each kind of id that it takes. */
export const crossings = (ground: Ground): readonly Crossing[] =>
  [
    parcelCrossings,
    caseCrossings,
    custodyCrossings,
    shiftCrossings,
    recipientCrossings,
    administrationCrossings,
    auditCrossings,
    registerCrossings,
    callCrossings,
    callCheckCrossings,
    registryCrossings,
    rightsCrossings,
  ].flatMap((of) => of(ground));
