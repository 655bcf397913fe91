import { toHex } from '@temkin/kernel';
import { REPORT_FORMATS } from '@temkin/subscriber/domain';
import { rename, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { countText } from '../amounts.ts';
import {
  neededOption,
  textOption,
  UsageError,
  type Command,
  type Report,
  type Surroundings,
  type Values,
} from '../command.ts';
import { sweepApi, type SweepAccount, type SweepApi } from '../registry/sweep-api.ts';
import { apiOption } from '../token-address.ts';
import { REGISTRY_SWEEP_USAGE } from '../usage-sweep.ts';

/** Milliseconds between two looks at a sweep that is worked off. */
const LOOK_MILLISECONDS = 2_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const sweepOption = (values: Values): string => {
  const sweepId = neededOption(values, 'sweep');
  if (!UUID.test(sweepId)) throw new UsageError('--sweep is no id of a sweep');
  return sweepId;
};

const partsDone = ({ segments, buckets }: Pick<SweepAccount, 'segments' | 'buckets'>): number =>
  segments.done + buckets.done;

const watch = async (
  api: SweepApi,
  sweepId: string,
  { progress, wait }: Pick<Surroundings, 'progress' | 'wait'>,
): Promise<SweepAccount> => {
  let account = await api.show(sweepId);
  progress.begin('sweeping the registry', account.segments.of + account.buckets.of);
  progress.advance({ items: partsDone(account) });
  while (account.state === 'running') {
    await wait(LOOK_MILLISECONDS);
    const seen = partsDone(account);
    account = await api.show(sweepId);
    progress.advance({ items: partsDone(account) - seen });
  }
  progress.end();
  return account;
};

/** How far a sweep is, in words. */
const stateText = ({ sweepId, state, failure, segments, buckets }: SweepAccount): string => {
  if (state === 'finished') return `Sweep ${sweepId} is finished.`;
  return state === 'failed'
    ? `Sweep ${sweepId} is failed: ${failure ?? ''}. What it found is not all; begin another.`
    : `Sweep ${sweepId} has done ${partsDone({ segments, buckets })} of ${segments.of + buckets.of} parts.`;
};

const told = (account: SweepAccount): Report => {
  const { state, people, numbers, hits } = account;
  const found = hits.reduce((sum, { count }) => sum + count, 0);
  return {
    text: [
      stateText(account),
      `${countText(people, 'person', 'people')} with ${countText(numbers, 'number')}: ${countText(found, 'hit')}`,
      ...hits.map(({ rule, count }) => `  ${rule}: ${count.toLocaleString('en-US')}`),
    ].join('\n'),
    data: account,
    ...(state === 'failed' && { exitCode: 1 as const }),
  };
};

const start = async (api: SweepApi, surroundings: Surroundings): Promise<Report> => {
  // Asked again where the answer was lost, it is the same sweep.
  const { sweepId } = await api.begin(toHex(surroundings.random(16)));
  surroundings.serving.announce(`Sweep ${sweepId} is begun.`);
  return told(await watch(api, sweepId, surroundings));
};

const report = async (api: SweepApi, values: Values): Promise<Report> => {
  const [sweepId, out] = [sweepOption(values), neededOption(values, 'out')];
  const wanted = textOption(values, 'format') ?? extname(out).slice(1).toLowerCase();
  const format = REPORT_FORMATS.find((one) => one === wanted);
  if (format === undefined)
    throw new UsageError(`the file, or --format, says one of ${REPORT_FORMATS.join(', ')}`);
  const bytes = await api.report(sweepId, format);
  await writeFile(`${out}.draft`, bytes, { mode: 0o600 });
  await rename(`${out}.draft`, out);
  return {
    text: `The report of sweep ${sweepId} is in ${out}.`,
    data: { sweepId, format, out, bytes: bytes.length },
  };
};

/** `temkin registry sweep` */
export const registrySweep: Command = {
  usage: REGISTRY_SWEEP_USAGE,
  operand: 'act',
  options: {
    api: { type: 'string' },
    sweep: { type: 'string' },
    watch: { type: 'boolean' },
    out: { type: 'string' },
    format: { type: 'string' },
  },
  run: async (values, surroundings) => {
    const act = textOption(values, 'act');
    const { environment, wait } = surroundings;
    const api = sweepApi(apiOption(values), { token: environment.TEMKIN_TOKEN, wait });
    if (act === 'start') return start(api, surroundings);
    if (act === 'report') return report(api, values);
    if (act !== 'show') throw new UsageError('say start, show or report');
    const sweepId = sweepOption(values);
    return told(await (values.watch === true ? watch(api, sweepId, surroundings) : api.show(sweepId)));
  },
};
