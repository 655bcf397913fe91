/** A statement as templates have it: lists of one may stand as their only element. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  /** Of all resources but these. */
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A call, with the condition keys that AWS would fill in. */
export interface Call {
  /** ARN of the role, user or account; or the name of a service. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export const listOf = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Value[]) : [value as Value];

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

/** IAM, "Condition operators": what each makes of the values in the call, absent ones included. */
const OPERATORS: Readonly<
  Record<string, (found: readonly string[] | undefined, wanted: readonly string[]) => boolean>
> = {
  StringEquals: (found, wanted) => found !== undefined && found.some((value) => wanted.includes(value)),
  StringNotEquals: (found, wanted) => found === undefined || found.every((value) => !wanted.includes(value)),
  ArnNotEquals: (found, wanted) => found === undefined || found.every((value) => !wanted.includes(value)),
  'ForAllValues:StringEquals': (found, wanted) => (found ?? []).every((value) => wanted.includes(value)),
  NumericLessThan: (found, wanted) => found !== undefined && Number(found[0]) < Number(wanted[0]),
  Null: (found, wanted) => wanted.includes(String(found === undefined)),
  Bool: (found, wanted) => found !== undefined && found.some((value) => wanted.includes(value)),
  BoolIfExists: (found, wanted) => found === undefined || found.some((value) => wanted.includes(value)),
};

const holds = (condition: PolicyStatement['Condition'], call: Call): boolean =>
  Object.entries(condition ?? {}).every(([name, tests]) => {
    const operator = OPERATORS[name];
    if (operator === undefined) throw new Error(`no condition operator ${name} here`);
    return Object.entries(tests).every(([key, wanted]) => {
      const value = key === 'aws:PrincipalArn' ? call.principal : call.context?.[key];
      return operator(value === undefined ? undefined : listOf(value), listOf(wanted));
    });
  });

const speaksOf = (principal: PolicyStatement['Principal'], caller: string): boolean => {
  if (principal === undefined || principal === '*') return true;
  const named =
    typeof principal === 'string' ? [principal] : Object.values(principal).flatMap((one) => listOf(one));
  const account = /^arn:aws:iam::(\d{12}):/.exec(caller)?.[1];
  return named.some((one) => one === '*' || one === caller || one === `arn:aws:iam::${account}:root`);
};

/** The effects that a policy has on a call. A policy of a key speaks of that key, whatever its resource says. */
export const effectsOn = (
  call: Call,
  policy: readonly PolicyStatement[],
): ReadonlySet<PolicyStatement['Effect']> =>
  new Set(
    policy
      .filter(
        ({ Principal, Action, Resource, NotResource, Condition }) =>
          speaksOf(Principal, call.principal) &&
          listOf(Action).some((pattern) => matches(pattern.toLowerCase(), call.action.toLowerCase())) &&
          (NotResource === undefined
            ? listOf(Resource).some((pattern) => matches(pattern, call.resource))
            : !listOf(NotResource).some((pattern) => matches(pattern, call.resource))) &&
          holds(Condition, call),
      )
      .map(({ Effect }) => Effect),
  );

/**
 * Whether IAM lets a call through: nothing denies it, the caller's own policy allows it, and so does the resource's where
 * it must (a key's). Permission boundaries, sessions and organizations are left out: we have none.
 */
export const isAllowed = (
  call: Call,
  own: readonly PolicyStatement[],
  ofResource?: readonly PolicyStatement[],
): boolean => {
  const policies = ofResource === undefined ? [own] : [own, ofResource];
  return policies
    .map((policy) => effectsOn(call, policy))
    .every((effects) => effects.has('Allow') && !effects.has('Deny'));
};
