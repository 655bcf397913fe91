import { Refusal, StoreUnavailable } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import {
  AUDIT_EVENT,
  get,
  post,
  problemIn,
  RECEIPT,
  tinyApplication,
  tinyProblems,
} from '../support/tiny-application.ts';

const BODY = '{"name":"x"}';

/** A body that tells whether somebody looked at it. */
const untouchable = () => {
  let looks = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: () => {
        looks += 1;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, looks: () => looks };
};

describe('who may call', () => {
  it('refuses an anonymous request before its body is looked at', async () => {
    const { stream, looks } = untouchable();
    const app = tinyApplication();
    const answer = await app.fetch(post(stream, { authorization: '', 'content-type': 'text/html' }));
    expect(answer.status).toBe(401);
    expect((await problemIn(answer)).code).toBe('ACCESS.UNAUTHENTICATED');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="temkin"');
    expect(looks()).toBe(0);
    expect(app.recorded).toEqual([]);
  });

  it('says what is wrong with a token', async () => {
    const wrong = await tinyApplication().fetch(get('/v1/things/a', { authorization: 'Bearer forged' }));
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="temkin", error="invalid_token"');
    const expired = await tinyApplication().fetch(get('/v1/things/a', { authorization: 'Bearer old' }));
    expect((await problemIn(expired)).code).toBe('ACCESS.TOKEN_EXPIRED');
    expect(expired.headers.get('www-authenticate')).toContain('expired');
  });

  it('refuses a wrong role before the body is looked at, and puts that on record once', async () => {
    const { stream, looks } = untouchable();
    const app = tinyApplication();
    const answer = await app.fetch(post(stream, { authorization: 'Bearer auditor' }));
    expect((await problemIn(answer)).code).toBe('ACCESS.ROLE_NOT_ALLOWED');
    expect(answer.headers.get('audit-event')).toBe(AUDIT_EVENT);
    expect(app.recorded).toEqual([{ action: 'thing.make', code: 'ACCESS.ROLE_NOT_ALLOWED' }]);
    expect(looks()).toBe(0);
    expect(app.runs).toEqual([]);
  });

  it('refuses a missing scope, names it, and puts that on record once', async () => {
    const app = tinyApplication();
    const answer = await app.fetch(post(BODY, { authorization: 'Bearer reader' }));
    expect(answer.status).toBe(403);
    expect((await problemIn(answer)).code).toBe('ACCESS.SCOPE_MISSING');
    expect(answer.headers.get('www-authenticate')).toContain(
      'error="insufficient_scope", scope="things:make"',
    );
    expect(app.recorded).toEqual([{ action: 'thing.make', code: 'ACCESS.SCOPE_MISSING' }]);
    expect(app.runs).toEqual([]);
  });
});

describe('refusals on record', () => {
  const about = { purpose: 'delivery', resources: [{ type: 'thing', pseudonym: 'p' }] };

  it('records a refusal of access with what it was about', async () => {
    const app = tinyApplication(() => Promise.reject(new Refusal('THING.FORBIDDEN', { about })));
    const answer = await app.fetch(post(BODY));
    expect(answer.status).toBe(403);
    expect(answer.headers.get('audit-event')).toBe(AUDIT_EVENT);
    expect(app.recorded).toEqual([{ action: 'thing.make', code: 'THING.FORBIDDEN', about }]);
  });

  it('does not record again what its use case has recorded', async () => {
    const receipt = { ...RECEIPT, leaf: 'own' };
    const app = tinyApplication(() => Promise.reject(new Refusal('THING.FORBIDDEN', { receipt })));
    const answer = await app.fetch(post(BODY));
    expect(answer.headers.get('audit-event')).toBe(`${RECEIPT.eventId}; leaf=own`);
    expect(app.recorded).toEqual([]);
  });

  it.each(['THING.TAKEN', 'REQUEST.INVALID', 'REQUEST.IDEMPOTENCY_MISMATCH', 'STORE.UNAVAILABLE'])(
    'leaves %s off the record: it discloses nothing',
    async (code) => {
      const app = tinyApplication(() => Promise.reject(new Refusal(code)));
      const answer = await app.fetch(post(BODY));
      expect((await problemIn(answer)).code).toBe(code);
      expect(app.recorded).toEqual([]);
    },
  );

  it('records by the catalogue where it says so', async () => {
    const problems = { ...tinyProblems, 'THING.TAKEN': { status: 409, title: 'Taken.', recorded: true } };
    const app = tinyApplication(() => Promise.reject(new Refusal('THING.TAKEN')), { problems });
    expect((await app.fetch(post(BODY))).headers.get('audit-event')).toBe(AUDIT_EVENT);
  });

  it.each([
    [new Refusal('REQUEST.RATE_LIMITED', { retryAfterSeconds: 30 }), 429, '30'],
    [new Refusal('AUDIT.UNAVAILABLE'), 503, '5'],
    [new StoreUnavailable('down'), 503, '5'],
  ])('answers what the log says where it will not record: %s', async (error, status, wait) => {
    const app = tinyApplication(undefined, { refusalLog: { record: () => Promise.reject(error) } });
    const answer = await app.fetch(post(BODY, { authorization: 'Bearer auditor' }));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(wait);
    expect(await answer.text()).not.toContain('ROLE_NOT_ALLOWED');
  });
});
