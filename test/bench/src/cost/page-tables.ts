import { DEPLOYED, PARCELS } from './assumptions.ts';
import { billOf, SHARED_USAGE, usageOf, usdOf } from './bill.ts';
import type { Figures } from './figures.ts';
import { MONTHLY_PRICES, PRICE_NAMES, PRICES, type MonthlyPriceName } from './prices.ts';
import type { Step } from './step.ts';
import { NOTHING, type Tally } from './tally.ts';

/** US dollars as a bill writes them. */
export const money = (usd: number): string => usd.toFixed(2);

/** A count: three figures, or all there are of a whole number. */
export const count = (value: number): string =>
  value.toLocaleString(
    'en-US',
    value >= 1_000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table of a page: its first column to the left, figures to the right. */
export const table = (headers: readonly string[], rows: readonly (readonly string[])[]): string => {
  const rule = `|${headers.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
  return [line(headers), rule, ...rows.map(line)].join('\n');
};

const counts = (requests: number, store: Tally, runs: number): readonly string[] =>
  [
    requests,
    store.requests,
    store.writeUnits,
    store.checkUnits,
    store.eventUnits,
    store.readUnits,
    runs,
    store.byteMonths / 1_024,
  ].map(count);

/** What each step asks for one parcel, and what it costs for a million. */
export const stepTable = (steps: readonly Step[], { store, total }: Figures): string => {
  const sum = (of: (step: Step) => number): number => steps.reduce((added, step) => added + of(step), 0);
  return table(
    [
      'step',
      'HTTP requests',
      'store requests',
      'write units',
      'of them checks',
      'of them events',
      'read units',
      'runs',
      'KB-months',
      'US$',
    ],
    [
      ...steps.map((step) => [
        step.name,
        ...counts(step.httpRequests, step.store, step.run.times),
        money(usdOf(usageOf(step))),
      ]),
      ['root keys', ...counts(0, NOTHING, 0), money(usdOf(SHARED_USAGE))],
      [
        '**together**',
        ...counts(
          sum((step) => step.httpRequests),
          store,
          sum((step) => step.run.times),
        ),
        `**${money(total)}**`,
      ],
    ],
  );
};

/** The bill of a million parcels, price by price. */
export const billTable = ({ usage }: Figures): string => {
  const bill = billOf(usage);
  return table(
    ['price', 'a million parcels use', 'list price, US$', 'US$'],
    PRICE_NAMES.map((name) => {
      const { service, unit, usd, page } = PRICES[name];
      // What is far below a cent is priced by the million.
      const million = usd < 0.001;
      return [
        `[${service}](https://${page})`,
        million
          ? `${count((usage[name] * PARCELS) / 1_000_000)} M × ${unit}`
          : `${count(usage[name] * PARCELS)} × ${unit}`,
        million ? `${Number((usd * 1_000_000).toPrecision(6))} a million` : String(usd),
        money(bill[name]),
      ];
    }),
  );
};

/** What a deployment costs a month in which nothing comes. */
export const monthlyTable = (): string => {
  const names = Object.keys(MONTHLY_PRICES) as readonly MonthlyPriceName[];
  const usdOfAll = names.reduce((sum, name) => sum + DEPLOYED[name] * MONTHLY_PRICES[name].usd, 0);
  return table(
    ['what', 'so many', 'US$ a month'],
    [
      ...names.map((name) => [
        MONTHLY_PRICES[name].what,
        count(DEPLOYED[name]),
        money(DEPLOYED[name] * MONTHLY_PRICES[name].usd),
      ]),
      ['**together**', '', `**${money(usdOfAll)}**`],
    ],
  );
};
