import { vietnamDay, type Role } from '@temkin/kernel';
import type { DisclosureQuestion, DisclosureVerdict } from './decide-disclosure.ts';
import { DISCLOSURE_POLICY, type DisclosureRule } from './disclosure-policy.ts';
import { OPEN_STATES } from './states.ts';

/** What becomes of a read that custody speaks against: it is answered, answered with a warning, or refused. */
export const GATE_MODES = ['observe', 'warn', 'enforce'] as const;

export type GateMode = (typeof GATE_MODES)[number];

/** Roles that some rule lets read what is in their custody. */
export const GATED_ROLES = ['shipper', 'desk-clerk'] as const satisfies readonly Role[];

export type GatedRole = (typeof GATED_ROLES)[number];

/** How strict custody is from a day on: for a tenant, one facility of it, one role, or one role at one facility. */
export interface GateSetting {
  readonly mode: GateMode;
  readonly facility?: string;
  readonly role?: GatedRole;
  /** First day, `YYYY-MM-DD`, Vietnam time. */
  readonly validFrom: string;
}

/** Settings that a tenant keeps, former ones among them. */
export const GATE_LIMIT = 200;

/** Of what is closer to the asker the word counts more: the facility before the role. */
const closenessOf = ({ facility, role }: GateSetting): number =>
  (facility === undefined ? 0 : 2) + (role === undefined ? 0 : 1);

/** The mode for somebody at an instant: of the closest settings in force the latest. Where none is, it is `enforce`. */
export const gateModeAt = (
  settings: readonly GateSetting[],
  { facility, role }: { readonly facility?: string; readonly role: GatedRole },
  atMilliseconds: number,
): GateMode => {
  const today = vietnamDay(atMilliseconds);
  const closest = settings
    .filter(
      (setting) =>
        setting.validFrom <= today &&
        (setting.facility === undefined || setting.facility === facility) &&
        (setting.role === undefined || setting.role === role),
    )
    .toSorted((a, b) => closenessOf(a) - closenessOf(b) || a.validFrom.localeCompare(b.validFrom))
    .at(-1);
  return closest?.mode ?? 'enforce';
};

/** A line of the policy with the one role that it is for. */
export interface GatedRule {
  readonly rule: DisclosureRule;
  readonly role: GatedRole;
}

/** The line by which custody would open this, if the gate has a say in it: of what is in the asker's hands alone. */
export const gatedRule = ({
  principal,
  purpose,
  source,
}: Omit<DisclosureQuestion, 'parcel'>): GatedRule | undefined =>
  DISCLOSURE_POLICY.filter(
    ({ custody, sources, ...line }) =>
      line.purpose === purpose &&
      sources.includes(source) &&
      (custody === 'own-shift' || custody === 'own-facility'),
  )
    .flatMap((rule) => {
      const role = GATED_ROLES.find((one) => rule.roles.includes(one) && principal.roles.includes(one));
      return role === undefined ? [] : [{ rule, role }];
    })
    .at(0);

const CUSTODY_CODES: ReadonlySet<string> = new Set([
  'PARCEL.NOT_IN_CUSTODY',
  'PARCEL.SHIFT_CLOSED',
  'PARCEL.STATE_NOT_ALLOWED',
]);

/** Whether the gate decides of a refusal: custody alone speaks against it, and the parcel is still on its way. */
export const isGated = (
  verdict: Extract<DisclosureVerdict, { allowed: false }>,
  { parcel }: Pick<DisclosureQuestion, 'parcel'>,
): boolean => CUSTODY_CODES.has(verdict.code) && OPEN_STATES.includes(parcel.state);
