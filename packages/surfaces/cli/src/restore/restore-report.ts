import type { LostSince } from '@temkin/storage';
import { countText } from '../amounts.ts';
import type { Report } from '../command.ts';
import type { Manifest } from '../format/manifest.ts';
import { logText } from '../logs-at.ts';
import type { ChosenLogs } from './chosen-logs.ts';
import type { LogRead } from './read-logs.ts';
import type { Tallies, Tally } from './write-back.ts';

const lineOf = (
  table: string,
  { brought, altered, added, destroyed, incomplete, expired, logged }: Tally,
): string => {
  const said = [
    countText(brought + altered + added, 'item'),
    ...(altered > 0 ? [`${altered} of them as the log says they are now`] : []),
    ...(added > 0 ? [`${added} of them made anew, for the backup lacks them`] : []),
    ...(destroyed > 0 ? [`${destroyed} stay destroyed`] : []),
    ...(incomplete > 0 ? [`${incomplete} left out: of parcels issued while the backup ran`] : []),
    ...(expired > 0 ? [`${expired} left out: past their last day`] : []),
    ...(logged > 0 ? [`${logged} left out: in a log by now`] : []),
  ];
  return `  ${table}: ${said.join('; ')}`;
};

const lineOfLog = (read: LogRead): string =>
  [
    `  ${logText(read)}: ${countText(read.entries, 'entry', 'entries')} since`,
    ...(read.noEvents > 0
      ? [`${read.noEvents} of them no events: what they took back, if anything, is not known`]
      : []),
  ].join('; ');

/** What is lost with the logs that a backup knew. */
const linesOfLoss = ({ logs }: Manifest): readonly string[] => [
  'The logs are lost, so nobody knows what was destroyed, revoked or suspended after the backup and had left the outbox: ' +
    'it is back. Each log begins anew with what the outbox has. Put on the incident’s record what was signed before:',
  ...logs.map((log) => `  ${logText(log)}: ${countText(log.size, 'entry', 'entries')} when the backup began`),
];

/** What came after the backup and is to be done again, one by one: there is little of it, and none of it may be forgotten. */
const linesOfWhatIsNotBrought = (notBrought: readonly LostSince[]): readonly string[] =>
  notBrought.length === 0
    ? []
    : [
        'Not brought back, for the backup is older and the log does not have all of it:',
        ...notBrought.map(({ tenant, what, id }) => `  ${tenant}, ${id}: ${what}`),
      ];

/** What a restore says at its end. */
export const restoreReport = (
  manifest: Manifest,
  into: string,
  {
    tallies,
    eventsReplayed,
    logs,
    read,
    images,
    notBrought,
  }: {
    readonly tallies: Tallies;
    readonly eventsReplayed: number;
    readonly logs: ChosenLogs;
    readonly read: readonly LogRead[];
    /** How many images of the registry were put back; absent where nobody said where to. */
    readonly images: number | undefined;
    /** What came after the backup and must be done again. */
    readonly notBrought: readonly LostSince[];
  },
): Report => {
  const { id, began } = manifest;
  const lost = logs.areLost ? manifest.logs.map(({ tenant, year, size }) => ({ tenant, year, size })) : [];
  return {
    text: [
      `Backup ${id}, begun ${began}, is restored into ${into}.`,
      ...Object.entries(tallies).map(([table, tally]) => lineOf(table, tally)),
      ...(images === undefined ? [] : [`  images: ${images} brought back`]),
      ...read.map(lineOfLog),
      `${countText(eventsReplayed, 'event')} of destruction, revocation and suspension replayed.`,
      ...linesOfWhatIsNotBrought(notBrought),
      ...(lost.length > 0 ? linesOfLoss(manifest) : []),
    ].join('\n'),
    data: {
      backup: id,
      tables: tallies,
      eventsReplayed,
      logs: read,
      logsLost: lost,
      notBrought,
      ...(images !== undefined && { images }),
    },
  };
};
