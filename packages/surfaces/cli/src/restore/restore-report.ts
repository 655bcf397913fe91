import { countText } from '../amounts.ts';
import type { Report } from '../command.ts';
import type { Manifest } from '../format/manifest.ts';
import type { Tallies, Tally } from './write-back.ts';

const lineOf = (
  table: string,
  { brought, altered, added, destroyed, incomplete, expired }: Tally,
): string => {
  const said = [
    countText(brought + altered + added, 'item'),
    ...(altered > 0 ? [`${altered} of them as the log says they are now`] : []),
    ...(added > 0 ? [`${added} of them made anew: when label keys die`] : []),
    ...(destroyed > 0 ? [`${destroyed} stay destroyed`] : []),
    ...(incomplete > 0 ? [`${incomplete} left out: of parcels issued while the backup ran`] : []),
    ...(expired > 0 ? [`${expired} left out: past their last day`] : []),
  ];
  return `  ${table}: ${said.join('; ')}`;
};

/** What a restore says at its end. */
export const restoreReport = (
  { id, began }: Manifest,
  into: string,
  { tallies, eventsReplayed }: { readonly tallies: Tallies; readonly eventsReplayed: number },
): Report => ({
  text: [
    `Backup ${id}, begun ${began}, is restored into ${into}.`,
    ...Object.entries(tallies).map(([table, tally]) => lineOf(table, tally)),
    `${countText(eventsReplayed, 'event')} of destruction, revocation and suspension replayed.`,
  ].join('\n'),
  data: { backup: id, tables: tallies, eventsReplayed },
});
