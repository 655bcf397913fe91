import { vietnamDay, type Caller, type ReliedOn } from '@temkin/kernel';

import {
  decideDisclosure,
  gatedRule,
  gateModeAt,
  isGated,
  type DisclosureQuestion,
  type DisclosureRule,
  type DisclosureVerdict,
} from '../domain/index.ts';
import type { CustodyGateStore } from '../store/custody-gate-store.ts';
import type { Surroundings } from './ports.ts';

/** What custody and its gate say to a read. */
export type Passage =
  | { readonly verdict: Extract<DisclosureVerdict, { allowed: false }> }
  | {
      readonly rule: DisclosureRule;
      /** What custody speaks against it, where the gate answers all the same and warns. */
      readonly warning?: string;
      readonly flags: readonly string[];
      readonly reliedOn: readonly ReliedOn[];
      /** Counts the read, where the gate does not enforce. */
      readonly writes: readonly ReturnType<CustodyGateStore['countRead']>[];
    };

/** A reader without a facility is counted under this word, which no facility can have. */
const NO_FACILITY = '-';

/**
 * Decides a read by custody, and by the gate where custody alone speaks against it. Where the gate enforces, and it does
 * unless something else was set, that is all.
 */
export const passGate =
  ({ gates, clock }: Pick<Surroundings, 'clock'> & { readonly gates: CustodyGateStore }) =>
  async ({ principal }: Caller, question: DisclosureQuestion): Promise<Passage> => {
    const verdict = decideDisclosure(question);
    const gated = gatedRule(question);
    const enforced = verdict.allowed
      ? { rule: verdict.rule, flags: [], reliedOn: [], writes: [] }
      : { verdict };
    if (gated === undefined) return enforced;
    const { tenant, facility, id } = principal;
    const { rule, role } = gated;
    const gate = await gates.gate(tenant);
    const now = clock.now();
    const asker = { role, ...(facility !== undefined && { facility }) };
    const mode = gateModeAt(gate?.settings ?? [], asker, now);
    if (gate === undefined || mode === 'enforce') return enforced;
    if (!verdict.allowed && !isGated(verdict, question)) return enforced;
    const reader = { tenant, day: vietnamDay(now), facility: facility ?? NO_FACILITY, role, reader: id };
    const counted = { reliedOn: [gate.reliedOn], writes: [gates.countRead(reader, !verdict.allowed)] };
    return verdict.allowed
      ? { rule: verdict.rule, flags: [], ...counted }
      : {
          rule,
          ...(mode === 'warn' && { warning: verdict.code }),
          flags: [`gate-${mode}`, verdict.code],
          ...counted,
        };
  };
