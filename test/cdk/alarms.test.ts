import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../../cdk/configuration.ts';
import { expectedAlarms, UNSEEN, type Properties } from './expected-alarms.ts';
import { resourcesOf } from './resolved-templates.ts';
import { templatesOf } from './synthesized.ts';

describe.each(STAGES)('the alarms of %s', (stage) => {
  const templates = templatesOf(stage);
  const prefix = `temkin-${stage}-`;
  const alarms = new Map(
    (['Watch', 'EdgeWatch'] as const).flatMap((stack) =>
      Object.values(resourcesOf(templates, stack, 'AWS::CloudWatch::Alarm')).map(
        ({ Properties: { AlarmName, AlarmActions, OKActions, AlarmDescription, ...watched } }) => [
          String(AlarmName).replace(prefix, ''),
          { watched, told: { stack, AlarmActions, OKActions, AlarmDescription } },
        ],
      ),
    ),
  );
  const expected = expectedAlarms(stage);

  it('are these and no others', () => {
    expect([...alarms.keys()].toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(Object.keys(expected))('watch what shows %s, and call at the configured threshold', (name) => {
    expect(alarms.get(name)?.watched).toEqual(expected[name]);
  });

  it.each([...alarms.keys()])('tell of %s by the topic of their own region, when it is over too', (name) => {
    const { stack, AlarmActions, OKActions, AlarmDescription } = alarms.get(name)?.told ?? {};
    const topic =
      stack === 'EdgeWatch'
        ? `arn:aws:sns:us-east-1:111122223333:${prefix}edge-on-call`
        : `arn:aws:sns:ap-southeast-1:111122223333:${prefix}on-call`;
    expect(AlarmActions).toEqual([topic]);
    expect(OKActions).toEqual([topic]);
    const symptom = /docs\/operations\.md#([a-z-]+)$/.exec(String(AlarmDescription))?.[1] ?? '';
    expect(name === symptom || name.startsWith(`${symptom}-`), `${name} ${symptom}`).toBe(true);
  });

  it('count the lines that say so, by our own field, in the logs of those who write them', () => {
    const filters = Object.values(resourcesOf(templates, 'Watch', 'AWS::Logs::MetricFilter')).map(
      ({ Properties: { FilterPattern, LogGroupName, MetricTransformations } }) => {
        const [{ MetricName, MetricNamespace, MetricValue } = {}] =
          MetricTransformations as readonly Properties[];
        expect(MetricNamespace).toBe(`Temkin/${stage}`);
        expect(MetricValue).toBe('1');
        return [MetricName, LogGroupName, FilterPattern].join(' ');
      },
    );
    const faultsOf = (name: string) => `Faults /temkin/${stage}/${name} { $.finding = "fault" }`;
    expect(filters.toSorted()).toEqual(
      [
        ...[
          'parcel-api',
          'custody-api',
          'parcel-escrow',
          'recipient-api',
          'caller-check-api',
          'subject-api',
          'privacy-api',
          'label-api',
          'access-api',
          'audit-api',
          'stir-api',
          'caller-id-api',
          'subscriber-rights-api',
          'subscriber-api',
          'subscriber-images-api',
          'subscriber-verification-api',
          'registry-api',
          'webhook-api',
          'webhook-sender',
          'call-sweeper',
          'subscriber-due',
          'subscriber-indexer',
          'subscriber-import',
          'subscriber-export',
          'subscriber-sweep',
          'parcel-shredder',
          'audit-reconciler',
          'audit-sequencer',
          'audit-indexer',
          'access-token',
        ].map(faultsOf),
        `ChangesWithoutEvent /temkin/${stage}/audit-reconciler { $.finding = "change-without-event" }`,
        `ShredderRuns /temkin/${stage}/parcel-shredder { $.finding = "due-worked-off" }`,
        `ShredderLeftOver /temkin/${stage}/parcel-shredder { $.leftOver IS TRUE }`,
        `WebhookRuns /temkin/${stage}/webhook-sender { $.finding = "webhooks-sent" }`,
        `WebhooksDisabled /temkin/${stage}/webhook-sender { $.finding = "webhook-disabled" }`,
        `CallSweeps /temkin/${stage}/call-sweeper { $.finding = "calls-swept" }`,
        `CallsLeftOver /temkin/${stage}/call-sweeper { $.leftOver IS TRUE }`,
        `CallLinesOpen /temkin/${stage}/call-sweeper { $.finding = "call-lines-open" }`,
        `CallsDeclared /temkin/${stage}/call-sweeper { $.finding = "call-declared" }`,
        `CallsUndeclared /temkin/${stage}/call-sweeper { $.finding = "call-undeclared" }`,
        `CallsSpoofed /temkin/${stage}/call-sweeper { $.finding = "call-spoofed" }`,
        `RegistryRuns /temkin/${stage}/subscriber-due { $.finding = "registry-due-worked-off" }`,
        `RegistryLeftOver /temkin/${stage}/subscriber-due { $.leftOver IS TRUE }`,
        `RegistryLate /temkin/${stage}/subscriber-due { $.finding = "registry-late" }`,
        `RegistryIndexerRuns /temkin/${stage}/subscriber-indexer { $.finding = "registry-indexed" }`,
        `IndexOutgrown /temkin/${stage}/subscriber-indexer { $.finding = "index-outgrown" }`,
        `SystemsDiffer /temkin/${stage}/subscriber-due { $.finding = "systems-differ" }`,
        `DeadlinesMissed /temkin/${stage}/subscriber-due { $.finding = "deadline-missed" }`,
        `ImportRuns /temkin/${stage}/subscriber-import { $.finding = "imports-worked-off" }`,
        `ExportRuns /temkin/${stage}/subscriber-export { $.finding = "exports-worked-off" }`,
        `SequencerRuns /temkin/${stage}/audit-sequencer { $.finding = "logs-sequenced" }`,
        `EventsLate /temkin/${stage}/audit-sequencer { $.finding = "outbox-age" }`,
        `CheckpointsUnpublished /temkin/${stage}/audit-sequencer { $.finding = "checkpoint-unpublished" }`,
        `LogConflicts /temkin/${stage}/audit-sequencer { $.finding = "log-conflict" }`,
        `WitnessConflicts /temkin/${stage}/audit-sequencer { $.finding = "witness-conflict" }`,
        `WitnessesAbsent /temkin/${stage}/audit-sequencer { $.finding = "witness-absent" }`,
        `ForeignOutboxItems /temkin/${stage}/audit-sequencer { $.finding = "foreign-outbox-item" }`,
        `OutboxEventsChanged /temkin/${stage}/audit-sequencer { $.finding = "outbox-event-changed" }`,
        `IndexerRuns /temkin/${stage}/audit-indexer { $.finding = "logs-indexed" }`,
        `IndexerBehind /temkin/${stage}/audit-indexer { $.behind IS TRUE }`,
        `ForeignLogEntries /temkin/${stage}/audit-indexer { $.finding = "foreign-log-entry" }`,
        `WriterGaps /temkin/${stage}/audit-indexer { $.finding = "writer-gap" }`,
        `OriginRefused /temkin/${stage}/access { $.status = "421" }`,
        `EscrowCeilings /temkin/${stage}/parcel-escrow { $.finding = "escrow-ceiling-reached" }`,
        `SearchCeilings /temkin/${stage}/subject-api { $.finding = "search-ceiling-reached" }`,
        `SearchCeilings /temkin/${stage}/subscriber-api { $.finding = "search-ceiling-reached" }`,
        `CallsSigned /temkin/${stage}/stir-api { $.finding = "call-signed" }`,
        `RenewalsDue /temkin/${stage}/stir-api { $.finding = "renewal-due" }`,
        ...['recipient-api', 'caller-check-api', 'subscriber-rights-api', 'subscriber-verification-api'].map(
          (name) => `NoticesFailed /temkin/${stage}/${name} { $.finding = "notice-failed" }`,
        ),
      ].toSorted(),
    );
  });
});

/** What CloudWatch makes of an hour. */
const unseen = (made0: number, recorded: number): number =>
  Number(
    runInNewContext(UNSEEN, {
      IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
      FILL: (value: number) => value,
      made0,
      recorded,
    }),
  );

const rings = (made: number, recorded: number): boolean => unseen(made, recorded) >= 3;

describe('signatures that nobody has on record', () => {
  it('ring from three in an hour on, where few calls are signed or none', () => {
    expect([rings(2, 0), rings(3, 0), rings(102, 100), rings(104, 100)]).toEqual([false, true, false, true]);
  });

  it('do not ring for what two seconds hold at thirty a second, which is on its way as the hour turns, and do for more', () => {
    const hour = 30 * 3_600;
    expect(rings(hour + 60, hour)).toBe(false);
    expect(rings(hour + 64, hour)).toBe(true);
  });

  it('do not ring where fewer were made than are on record', () => {
    expect(unseen(0, 30)).toBe(0);
  });
});
