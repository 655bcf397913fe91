import { checkLimits, reportRules } from '@temkin/caller-id/domain';
import { approvalHours, independenceDays, TWO_PERSON_ACTIONS } from '@temkin/access/domain';
import { ROLES, type Role } from '@temkin/kernel';
import {
  AMENDMENT_POLICY,
  AMENDMENTS_LIMIT,
  claimLimits,
  CLOSED_STATES,
  CUSTODY_EVENTS,
  CUSTODY_RULES,
  CALL_RULE,
  DISCLOSURE_POLICY,
  foreignReadQuota,
  HISTORY_CODE_DIGITS,
  historyCodeRules,
  historyLimits,
  lateReportMinutes,
  openingsPerHour,
  OPEN_STATES,
  releaseDays,
  PARCEL_STATES,
  SEARCH_PURPOSES,
  SEARCH_RULES,
  searchesPerHour,
} from '@temkin/parcel/domain';
import {
  CASE_RULES,
  hitsShown,
  searchesPerDay,
  searchesPerHour as registrySearchesPerHour,
  transactionHours,
} from '@temkin/subscriber/domain';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiProblems, apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { PERSONAS } from '../../packages/runtimes/local/src/demo/personas.ts';
import { tableUnder, wordsIn, type Cell } from '../support/markdown-tables.ts';
import { testSystem } from '../support/system.ts';
import { problemIn } from '../support/tiny-application.ts';

const page = readFileSync(new URL('../../docs/authorization.md', import.meta.url), 'utf8');

const words = (cell: Cell | undefined): readonly string[] => cell?.words ?? [];
const word = (cell: Cell | undefined): string => words(cell).join(' ');

const statesIn = (cell: Cell | undefined): readonly string[] => {
  if (cell?.text === 'every state') return PARCEL_STATES;
  return cell?.text === 'every open state' ? OPEN_STATES : words(cell);
};

/** Routes of principals, each with who may call it. */
const principalSpecs = apiSpecs.flatMap(({ method, path, access }) =>
  access === 'public' ? [] : [{ method, path, ...access }],
);

/** The routes as the page has them. */
const documented = tableUnder(page, 'Routes').map((row) => {
  const [method = '', path = ''] = word(row.route).split(' ');
  return { method, path, scope: word(row.scope), roles: words(row.roles).toSorted() };
});

const byAddress = (one: { method: string; path: string }, other: { method: string; path: string }): number =>
  `${one.path} ${one.method}` < `${other.path} ${other.method}` ? -1 : 1;

/** Who may ask for an act that takes two people. */
const asking = (action: string): readonly string[] =>
  apiSpecs
    .filter(({ twoPerson, ...spec }) => twoPerson === true && spec.action === action)
    .flatMap(({ access }) => (access === 'public' ? [] : access.roles))
    .toSorted();

describe('docs/authorization.md', () => {
  it('names the routes, their scopes and their roles as the code has them', () => {
    const enforced = principalSpecs.map(({ roles, ...spec }) => ({ ...spec, roles: roles.toSorted() }));
    expect(documented.toSorted(byAddress)).toEqual(enforced.toSorted(byAddress));
  });

  it('names the routes that anybody may call, and no other', () => {
    const written = tableUnder(page, 'Public routes').map(({ route }) => word(route));
    const open = apiSpecs.filter(({ access }) => access === 'public');
    expect(written.toSorted()).toEqual(open.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it('names the limits of the public page', () => {
    const limits = historyLimits.at(-1)?.value;
    const rules = historyCodeRules.at(-1)?.value;
    for (const sentence of [
      `${limits?.requestsPerSource} requests an hour`,
      `${limits?.sendsPerSourceAndPhone} to a number at the instance of one network`,
      `${limits?.sendsPerPhone} to a number`,
      `${limits?.sendsPerParcel} about a parcel`,
      `${HISTORY_CODE_DIGITS} digits`,
      `${rules?.lifeMinutes} minutes and ${rules?.tries} tries`,
    ])
      expect(page).toContain(sentence);
  });

  it('names the limits of citizens’ checks of calls', () => {
    const limits = checkLimits.at(-1)?.value;
    const text = page.replaceAll(/\s+/g, ' ');
    for (const sentence of [
      `${limits?.requestsPerSource} an hour of one network, beyond which they are refused`,
      `${limits?.requestsPerNumber} an hour about one number, and ${limits?.requestsPerPair} about one number and one proof`,
      `${limits?.wrongCodesPerSource} wrong codes of one network and ${limits?.wrongCodesInAll} in all`,
      `Reports are ${reportRules.at(-1)?.value.reportsPerSource} an hour`,
    ])
      expect(text).toContain(sentence);
  });

  it('names the closed list of roles', () => {
    expect(tableUnder(page, 'Roles').map(({ role }) => word(role))).toEqual(ROLES);
  });

  it('names the roles that no route knows so far', () => {
    const known = new Set<string>(principalSpecs.flatMap(({ roles }) => roles));
    const line = /^- Roles that no route knows so far: (.*)$/m.exec(page)?.[1] ?? '';
    expect(wordsIn(line)).toEqual(ROLES.filter((role) => !known.has(role)));
  });

  it('has the policy of disclosure line by line', () => {
    const written = tableUnder(page, 'Who sees what of a parcel').map((row) => ({
      purpose: word(row.purpose),
      roles: words(row.roles),
      custody: word(row.custody),
      states: statesIn(row.states),
      sources: words(row.from),
      labelOnlySources: words(row['from, label-only']),
      ...(word(row.needs) !== '' && { needs: word(row.needs) }),
      groups: words(row.groups),
      ...(word(row.besides) !== '' && { besides: word(row.besides) }),
      shown: word(row.shown),
      ...(word(row['with a reason']) !== '' && { shownWithReason: word(row['with a reason']) }),
    }));
    expect(written).toEqual(DISCLOSURE_POLICY);
  });

  it('names the closed states and the quota', () => {
    const line = /^- Every state but (.*) is open\.$/m.exec(page)?.[1] ?? '';
    expect(wordsIn(line)).toEqual(CLOSED_STATES);
    expect(page).toContain(`more than ${foreignReadQuota.at(-1)?.value} parcels`);
  });

  it('names the limits of claims and the minutes after which a report is late', () => {
    const limits = claimLimits.at(-1)?.value;
    expect(page).toContain(`At most ${limits?.shipper} for one shift`);
    expect(page).toContain(`at most ${limits?.dispatcher} for one shift`);
    expect(page).toContain(`more than ${lateReportMinutes.at(-1)?.value} minutes after`);
  });

  it('names the hourly ceiling of every purpose that reads from escrow', () => {
    const written = tableUnder(page, 'How many escrow copies in an hour').map((row) => [
      word(row.purpose),
      Number(row['escrow copies an hour']?.text),
    ]);
    expect(written).toEqual(
      Object.entries(openingsPerHour).map(([purpose, records]) => [purpose, records.at(-1)?.value]),
    );
    const fromEscrow = DISCLOSURE_POLICY.filter(({ sources }) => sources.includes('escrow'));
    expect(new Set(written.map(([purpose]) => purpose))).toEqual(
      new Set([...fromEscrow.map(({ purpose }) => purpose), CALL_RULE.purpose]),
    );
  });

  it('names what takes two people, who asks for it and who decides, as routes and data have it', () => {
    const written = tableUnder(page, 'Two people').map((row) => [
      word(row.action),
      { asks: words(row['asked for by']).toSorted(), decides: words(row['decided by']) },
    ]);
    const enforced = Object.entries(TWO_PERSON_ACTIONS).map(([action, decides]) => [
      action,
      { asks: asking(action), decides },
    ]);
    expect(written).toEqual(enforced);
    const flagged = apiSpecs.filter(({ twoPerson }) => twoPerson === true).map(({ action }) => action);
    expect(flagged.toSorted()).toEqual(Object.keys(TWO_PERSON_ACTIONS).toSorted());
    expect(page).toContain(`good for ${approvalHours.at(-1)?.value} hours`);
    expect(page).toContain(`until when: at most ${releaseDays.at(-1)?.value} days`);
    expect(page).toContain(`within ${independenceDays.at(-1)?.value} days (`);
  });

  it('names who searches by phone for what, and how often', () => {
    const written = tableUnder(page, 'Search by phone').map((row) => [
      word(row.purpose),
      { roles: words(row.roles), limit: Number(row['searches an hour']?.text) },
    ]);
    const rules = SEARCH_PURPOSES.map((purpose) => [
      purpose,
      { roles: SEARCH_RULES[purpose], limit: searchesPerHour[purpose].at(-1)?.value },
    ]);
    expect(written).toEqual(rules);
  });

  it('names who opens cases of the registry, and its limits', () => {
    const written = tableUnder(page, 'Transactions and cases of the registry').map((row) => [
      word(row.purpose),
      words(row['opened by']),
    ]);
    expect(Object.fromEntries(written)).toEqual(CASE_RULES);
    expect(page).toContain(`for ${transactionHours.at(-1)?.value} hours, and nobody else does`);
    expect(page).toContain(
      `At most ${registrySearchesPerHour.at(-1)?.value} searches in a clock hour and ${searchesPerDay.at(-1)?.value} in a day`,
    );
    expect(page).toContain(`More than ${hitsShown.at(-1)?.value} hits are counted`);
  });

  it('has the table of custody event by event', () => {
    const written = tableUnder(page, 'Who moves a parcel').map(
      ({ event, becomes, 'expected in': expectedFrom, keeps, 'then with': holder, ...roles }) => {
        const by = Object.entries(roles).filter(([, cell]) => cell.text !== '');
        return [
          word(event),
          {
            to: word(becomes),
            expectedFrom: words(expectedFrom),
            keeps: words(keeps),
            holder: word(holder),
            by: Object.fromEntries(by.map(([role, authority]) => [wordsIn(role).join(), word(authority)])),
          },
        ] as const;
      },
    );
    expect(written.map(([event]) => event)).toEqual(CUSTODY_EVENTS);
    expect(Object.fromEntries(written)).toEqual(CUSTODY_RULES);
  });

  it('has the policy of amendments line by line', () => {
    const written = tableUnder(page, 'Who amends what').map((row) => ({
      roles: words(row.roles),
      ...(word(row.needs) !== '' && { needs: word(row.needs) }),
      fields: words(row.fields),
    }));
    expect(written).toEqual(AMENDMENT_POLICY);
    expect(page).toContain(`at most ${AMENDMENTS_LIMIT} times`);
  });

  it('names no problem code and no status that the catalogue does not have', () => {
    const codes = wordsIn(page).filter((one) => /^[A-Z]+\.[A-Z_]+$/.test(one));
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !Object.hasOwn(apiProblems, code))).toEqual([]);
    const withStatus = [...page.matchAll(/(\d{3}) `([A-Z]+\.[A-Z_]+)`/g)].map(([, status, code]) => ({
      status: Number(status),
      code,
    }));
    expect(withStatus).toEqual(
      withStatus.map(({ code }) => ({ status: apiProblems[String(code)]?.status, code })),
    );
  });
});

describe('the personas of the demo', () => {
  it('have the scopes of every route that their roles may call', () => {
    const lacking = PERSONAS.flatMap(({ subject, roles, scopes }) =>
      principalSpecs
        .filter((spec) => roles.some((role) => spec.roles.includes(role)) && !scopes.includes(spec.scope))
        .map(({ scope }) => `${subject} ${scope}`),
    );
    expect(lacking).toEqual([]);
  });
});

const system = await testSystem();

const subjectOf = (role: Role): string => `one-${role}`;
await Promise.all(
  ROLES.map((role) =>
    system.enrol({
      subject: subjectOf(role),
      tenant: 'demo',
      kind: 'staff',
      roles: [role],
      facility: 'HN-BA-DINH',
      scopes: [],
    }),
  ),
);

const scopesOfAll = [...new Set(documented.map(({ scope }) => scope))];

/** An address on which the route finds nothing. */
const addressOf = (path: string): string =>
  path
    .replace(/\{(?:event|request)Id\}/, '00000000-0000-7000-8000-000000000000')
    .replace(/\{(?:person|subscription)Id\}/, '00000000-0000-4000-8000-000000000000')
    .replace('{deviceId}', 'A'.repeat(43))
    .replaceAll(/\{\w+\}/g, '0'.repeat(32));

/** What somebody is told who was let in, with nothing in hand and asking for what is not there. */
const INSIDE = new Set([
  'ACCESS.APPROVAL_UNKNOWN',
  'ACCESS.DEVICE_UNKNOWN',
  'ACCESS.PRINCIPAL_UNKNOWN',
  'AUDIT.EVENT_UNKNOWN',
  'PARCEL.CASE_NOT_FOUND',
  'PARCEL.FACILITY_UNKNOWN',
  'PARCEL.RELEASE_NOT_FOUND',
  'PARCEL.REQUEST_UNKNOWN',
  'PARCEL.SHIFT_CLOSED',
  'CALL.NO_SHIFT',
  'PARCEL.SHIFT_UNKNOWN',
  'PARCEL.UNKNOWN',
  'REQUEST.INVALID',
  'REQUEST.MEDIA_TYPE',
  'SUBSCRIBER.CASE_UNKNOWN',
  'SUBSCRIPTION.UNKNOWN',
  'IMPORT.UNKNOWN',
  'EXPORT.UNKNOWN',
]);

const ask = async (
  { method, path }: { readonly method: string; readonly path: string },
  role: Role,
  scopes: readonly string[],
): Promise<string> => {
  const client = system.as(subjectOf(role), { scopes });
  const address = addressOf(path);
  const changing = () => (method === 'PATCH' ? client.patch(address, {}) : client.post(address, {}));
  const answer = await (method === 'GET' ? client.get(address) : changing());
  if (answer.ok) return 'let in';
  const { code } = await problemIn(answer);
  return INSIDE.has(code) ? 'let in' : code;
};

describe.each(documented)('$method $path', (route) => {
  const otherScopes = scopesOfAll.filter((scope) => scope !== route.scope);

  it.each(ROLES)('lets a %s in, or not, as docs/authorization.md says', async (role) => {
    const outcome = {
      withTheScope: await ask(route, role, [route.scope]),
      withAllOtherScopes: await ask(route, role, otherScopes),
    };
    expect(outcome).toEqual(
      route.roles.includes(role)
        ? { withTheScope: 'let in', withAllOtherScopes: 'ACCESS.SCOPE_MISSING' }
        : { withTheScope: 'ACCESS.ROLE_NOT_ALLOWED', withAllOtherScopes: 'ACCESS.ROLE_NOT_ALLOWED' },
    );
  });

  it('tells an anonymous caller nothing but that', async () => {
    const { method, path } = route;
    const answer = await system.fetch(new Request(`http://api.example${addressOf(path)}`, { method }));
    expect([answer.status, (await problemIn(answer)).code]).toEqual([401, 'ACCESS.UNAUTHENTICATED']);
  });
});

describe('the doors', () => {
  it('report no fault', () => {
    expect(system.faults).toEqual([]);
  });
});
