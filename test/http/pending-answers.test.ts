import { codesOf, route, type RouteSpec } from '@temkin/http';
import { openApiDocument } from '@temkin/http/openapi';
import { describe, expect, it } from 'vitest';
import {
  AUDIT_EVENT,
  makeSpec,
  post,
  problemIn,
  RECEIPT,
  tinyApplication,
  tinyProblems,
} from '../support/tiny-application.ts';

const pending = { approvalId: 'a'.repeat(32), expiresAt: 1_800_000_086_400 };

const twoPersonSpec: typeof makeSpec = Object.assign(Object.create(makeSpec) as typeof makeSpec, {
  twoPerson: true,
});

const asked = (spec: typeof makeSpec) => {
  const app = tinyApplication(undefined, {
    routes: [route(spec, async () => ({ pending, receipt: RECEIPT }))],
  });
  return { app, answer: app.fetch(post('{"name":"x"}')) };
};

const responsesOf = (spec: RouteSpec): Readonly<Record<string, unknown>> => {
  const document = openApiDocument({ title: 'Tiny', version: '1', specs: [spec], problems: tinyProblems });
  return document.paths[spec.path]?.post?.responses as Readonly<Record<string, unknown>>;
};

describe('a route that two people must agree to', () => {
  it('may be answered 202 with the approval that is waited for, and its receipt', async () => {
    const answer = await asked(twoPersonSpec).answer;
    expect(answer.status).toBe(202);
    expect(answer.headers.get('audit-event')).toBe(AUDIT_EVENT);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({
      approvalId: pending.approvalId,
      expiresAt: new Date(pending.expiresAt).toISOString(),
    });
  });

  it('says so in the contract, with the codes that come of it', () => {
    expect(Object.keys(responsesOf(twoPersonSpec))).toContain('202');
    const codes = ['ACCESS.NOT_A_PERSON', 'ACCESS.APPROVAL_REJECTED', 'ACCESS.APPROVAL_CHANGED'];
    expect(codesOf(twoPersonSpec)).toEqual(expect.arrayContaining(codes));
  });
});

describe('any other route', () => {
  it('that waits for somebody is a fault of ours', async () => {
    const { app, answer } = asked(makeSpec);
    expect((await problemIn(await answer)).code).toBe('INTERNAL');
    expect(app.faults).toHaveLength(1);
  });

  it('promises no such answer', () => {
    expect(Object.keys(responsesOf(makeSpec))).not.toContain('202');
    expect(codesOf(makeSpec)).not.toContain('ACCESS.APPROVAL_REJECTED');
  });
});
