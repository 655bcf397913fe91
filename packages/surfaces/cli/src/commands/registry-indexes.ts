import { INDEX_NAMES, type IndexName } from '@temkin/subscriber/domain';
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
import { apiAt } from '../registry/ask-api.ts';
import { indexApi, type IndexAccount, type IndexApi } from '../registry/index-api.ts';
import { apiOption } from '../token-address.ts';
import { REGISTRY_INDEXES_USAGE } from '../usage-registry.ts';

/** Milliseconds between two looks at an index that is being made. */
const LOOK_MILLISECONDS = 2_000;

const shareText = (share: number): string => share.toLocaleString('en-US', { maximumFractionDigits: 1 });

const generationText = ({
  generation,
  bits,
  holdersPerValue,
  fit,
}: NonNullable<IndexAccount['current']>): string =>
  [
    `generation ${generation}`,
    bits === undefined ? 'full length' : `${bits} bits`,
    ...(holdersPerValue === undefined ? [] : [`${shareText(holdersPerValue)} people a value`]),
    ...(fit === undefined || fit === 'fits' ? [] : [fit]),
  ].join(', ');

const stateText = ({ state, next, progress, purgeFrom }: IndexAccount): string => {
  const walked = progress === undefined ? '' : `, ${progress.done} of ${progress.of} segments`;
  if (state === 'building') return `making ${next === undefined ? 'it' : generationText(next)}${walked}`;
  if (state === 'switching') return `deletes the former from ${purgeFrom ?? 'soon'} on`;
  return state === 'purging' ? `deletes the former${walked}` : state;
};

const indexText = (account: IndexAccount): string =>
  `${account.index}: ${account.current === undefined ? 'not searched' : generationText(account.current)}; ${stateText(account)}`;

const list = async (api: IndexApi): Promise<Report> => {
  const listed = await api.list();
  const { people, holdersPerValue, indexes } = listed;
  return {
    text: [
      `About ${countText(people, 'person', 'people')}; ${holdersPerValue} at least are to share a value.`,
      ...indexes.map(indexText),
    ].join('\n'),
    data: listed,
  };
};

const nameOf = (values: Values): IndexName => {
  const given = neededOption(values, 'index');
  const name = INDEX_NAMES.find((one) => one === given);
  if (name === undefined) throw new UsageError(`--index is one of ${INDEX_NAMES.join(', ')}`);
  return name;
};

const peopleOf = (values: Values): { readonly expectedPeople?: number } => {
  const given = textOption(values, 'people');
  if (given === undefined) return {};
  if (!/^\d{1,9}$/.test(given)) throw new UsageError('--people is no number of people');
  return { expectedPeople: Number(given) };
};

const find = async (api: IndexApi, name: IndexName): Promise<IndexAccount> => {
  const found = (await api.list()).indexes.find(({ index }) => index === name);
  if (found === undefined) throw new Error(`There is no index ${name}.`);
  return found;
};

const rebuild = async (
  api: IndexApi,
  values: Values,
  { progress, wait }: Pick<Surroundings, 'progress' | 'wait'>,
): Promise<Report> => {
  const [name, expected] = [nameOf(values), peopleOf(values)];
  const before = await find(api, name);
  // One that is being made already is watched, not begun again.
  const generation = before.next?.generation ?? (before.current?.generation ?? 0) + 1;
  let seen = 0;
  let account = await api.rebuild(name, { generation, ...expected });
  const all = account.progress?.of;
  progress.begin(`making ${name}`, all);
  for (; account.state === 'building'; account = await find(api, name)) {
    const done = account.progress?.done ?? seen;
    progress.advance({ items: done - seen });
    seen = done;
    await wait(LOOK_MILLISECONDS);
  }
  // One that is made says no more how far it is.
  progress.advance({ items: (all ?? seen) - seen });
  progress.end();
  return { text: indexText(account), data: account };
};

/** `temkin registry indexes` */
export const registryIndexes: Command = {
  usage: REGISTRY_INDEXES_USAGE,
  operand: 'action',
  options: { api: { type: 'string' }, index: { type: 'string' }, people: { type: 'string' } },
  run: async (values, surroundings) => {
    const { environment, wait } = surroundings;
    const action = textOption(values, 'action') ?? 'list';
    if (action !== 'list' && action !== 'rebuild') throw new UsageError('Say list, or rebuild');
    if (action === 'list' && (values.index !== undefined || values.people !== undefined))
      throw new UsageError('--index and --people are for rebuild');
    const api = indexApi(apiAt(apiOption(values), { token: environment.TEMKIN_TOKEN, wait }));
    return action === 'list' ? list(api) : rebuild(api, values, surroundings);
  },
};
