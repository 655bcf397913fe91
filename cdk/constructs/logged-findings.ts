import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, type LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../configuration.ts';
import type { FunctionName } from '../functions.ts';
import { countedLines } from './counted-lines.ts';
import type { ServiceFunction } from './service-function.ts';

/** What logs say, as metrics: lines within five minutes, of the shredder's within an hour. */
export interface LoggedFindings {
  readonly faults: IMetric;
  /** Changes of parcels that no event accounts for. */
  readonly unrecorded: IMetric;
  /** Runs of the shredder, and those that left something over. */
  readonly runs: IMetric;
  readonly leftOver: IMetric;
  /** Runs of the sender of webhooks, and those that disabled one. */
  readonly sendings: IMetric;
  readonly disabled: IMetric;
  /** Runs of the sweeper of calls, those that left something over, and those that left lines open. */
  readonly callSweeps: IMetric;
  readonly callsLeftOver: IMetric;
  readonly openLines: IMetric;
  /** Runs of what works off the registry's clocks, those that left something over, what was late, and what differed. */
  readonly registryRuns: IMetric;
  readonly registryLeftOver: IMetric;
  readonly registryLate: IMetric;
  readonly systemsDiffer: IMetric;
  /** Registers of which something is past its term. */
  readonly deadlinesMissed: IMetric;
  /** Runs of what makes the registry's indexes, and those that found one outgrown. */
  readonly registryIndexings: IMetric;
  readonly indexOutgrown: IMetric;
  /** Runs of what works imports of the registry off. */
  readonly importRuns: IMetric;
  /** Runs of what writes exports of it. */
  readonly exportRuns: IMetric;
  /** Reports of citizens about calls, by what they turned out to be. */
  readonly declared: IMetric;
  readonly undeclared: IMetric;
  readonly spoofed: IMetric;
  /** Requests that showed no secret which the functions believe. */
  readonly refused: IMetric;
  /** Openings of parcels without their labels that were one too many. */
  readonly ceilings: IMetric;
  /** Searches by phone number that were one too many. */
  readonly searches: IMetric;
  /** Signatures of calls that are on record, within an hour. */
  readonly signed: IMetric;
  /** What calls are signed or judged by and runs out, within a day. */
  readonly renewals: IMetric;
  /** Messages that the gateway did not take. */
  readonly unsent: IMetric;
  /** Runs of the sequencer, and what they found. */
  readonly sequencings: IMetric;
  readonly late: IMetric;
  readonly unpublished: IMetric;
  readonly conflicts: IMetric;
  /** What witnesses have seen of logs, and logs do not hold. */
  readonly witnessed: IMetric;
  /** Checkpoints that go without a witness' cosignature. */
  readonly unwitnessed: IMetric;
  readonly foreign: IMetric;
  /** Events that were changed while they waited. */
  readonly changed: IMetric;
  /** Runs of the indexer, those that left something over or failed, and what it found that is no event. */
  readonly indexings: IMetric;
  readonly behind: IMetric;
  readonly foreignEntries: IMetric;
  /** Runs of it that found numbers of writers missing. */
  readonly gaps: IMetric;
}

/** Lambda may write a level of its own over that of a line: `finding` is nobody's but ours. */
const finding = (value: string): IFilterPattern => FilterPattern.stringValue('$.finding', '=', value);

/** 421, `REQUEST.HOST_NOT_ALLOWED`. API Gateway writes numbers as strings. */
const REFUSED = FilterPattern.stringValue('$.status', '=', '421');

/** Counts the lines by which functions and the gateway say that something is wrong. */
export const loggedFindings = (
  scope: Construct,
  {
    stage,
    functions,
    accessLog,
  }: {
    readonly stage: Stage;
    readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
    /** Of the gateway. */
    readonly accessLog: LogGroup;
  },
): LoggedFindings => {
  const all = Object.values(functions);
  const reconciler = [functions['audit-reconciler']];
  const inLog = (of: FunctionName, name: string, pattern: IFilterPattern): IMetric =>
    countedLines(scope, { stage, logs: [functions[of]], name, pattern });
  const ofSequencer = (name: string, value: string): IMetric =>
    inLog('audit-sequencer', name, finding(value));
  const ofCalls = (name: string, pattern: IFilterPattern): IMetric => inLog('call-sweeper', name, pattern);
  const ofRegistry = (name: string, pattern: IFilterPattern): IMetric =>
    inLog('subscriber-due', name, pattern);
  const hourly = { stage, logs: [functions['parcel-shredder']], period: Duration.hours(1) };
  return {
    faults: countedLines(scope, { stage, logs: all, name: 'Faults', pattern: finding('fault') }),
    unrecorded: countedLines(scope, {
      stage,
      logs: reconciler,
      name: 'ChangesWithoutEvent',
      pattern: finding('change-without-event'),
    }),
    runs: countedLines(scope, {
      ...hourly,
      name: 'ShredderRuns',
      pattern: finding('due-worked-off'),
    }),
    leftOver: countedLines(scope, {
      ...hourly,
      name: 'ShredderLeftOver',
      pattern: FilterPattern.booleanValue('$.leftOver', true),
    }),
    sendings: countedLines(scope, {
      stage,
      logs: [functions['webhook-sender']],
      name: 'WebhookRuns',
      pattern: finding('webhooks-sent'),
    }),
    disabled: countedLines(scope, {
      stage,
      logs: [functions['webhook-sender']],
      name: 'WebhooksDisabled',
      pattern: finding('webhook-disabled'),
    }),
    refused: countedLines(scope, {
      stage,
      logs: [{ name: 'access', logGroup: accessLog }],
      name: 'OriginRefused',
      pattern: REFUSED,
    }),
    ceilings: countedLines(scope, {
      stage,
      logs: [functions['parcel-escrow']],
      name: 'EscrowCeilings',
      pattern: finding('escrow-ceiling-reached'),
    }),
    searches: countedLines(scope, {
      stage,
      logs: [functions['subject-api'], functions['subscriber-api']],
      name: 'SearchCeilings',
      pattern: finding('search-ceiling-reached'),
    }),
    unsent: countedLines(scope, {
      stage,
      logs: [
        functions['recipient-api'],
        functions['caller-check-api'],
        functions['subscriber-rights-api'],
        functions['subscriber-verification-api'],
      ],
      name: 'NoticesFailed',
      pattern: finding('notice-failed'),
    }),
    callSweeps: ofCalls('CallSweeps', finding('calls-swept')),
    callsLeftOver: ofCalls('CallsLeftOver', FilterPattern.booleanValue('$.leftOver', true)),
    openLines: ofCalls('CallLinesOpen', finding('call-lines-open')),
    registryRuns: ofRegistry('RegistryRuns', finding('registry-due-worked-off')),
    registryLeftOver: ofRegistry('RegistryLeftOver', FilterPattern.booleanValue('$.leftOver', true)),
    registryLate: ofRegistry('RegistryLate', finding('registry-late')),
    systemsDiffer: ofRegistry('SystemsDiffer', finding('systems-differ')),
    deadlinesMissed: ofRegistry('DeadlinesMissed', finding('deadline-missed')),
    registryIndexings: inLog('subscriber-indexer', 'RegistryIndexerRuns', finding('registry-indexed')),
    indexOutgrown: inLog('subscriber-indexer', 'IndexOutgrown', finding('index-outgrown')),
    importRuns: inLog('subscriber-import', 'ImportRuns', finding('imports-worked-off')),
    exportRuns: inLog('subscriber-export', 'ExportRuns', finding('exports-worked-off')),
    declared: ofCalls('CallsDeclared', finding('call-declared')),
    undeclared: ofCalls('CallsUndeclared', finding('call-undeclared')),
    spoofed: ofCalls('CallsSpoofed', finding('call-spoofed')),
    signed: countedLines(scope, {
      stage,
      logs: [functions['stir-api']],
      name: 'CallsSigned',
      pattern: finding('call-signed'),
      period: Duration.hours(1),
    }),
    renewals: countedLines(scope, {
      stage,
      logs: [functions['stir-api']],
      name: 'RenewalsDue',
      pattern: finding('renewal-due'),
      period: Duration.days(1),
    }),
    sequencings: ofSequencer('SequencerRuns', 'logs-sequenced'),
    late: ofSequencer('EventsLate', 'outbox-age'),
    unpublished: ofSequencer('CheckpointsUnpublished', 'checkpoint-unpublished'),
    conflicts: ofSequencer('LogConflicts', 'log-conflict'),
    witnessed: ofSequencer('WitnessConflicts', 'witness-conflict'),
    unwitnessed: ofSequencer('WitnessesAbsent', 'witness-absent'),
    foreign: ofSequencer('ForeignOutboxItems', 'foreign-outbox-item'),
    changed: ofSequencer('OutboxEventsChanged', 'outbox-event-changed'),
    indexings: inLog('audit-indexer', 'IndexerRuns', finding('logs-indexed')),
    behind: inLog('audit-indexer', 'IndexerBehind', FilterPattern.booleanValue('$.behind', true)),
    foreignEntries: inLog('audit-indexer', 'ForeignLogEntries', finding('foreign-log-entry')),
    gaps: inLog('audit-indexer', 'WriterGaps', finding('writer-gap')),
  };
};
