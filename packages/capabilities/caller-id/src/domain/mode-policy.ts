import type { PolicyRecord } from '@temkin/kernel';
import { CALL_MODES, type CallMode } from './call-modes.ts';

/** What a mode is chosen by. */
export interface ModeQuestion {
  /** Cash on delivery, whole dong; 0 where none is due. */
  readonly codVnd: number;
  /** Official codes of the parcel's commune (five digits) and province (two). */
  readonly communeCode: string;
  readonly provinceCode?: string;
  /** Hour of the day in Vietnam, 0 to 23. */
  readonly hour: number;
}

/** One line of the policy: who fits all that it says gets this mode, or a lesser one. */
export interface ModeRule {
  readonly codVndFrom?: number;
  /** Codes of communes (five digits) and provinces (two). */
  readonly zones?: readonly string[];
  /** From the first hour, until the second (Vietnam time). */
  readonly hours?: { readonly from: number; readonly until: number };
  readonly best: CallMode;
}

export interface ModePolicy {
  /** The first that fits holds. */
  readonly rules: readonly ModeRule[];
  readonly otherwise: CallMode;
  /** Modes that there are, with what a call costs at most, in whole dong. The last of `CALL_MODES` costs nothing. */
  readonly costVnd: Readonly<Partial<Record<CallMode, number>>>;
  /** What a company's calls may cost in a day (Vietnam time), whole dong. */
  readonly dailyBudgetVnd: number;
}

export const modePolicy: readonly PolicyRecord<ModePolicy>[] = [
  {
    id: 'call-modes',
    value: {
      rules: [
        { codVndFrom: 500_000, best: 'branded' },
        { hours: { from: 18, until: 21 }, best: 'branded' },
        // Hà Nội and Hồ Chí Minh City, where most of such fraud is reported.
        { zones: ['01', '79'], codVndFrom: 1, best: 'branded' },
      ],
      otherwise: 'masked',
      // No network that we know carries calls from an app: `data` is not offered.
      costVnd: { branded: 1_100, masked: 550, 'own-sim': 0 },
      dailyBudgetVnd: 8_000_000,
    },
    source:
      'Temkin default: a branded call is two legs at a list price of 550 VND (MobiFone, voice brand name), and is spent where ' +
      'a fraudster gains most: cash, evenings, the two largest cities',
    validFrom: '2025-07-01',
  },
];

const fits = (rule: ModeRule, { codVnd, communeCode, provinceCode, hour }: ModeQuestion): boolean =>
  codVnd >= (rule.codVndFrom ?? 0) &&
  (rule.zones?.some((zone) => zone === communeCode || zone === provinceCode) ?? true) &&
  (rule.hours === undefined || (rule.hours.from <= hour && hour < rule.hours.until));

/** A mode that a call may be made in, and what that costs. */
export interface PricedMode {
  readonly mode: CallMode;
  readonly costVnd: number;
}

/**
 * The modes of a call, the best first: from what the policy grants, or the lesser one that was asked for, down to the last,
 * which costs nothing. Never empty: a call degrades, it does not fail.
 */
export const modesFor = (
  { rules, otherwise, costVnd }: ModePolicy,
  question: ModeQuestion,
  asked?: CallMode,
): readonly PricedMode[] => {
  const best = rules.find((rule) => fits(rule, question))?.best ?? otherwise;
  const from = Math.max(CALL_MODES.indexOf(best), asked === undefined ? 0 : CALL_MODES.indexOf(asked));
  const offered = CALL_MODES.slice(from).flatMap((mode): readonly PricedMode[] => {
    const cost = costVnd[mode];
    return cost === undefined ? [] : [{ mode, costVnd: cost }];
  });
  return offered.some(({ costVnd: cost }) => cost === 0)
    ? offered
    : [...offered, { mode: 'own-sim', costVnd: 0 }];
};

/** Parts of a day's budget, so that calls made at once do not wait for one another; an intent's id says which it takes from. */
export const BUDGET_SHARES = 16;

/** The part of the budget that a call takes from: the last hexadecimal digit of its id. */
export const budgetShareOf = (intentId: string): string => intentId.slice(-1);
