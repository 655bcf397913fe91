import type { Row } from '../comparison.ts';
import { brandedCallUsd, figuresOf, GOAL_USD } from '../cost/figures.ts';
import { journey } from '../cost/journey.ts';
import { money } from '../cost/page-tables.ts';
import { BRANDED_CALL_VND } from '../cost/prices.ts';

/** Row 13: the list price of a million parcels, from counted requests. The whole account is docs/cost.md. */
export const cost: Row = async ({ progress }) => {
  progress('row 13: what a parcel costs');
  const { total, storage, calls } = figuresOf(await journey());
  return [
    {
      row: 13,
      what: 'a million parcels: issue, six scans, one call, shred; us-east-1',
      ours: { text: `US$ ${money(total)}, storage ${money(storage)} of it`, value: total },
      goal: { text: `≤ US$ ${GOAL_USD}`, met: total <= GOAL_USD },
    },
    {
      row: 13,
      what: 'of it, the call about each',
      ours: { text: `US$ ${money(calls)}`, value: calls },
      limit: {
        name: 'telecom, branded, answered',
        text: `US$ ${money(brandedCallUsd(BRANDED_CALL_VND))}`,
        value: brandedCallUsd(BRANDED_CALL_VND),
      },
    },
  ];
};
