import { agreedProviders } from '@temkin/caller-id';
import { describe, expect, it } from 'vitest';

const register = agreedProviders([
  // Hotlines have eight digits or ten: one is the beginning of a hundred others.
  { spc: 'HOTLINE', numbers: ['8419005454'] },
  { spc: 'RANGE', numbers: ['8424*', '84912345678'], names: ['Bưu điện VN'] },
]);

describe('a provider that was agreed on', () => {
  it('holds the very numbers that are named, and none that begins with one', async () => {
    expect(await register.mayCallFrom('HOTLINE', '8419005454')).toBe(true);
    expect(await register.mayCallFrom('HOTLINE', '841900545481')).toBe(false);
    expect(await register.mayCallFrom('RANGE', '84912345678')).toBe(true);
    expect(await register.mayCallFrom('RANGE', '849123456789')).toBe(false);
  });

  it('holds whatever begins with a range, which ends in a star', async () => {
    expect(await register.mayCallFrom('RANGE', '842439447788')).toBe(true);
    expect(await register.mayCallFrom('RANGE', '8425')).toBe(false);
    expect(await register.mayCallFrom('HOTLINE', '842439447788')).toBe(false);
    expect(await register.mayCallFrom('NOBODY', '842439447788')).toBe(false);
  });

  it('may show the names that were agreed on, or whichever it likes where none were', async () => {
    expect(await register.mayShow('RANGE', 'Bưu điện VN')).toBe(true);
    expect(await register.mayShow('RANGE', 'Bưu cục')).toBe(false);
    expect(await register.mayShow('HOTLINE', 'Bưu cục')).toBe(true);
    expect(await register.mayShow('NOBODY', 'Bưu điện VN')).toBe(false);
  });
});
