/** Nobody answered in time, as often as it was asked: whether the request took effect is unknown. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly attempts: number;

  constructor(attempts: number, cause: unknown) {
    super(`no answer after ${attempts} attempt${attempts === 1 ? '' : 's'}`, { cause });
    this.attempts = attempts;
  }
}
