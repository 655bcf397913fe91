/** An outbox with an event as old as this denies access: what happens cannot be shown to anybody any more. */
export const DENIED_AFTER_MILLISECONDS = 3_600_000;
